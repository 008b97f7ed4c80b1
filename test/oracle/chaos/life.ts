/** One life of a panel: everything that happens in it follows from its seed. */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { keccak256, stringToHex } from 'viem'
import { privateKeyToAddress } from 'viem/accounts'
import type { VerifierConfig } from '../../../oracle/config/config.ts'
import { MEMBERS } from '../world.ts'
import { command } from '../verify/fixtures.ts'
import { honestly } from '../chain/endpoints.ts'
import { judge } from './judge.ts'
import { Dice } from './dice.ts'
import { Events } from './events.ts'
import { Member, type Bugs, type Surroundings } from './member.ts'
import { reach, type PeerFault } from './peers.ts'
import { lying, oneProvider, threeProviders, type Fault, type Lie } from './provider.ts'
import { Solver } from './solver.ts'
import type { Tally } from './tally.ts'
import { Witness } from './witness.ts'
import type { ChaosWorld } from './world.ts'

/** How likely things are, in a thousand requests. */
const [PROVIDER_FAILS, LIES, PEER_FAILS] = [15, 50, 120]
const EVENTS = 220

/** The answer is what stands in the evidence; the folder's name is in the input. */
const ANSWER = `cat "$(sed -n 's/.*"evidence":"\\([^"]*\\)".*/\\1/p')"/files/result.json`
const PROGRAM = command(['/bin/sh', '-c', ANSWER], { sandbox: 'none' })
const PEOPLE: VerifierConfig = { kind: 'manual', outcomes: '*', approvals: 1 }

/** What is drawn once for a life. */
export interface Fate {
  dice: Dice
  tally: Tally
  witness: Witness
  /** Faults happen; at the end of a life everything works again. */
  isCalm: boolean
  confirmations: number
  byProgram: boolean
  /** Seats of members that say more than is true. */
  liars: ReadonlySet<number>
}

/**
 * Lives once.
 * @throws {Violation} at the first thing that must never be.
 */
export async function live(world: ChaosWorld, seed: number, tally: Tally, bugs: Bugs = {}): Promise<void> {
  const dice = new Dice(seed)
  const secrets = world.identities.flatMap(({ identity }, seat) => [identity, keyOf(seat)])
  const witness = new Witness(secrets)
  const bad = dice.shuffled(Array.from({ length: world.n }, (_, seat) => seat)).slice(0, world.n - world.k)
  const byProgram = dice.chance(0.2)
  const fate: Fate = {
    dice,
    tally,
    witness,
    isCalm: false,
    confirmations: dice.pick([0, 0, 1, 3]),
    byProgram,
    // Programs do not lie.
    liars: new Set(byProgram ? [] : bad.filter(() => dice.chance(0.5))),
  }
  const dead = new Set(bad.filter((seat) => !fate.liars.has(seat) && dice.chance(0.5)))
  const folder = join(world.folder, `life-${seed}`)
  await mkdir(folder)
  const end = await world.blocks.begin()
  const solver = new Solver(world)
  const members: Member[] = []
  const around: Surroundings = {
    world,
    witness,
    folder,
    verifier: byProgram ? PROGRAM : PEOPLE,
    chainOf: chainsOf(world, fate),
    fetchOf: () => reach(members, (url) => peerFault(fate, url)),
    dies: diesOf(fate),
    bugs,
  }
  for (let seat = 0; seat < world.n; seat++) if (!dead.has(seat)) members.push(new Member(seat, around))
  world.page = (path) => pageOf(fate, solver, path)
  try {
    for (const member of members) await member.start()
    const events = new Events(world, fate, solver, members)
    for (let i = 0; i < EVENTS; i++) {
      await events.next()
      witness.check()
    }
    fate.isCalm = true
    await judge(world, fate, solver, members, events)
    tally.lives++
    tally.claims += solver.claims.length
  } finally {
    for (const member of members) {
      await member.stop()
      member.forget()
    }
    for (const endpoint of world.endpoints) endpoint.behave = honestly
    world.page = () => undefined
    await end()
    await rm(folder, { recursive: true })
  }
}

/** The private key of a member, without prefix. */
function keyOf(seat: number): string {
  const { address } = MEMBERS[seat]!
  const keys = Array.from({ length: 7 }, (_, i) => keccak256(stringToHex(`member ${i}`)))
  return keys.find((key) => privateKeyToAddress(key) === address)!.slice(2)
}

function chainsOf(world: ChaosWorld, fate: Fate): Surroundings['chainOf'] {
  const { dice, tally } = fate
  const strike = <T extends string>(inThousand: number, kinds: readonly T[], who: string): T | undefined => {
    if (fate.isCalm || !dice.chance(inThousand / 1000)) return undefined
    const what = dice.pick(kinds)
    tally.fault(`${who} ${what}`)
    return what
  }
  const faults: readonly Fault[] = ['dropped', 'answer lost', 'repeated', 'delayed', 'behind']
  const lies: readonly Lie[] = ['head', 'logs', 'garbage', 'cut off', 'dropped']
  if (dice.chance(0.75))
    return () =>
      Promise.resolve(
        oneProvider(world.blocks, fate.confirmations, () => strike(PROVIDER_FAILS, faults, 'provider:')),
      )
  dice.pick(world.endpoints).behave = lying(() => strike(LIES, lies, 'endpoint lies:'))
  return (operator) => threeProviders(world.endpoints, fate.confirmations, operator)
}

function peerFault({ dice, tally, isCalm, witness }: Fate, { pathname }: URL): PeerFault | undefined {
  if (isCalm || !dice.chance(PEER_FAILS / 1000)) return undefined
  const kinds: readonly PeerFault[] = ['refused', 'refused', 'nothing', 'garbage', 'huge', 'status 500']
  const what = pathname.endsWith('/commitment') && dice.chance(0.4) ? 'false commitment' : dice.pick(kinds)
  if (what === 'false commitment') witness.caused(what)
  tally.fault(`peer: ${what}`)
  return what
}

/** A mark that was not met yet is likely to be the end; so rare ones are met. */
function diesOf(fate: Fate): Surroundings['dies'] {
  const { dice, tally } = fate
  const met = new Set<string>()
  return (member, point) => {
    const isNew = !met.has(`${member.seat} ${point}`)
    met.add(`${member.seat} ${point}`)
    if (fate.isCalm || !dice.chance(isNew ? 0.5 : 0.12)) return false
    tally.crashed(point)
    return true
  }
}

/** What the server with the evidence gives. */
function pageOf({ dice, tally, witness, isCalm }: Fate, { pages }: Solver, path: string): Uint8Array | undefined {
  const page = pages.get(path)
  if (isCalm || page === undefined || !dice.chance(0.25)) return page
  const what = dice.pick(['cut', 'truncated', 'another', 'garbage'])
  tally.fault(`evidence: ${what}`)
  witness.caused('wrong evidence')
  if (what === 'cut') return undefined
  if (what === 'truncated') return page.subarray(0, page.length / 2)
  return what === 'another' ? dice.pick([...pages.values()]) : Buffer.from('no bundle')
}
