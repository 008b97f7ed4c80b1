/**
 * `npm run bench:oracle`: five operators, each a process of its own, and 1,000 claims that are pending in 100 escrows. Claims are verified
 * at a steady pace, by all members at the same moment; measured is in how many blocks the verdict is on chain, and what that takes.
 * Blocks come as on Ethereum's main chain and the service runs with its defaults, so it takes eleven minutes. Not a check: where the
 * machine is busy with something else, the figures are of that. Arguments: claims in each escrow, and claims verified in a block's time.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Hex } from 'viem'
import { fillDocket, FIRST_MEMBER, type Filed } from './oracle/docket.ts'
import { startNode, type Node } from './oracle/node.ts'
import { Member } from './oracle/panel.ts'
import { readVerdicts } from './oracle/verdicts.ts'

const [ESCROWS, CLAIMS_EACH, MEMBERS, QUORUM] = [100, Number(process.argv[2] ?? 10), 5, 3]
/** Seconds between two blocks, as on Ethereum's main chain. */
const BLOCK = 12
/** Claims that are verified in the time of a block, one after the other. */
const A_BLOCK = Number(process.argv[3] ?? 20)
/** After so many claims the memory is looked at first. */
const EARLY = 200
/** Blocks after the last claim in which late ones may still come. */
const REST = 6

/** Makes blocks at a steady pace, until it is stopped. */
function mining(node: Node, from: bigint) {
  let number = from
  const stopping = new AbortController()
  const run = async (): Promise<void> => {
    const start = performance.now()
    for (let i = 1; !stopping.signal.aborted; i++) {
      await setTimeout(Math.max(0, start + i * BLOCK * 1000 - performance.now()))
      await node.test.mine({ blocks: 1 })
      number = await node.client.getBlockNumber()
    }
  }
  const running = run()
  return {
    /** The newest block. */
    head: () => number,
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0)
}

function most(values: readonly number[]): number {
  return Math.max(...values)
}

const folder = await mkdtemp(join(tmpdir(), 'lodestone-bench-'))
const node = await startNode()
const members: Member[] = []
try {
  const claims: Filed[] = await fillDocket(node, ESCROWS, CLAIMS_EACH)
  for (let i = 0; i < MEMBERS; i++) members.push(await Member.start(node, i, join(folder, `member-${i}`)))
  await node.test.setAutomine(false)
  const start = await node.client.getBlockNumber()
  const blocks = mining(node, start)
  for (;;) {
    const seen = await Promise.all(members.map((member) => member.figures()))
    if (seen.every((one) => one.claims === claims.length)) break
    await setTimeout(1000)
  }
  const verifiedIn = new Map<Hex, bigint>()
  const before = await Promise.all(members.map((member) => member.figures()))
  let early = before
  const begin = performance.now()
  for (const [i, { claim }] of claims.entries()) {
    await setTimeout(Math.max(0, begin + (i * BLOCK * 1000) / A_BLOCK - performance.now()))
    verifiedIn.set(claim, blocks.head())
    for (const member of members) member.verified([claim])
    if (i + 1 === EARLY) early = await Promise.all(members.map((member) => member.figures()))
  }
  await setTimeout(REST * BLOCK * 1000)
  const late = await Promise.all(members.map((member) => member.figures()))
  const seconds = (performance.now() - begin) / 1000
  await blocks.stop()

  const addresses = node.accounts.slice(FIRST_MEMBER, FIRST_MEMBER + MEMBERS).map(({ address }) => address)
  const escrows = [...new Set(claims.map(({ escrow }) => escrow))]
  const verdicts = await readVerdicts(node.client, start, escrows, addresses, QUORUM)
  const taken = claims.flatMap(({ claim }) => {
    const [from, to] = [verifiedIn.get(claim), verdicts.reachedIn.get(claim)]
    return from === undefined || to === undefined ? [] : [Number(to - from)]
  })
  taken.sort((a, b) => a - b)
  const part = (share: number) => taken[Math.min(taken.length - 1, Math.floor(taken.length * share))]
  const counts = new Map<number, number>()
  for (const blocksTaken of taken) counts.set(blocksTaken, (counts.get(blocksTaken) ?? 0) + 1)
  const busy = late.reduce((sum, one, i) => sum + one.busy - (before[i]?.busy ?? 0), 0) / 1000
  const rows: [string, string][] = [
    ['claims with a verdict', `${taken.length} of ${claims.length}`],
    [
      'blocks from verified to verdict: median, 90 %, 99 %, most',
      [part(0.5), part(0.9), part(0.99), part(1)].join(', '),
    ],
    ['claims by blocks', [...counts].map(([taken, count]) => `${taken}: ${count}`).join(', ')],
    ['observations recorded of a claim', (verdicts.observations / claims.length).toFixed(2)],
    ['transactions of a claim', (verdicts.transactions / claims.length).toFixed(2)],
    ['transactions that recorded nothing', `${verdicts.inVain}`],
    ['gas of a claim', `${Number(verdicts.gas) / claims.length}`],
    ['store of a member, MB, at most', megabytes(most(late.map((one) => one.store)))],
    [
      `resident memory of a member, MB, at most: before, after ${EARLY}, at the end`,
      [before, early, late].map((all) => megabytes(most(all.map(({ resident }) => resident)))).join(', '),
    ],
    [
      `heap in use of a member, MB, at most: before, after ${EARLY}, at the end`,
      [before, early, late].map((all) => megabytes(most(all.map(({ heap }) => heap)))).join(', '),
    ],
    ['processors that the five members kept busy', (busy / seconds).toFixed(2)],
  ]
  for (const [name, value] of rows) console.log(`| ${name} | ${value} |`)
} finally {
  for (const member of members) await member.stop()
  await node.stop()
  if (process.env['KEEP'] === undefined) await rm(folder, { recursive: true })
  else console.log(folder)
}
