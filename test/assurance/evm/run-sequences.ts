/** Runs sequences on both EVMs and compares every transaction and the state after every block. */
import { bytesToHex } from '@ethereumjs/util'
import { ABI, CONTRACTS, GENESIS_TIME, ROLES, addressOf } from './chain.ts'
import { type Counts, count, emptyCounts } from './counts.ts'
import { difference } from './compare.ts'
import { type Edr, startEdr } from './edr.ts'
import { type Plant, type Second, startSecond } from './ethereumjs.ts'
import { type Sequence, makeSequence } from './sequence.ts'
import { setup } from './setup.ts'
import { type Call, type Nonces, sign } from './transactions.ts'

/** Two EVMs in the same state. */
export interface Pair {
  edr: Edr
  second: Second
  nonces: Nonces
  /** Unix seconds of the last block of the setup. */
  now: bigint
}

/** Where the EVMs disagree. */
export interface Mismatch {
  sequence: Sequence
  /** Place of the step in the sequence. */
  step: number
  /** Place of the call in the step; undefined for the state after it. */
  call: number | undefined
  what: string
}

const FIRST = BigInt(GENESIS_TIME) + 100n

/** Both EVMs with the world that sequences start in. `plant` changes the second one. */
export async function startPair(plant?: Plant): Promise<Pair> {
  const pair: Pair = { edr: await startEdr(), second: await startSecond(plant), nonces: new Map(), now: FIRST }
  for (const calls of setup()) {
    pair.now += 1n
    const found = await runStep(pair, pair.now, calls, pair.nonces)
    if (found.failed.length > 0) throw new Error(`the setup failed: ${found.failed.join()}`)
    if (found.what !== undefined && plant === undefined)
      throw new Error(`the EVMs disagree in the setup: ${found.what}`)
  }
  return pair
}

/** Runs the sequences `numbers` of `seed`, each from the same state, up to the first mismatch. */
export async function runSequences(
  pair: Pair,
  seed: number,
  numbers: Iterable<number>,
  progress: (counts: Counts) => void = () => undefined,
): Promise<{ counts: Counts; mismatch: Mismatch | undefined }> {
  const counts = emptyCounts()
  let snapshot = await pair.edr.snapshot()
  const root = await pair.second.root()
  for (const number of numbers) {
    const sequence = makeSequence(seed, number, pair.now + 60n)
    const mismatch = await runSequence(pair, sequence, counts)
    if (mismatch !== undefined) return { counts, mismatch }
    await pair.edr.revert(snapshot)
    snapshot = await pair.edr.snapshot()
    await pair.second.restore(root)
    progress(counts)
  }
  return { counts, mismatch: undefined }
}

async function runSequence(pair: Pair, sequence: Sequence, counts: Counts): Promise<Mismatch | undefined> {
  const nonces: Nonces = new Map(pair.nonces)
  for (const [step, { at, calls }] of sequence.steps.entries()) {
    const { what, call } = await runStep(pair, at, calls, nonces, counts)
    if (what !== undefined) return { sequence, step, call, what }
  }
  counts.sequences += 1
  return undefined
}

/** One block on both. */
async function runStep(pair: Pair, at: bigint, calls: Call[], nonces: Nonces, counts?: Counts) {
  const transactions = calls.map((call) => sign(call, nonces))
  const { header, outcomes } = await pair.edr.mine(
    at,
    transactions.map((tx) => bytesToHex(tx.serialize())),
  )
  const runs = await pair.second.run(header, transactions)
  const failed: string[] = []
  for (const [i, call] of calls.entries()) {
    const [edr, second] = [outcomes[i], runs[i]]
    if (edr === undefined || second === undefined) throw new Error('a transaction has no outcome')
    const what = difference(edr, second)
    if (what !== undefined) return { what, call: i, failed }
    if (!edr.success) failed.push(call.entry)
    if (counts !== undefined) count(counts, call, second)
  }
  if (counts !== undefined) counts.blocks += 1
  const root = await pair.second.root()
  if (root === header.stateRoot) return { what: undefined, call: undefined, failed }
  return {
    what: `state root: EDR ${header.stateRoot}, ethereumjs ${root}${await accountsOf(pair)}`,
    call: undefined,
    failed,
  }
}

/** The accounts that differ, of those that have names. */
async function accountsOf({ edr, second }: Pair): Promise<string> {
  const named = [...Object.entries(CONTRACTS), ...ROLES.map((role) => [role, addressOf(role)] as const)]
  const lines = []
  for (const [name, address] of named) {
    const [a, b] = [await edr.account(address), await second.account(address)]
    if (a !== b) lines.push(`\n  ${name}: EDR ${a}\n  ${name}: ethereumjs ${b}`)
  }
  return lines.join('')
}

/** What to print of a mismatch: all that is needed to look at it alone. */
export function describe({ sequence, step, call, what }: Mismatch): string {
  const lines = [`the EVMs disagree in sequence ${sequence.number} of seed ${sequence.seed}, escrow ${sequence.escrow}`]
  for (const [i, { at, calls }] of sequence.steps.entries()) {
    if (i > step) break
    lines.push(`  step ${i} at ${at}`)
    for (const [j, made] of calls.entries()) {
      const here = i === step && j === call ? '  <-- here' : ''
      lines.push(`    ${j} ${made.from}: ${made.entry} ${text(made)}${here}`)
    }
  }
  const place = call === undefined ? `the state after step ${step}` : `call ${call} of step ${step}`
  lines.push(`  ${place}: ${what}`)
  lines.push(`  again: npm run verify:evm -- --seed ${sequence.seed} --only ${sequence.number}`)
  return lines.join('\n')
}

/** Name and arguments of a call. */
function text({ data }: Call): string {
  for (const abi of Object.values(ABI)) {
    const parsed = abi.parseTransaction({ data })
    if (parsed !== null) return `${parsed.name}(${parsed.args.toArray(true).join(', ')})`
  }
  return data
}
