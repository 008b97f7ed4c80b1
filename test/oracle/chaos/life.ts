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
import { AllDice } from './dice.ts'
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
  dice: AllDice
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
  const all = new AllDice(seed)
  const dice = all.of('fate')
  const secrets = world.identities.flatMap(({ identity }, seat) => [identity, keyOf(seat)])
  const witness = new Witness(secrets)
  const bad = dice.shuffled(Array.from({ length: world.n }, (_, seat) => seat)).slice(0, world.n - world.k)
  const byProgram = dice.chance(0.2)
  const fate: Fate = {
    dice: all,
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
    chainOf: chainsOf(world, fate, () => fate.isCalm),
    fetchOf: ({ seat }) => reach(members, (url) => peerFault(fate, seat, url)),
    dies: diesOf(fate),
    bugs,
  }
  for (let seat = 0; seat < world.n; seat++) if (!dead.has(seat)) members.push(new Member(seat, around))
  world.page = (path) => pageOf(fate, solver, path)
  try {
    for (const member of members) await member.start()
    const events = new Events(world, fate, solver, members)
    for (let i = 0; i < EVENTS; i++) {
      await events.happen(i)
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

function chainsOf(
  world: ChaosWorld,
  { dice, tally, confirmations }: Fate,
  isCalm: () => boolean,
): Surroundings['chainOf'] {
  const strike = <T extends string>(who: string, inThousand: number, kinds: readonly T[]): T | undefined => {
    const own = dice.of(who)
    if (isCalm() || !own.chance(inThousand / 1000)) return undefined
    const what = own.pick(kinds)
    tally.fault(`provider: ${what}`)
    return what
  }
  const faults: readonly Fault[] = ['dropped', 'answer lost', 'repeated', 'delayed', 'behind']
  const lies: readonly Lie[] = ['false head', 'missing logs', 'garbage', 'cut off', 'dropped']
  if (dice.of('fate').chance(0.75))
    return (operator) => {
      const fault = () => strike(`provider of ${operator.member}`, PROVIDER_FAILS, faults)
      return Promise.resolve(oneProvider(world.blocks, confirmations, fault))
    }
  dice.of('fate').pick(world.endpoints).behave = lying(() => strike('liar', LIES, lies))
  return (operator) => threeProviders(world.endpoints, confirmations, operator)
}

function peerFault(
  { dice, tally, isCalm, witness }: Fate,
  seat: number,
  { pathname, port }: URL,
): PeerFault | undefined {
  const own = dice.of(`peer ${seat} ${port} ${pathname}`)
  if (isCalm || !own.chance(PEER_FAILS / 1000)) return undefined
  if (pathname.endsWith('/commitment') && own.chance(0.3)) {
    tally.fault('peer: false commitment')
    witness.caused('false commitment')
    return 'false commitment'
  }
  const what = own.chance(0.06) ? 'nothing' : own.pick<PeerFault>(['refused', 'garbage', 'huge', 'status 500'])
  tally.fault(`peer: ${what}`)
  return what
}

/** A mark that was not met yet is likely to be the end; so rare ones are met. */
function diesOf(fate: Fate): Surroundings['dies'] {
  const met = new Set<string>()
  return ({ seat }, point) => {
    const name = `mark ${seat} ${point}`
    const isDue = fate.dice.of(name).chance(met.has(name) ? 0.12 : 0.5)
    met.add(name)
    if (fate.isCalm || !isDue) return false
    fate.tally.crashed(point)
    return true
  }
}

/** What the server with the evidence gives. */
function pageOf({ dice, tally, isCalm }: Fate, { pages }: Solver, path: string): Uint8Array | undefined {
  const page = pages.get(path)
  const own = dice.of(`page ${path}`)
  if (isCalm || page === undefined || !own.chance(0.25)) return page
  const what = own.pick(['cut', 'truncated', 'another', 'garbage'])
  tally.fault(`evidence: ${what}`)
  if (what === 'cut') return undefined
  if (what === 'truncated') return page.subarray(0, page.length / 2)
  return what === 'another' ? own.pick([...pages.values()]) : Buffer.from('no bundle')
}
