/** The end of a life: everything works again, and what must have come of it is there. */
import type { Hex } from 'viem'
import { openFiles } from './disk.ts'
import type { Events } from './events.ts'
import type { Fate } from './life.ts'
import type { Member } from './member.ts'
import type { Solver } from './solver.ts'
import { Violation } from './witness.ts'
import type { ChaosWorld } from './world.ts'

/** How time passes then, in seconds: quickly done in most lives, and at most until the last phase ends. */
const STEPS = [...Array<number>(20).fill(60), ...Array<number>(20).fill(300), ...Array<number>(60).fill(1_500)]

/** @throws {Violation} where a claim is not judged as it should be, or something else must not be. */
export async function judge(
  world: ChaosWorld,
  fate: Fate,
  solver: Solver,
  members: readonly Member[],
  events: Events,
): Promise<void> {
  const { witness } = fate
  await events.startAll()
  for (const member of members) {
    member.skew = 1000 * fate.dice.of('calm').between(-30, 30)
    member.failing = 0
  }
  await events.fileMissing()
  const waiting = new Set(solver.claims)
  for (const step of STEPS) {
    await events.people()
    await events.allRounds()
    witness.check()
    for (const one of waiting) {
      const { phase, verdict } = await solver.state(one.claim)
      const isDone = verdict === one.measurement
      if (isDone) waiting.delete(one)
      else if (phase !== 'Observing')
        throw new Violation(`${phase}: the verdict on ${one.claim} is ${verdict}, not ${one.measurement}`)
    }
    if (waiting.size === 0) break
    world.blocks.time += step
  }
  if (waiting.size > 0) throw new Violation(`${waiting.size} claims were never judged`)
  await expectNothingStuck(world, members, events)
  await events.watch()
  await expectOnce(world, members)
  await expectNothingLeft(fate, members)
  witness.check()
}

/** All transactions come to their ends. */
async function expectNothingStuck({ blocks }: ChaosWorld, members: readonly Member[], events: Events): Promise<void> {
  let stuck: string[] = []
  for (let i = 0; i < 30; i++) {
    stuck = (await Promise.all(members.map(openOf))).flat()
    if (stuck.length === 0) return
    await events.people()
    await events.allRounds()
    blocks.time += 60
  }
  throw new Violation(`transactions are never included: ${stuck.join('; ')}`)
}

async function openOf({ operator, seat }: Member): Promise<string[]> {
  const rows = await operator.store.selectFrom('transactions').selectAll().where('state', '=', 'signed').execute()
  return rows.map(({ nonce, purpose }) => `member ${seat}, nonce ${nonce}: ${purpose}`)
}

/** No transaction does what another one of the same account has done. */
async function expectOnce({ blocks, oracle }: ChaosWorld, members: readonly Member[]): Promise<void> {
  const seen = new Set<Hex>()
  for (let number = blocks.first + 1; number <= blocks.head; number++) {
    const block = await blocks.client.getBlock({ blockNumber: BigInt(number), includeTransactions: true })
    for (const { hash, from, to, input } of block.transactions) {
      if (to?.toLowerCase() !== oracle.escrow.toLowerCase()) continue
      if (!members.some(({ operator }) => operator.member.toLowerCase() === from.toLowerCase())) continue
      const key: Hex = `${from}${input.slice(2)}`
      const { status } = await blocks.client.getTransactionReceipt({ hash })
      if (status === 'success' && seen.has(key))
        throw new Violation(`${from} did the same twice: ${input.slice(0, 10)}`)
      if (status === 'success') seen.add(key)
    }
  }
}

async function expectNothingLeft({ witness }: Fate, members: readonly Member[]): Promise<void> {
  const secrets: string[] = []
  for (const { operator } of members) {
    const duties = await operator.store.selectFrom('duties').select(['salt', 'signature']).execute()
    secrets.push(...duties.flatMap(({ salt, signature }) => [salt, signature ?? salt]).map((hex) => hex.slice(2)))
  }
  witness.listen(secrets)
  for (const member of members) {
    await witness.search(member.data)
    const left = openFiles(member.data)
    if (left.length > 0) throw new Violation(`files are left open: ${left.join(', ')}`)
  }
}
