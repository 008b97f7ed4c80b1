import { numberToHex, type Hex, type PublicClient } from 'viem'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import type { PlacedLog } from '../../sdk/events/checkLogs.ts'
import type { Note } from '../finding.ts'
import { ask, AT_ONCE, eachOf } from './ask.ts'
import { Relevance, type LogScope } from './bloom.ts'
import { compareLogs } from './compareLogs.ts'
import { blockSchema, headerOf, refuseUnknown, type ProvedHeader } from './header.ts'
import { Receipts, type ProvedLog } from './receipts.ts'
import { proveTransactions, type Call } from './transactions.ts'
import { Refuted } from './trie.ts'

/** A block of which logs were collected, as the collector knows it. */
export interface CollectedBlock {
  hash: Hex
  /** Unix seconds: what the events were judged by. */
  timestamp: bigint
  /** Other times that some of the events were judged by. */
  otherTimes?: readonly bigint[]
  /** In the order in which they were taken. */
  logs: readonly PlacedLog[]
}

/** What was collected, block by block. Asked for every block from the pinned one backwards, once each. */
export interface CollectedLogs {
  /** All logs that were collected, of whatever block. */
  count: number
  /** Undefined where no log of the block was collected. */
  blockOf(number: bigint): CollectedBlock | undefined | Promise<CollectedBlock | undefined>
}

/** A block of which logs and transactions are proved. */
export interface ProvedBlock {
  header: ProvedHeader
  /** The call in which a log was made; undefined where the block has no such log. */
  callOf(logIndex: number): Promise<Call | undefined>
  /** Accounts, in lower case, that let themselves be given code in the block (EIP-7702). */
  delegating(): Promise<ReadonlySet<string>>
}

/** Judges calls, block by block. */
export interface CallJudge {
  /** Whether calls of a block are to be judged. */
  wants(block: bigint): boolean
  judgeBlock(client: PublicClient, block: ProvedBlock): Promise<void>
}

/** From where on, and which logs have to be there. */
export interface HistoryScope extends LogScope {
  /** That of the deployment: no log is older. */
  fromBlock: bigint
  /** Judge calls by the transactions of the blocks that they want. */
  calls?: readonly CallJudge[]
  /** Called after each stretch of blocks. */
  progress?: (done: { block: bigint; fromBlock: bigint; toBlock: bigint }) => void
}

/** How far a history was proved. */
export interface ProvedHistory {
  /** Blocks whose headers lead to the pinned one. */
  blocks: number
  /** Those whose receipts were proved and compared. */
  read: number
  logs: number
  /** Blocks whose transactions were proved too. */
  called: number
  /** Whether all of it could be proved. Findings tell what was wrong otherwise, or wrong with the logs. */
  whole: boolean
}

/** Receipts of how many blocks are held in memory. */
const BLOCKS_AT_ONCE = 8

interface Linked {
  header: ProvedHeader
  transactions: readonly Hex[]
}

/**
 * Walks from the pinned header back to `fromBlock`, each header by the parent hash of the next, so that none can be another. Reads the
 * receipts of each block that, by its bloom filter, may hold logs that matter, or of which logs were collected, and compares them. Holds
 * a stretch of headers and the receipts of a few blocks in memory.
 * @throws {ConnectionError} when the endpoint does not answer; {InputError} when headers or receipts are of a kind unknown here.
 */
export async function proveHistory(
  client: PublicClient,
  pinned: ProvedHeader,
  collected: CollectedLogs,
  scope: HistoryScope,
  note: Note,
): Promise<ProvedHistory> {
  const relevance = new Relevance(scope)
  const receipts = new Receipts(client)
  const result: ProvedHistory = { blocks: 0, read: 0, logs: 0, called: 0, whole: true }
  let seen = 0
  const compare = async (one: Linked): Promise<void> => {
    const block = await collected.blockOf(one.header.number)
    if (block !== undefined) seen += block.logs.length
    if (block === undefined && !relevance.mayHold(one.header.logsBloom)) return
    const proved = await provedLogs(receipts, one, note)
    if (proved === undefined) {
      result.whole = false
      return
    }
    result.read++
    result.logs += block?.logs.length ?? 0
    compareBlock(one.header, proved, block, relevance, note)
    const judges = (scope.calls ?? []).filter((judge) => judge.wants(one.header.number))
    if (judges.length === 0) return
    const called = await provedBlock(client, one.header, proved, note)
    if (called === 'refuted') result.whole = false
    if (typeof called === 'string') return
    result.called++
    for (const judge of judges) await judge.judgeBlock(client, called)
  }
  for await (const stretch of headersBack(client, pinned, scope.fromBlock, note)) {
    await eachOf(stretch, compare, BLOCKS_AT_ONCE)
    result.blocks += stretch.length
    const block = stretch.at(-1)?.header.number ?? pinned.number
    scope.progress?.({ block, fromBlock: scope.fromBlock, toBlock: pinned.number })
  }
  const wanted = pinned.number < scope.fromBlock ? 0n : pinned.number - scope.fromBlock + 1n
  if (BigInt(result.blocks) < wanted) result.whole = false
  else if (seen !== collected.count) {
    const what = 'Logs were collected of blocks that are not between the first and the pinned one.'
    note({ grade: 'fault', rule: 'logs', what, expected: `${seen} logs`, actual: `${collected.count} logs` })
  }
  return result
}

/** Headers from the pinned one back to `fromBlock`, in stretches. Ends early, with a finding, where one is not the next one's parent. */
async function* headersBack(
  client: PublicClient,
  pinned: ProvedHeader,
  fromBlock: bigint,
  note: Note,
): AsyncGenerator<Linked[], void> {
  let expected = pinned.hash
  for (let top = pinned.number; top >= fromBlock; top -= BigInt(AT_ONCE)) {
    const length = Number(top - fromBlock + 1n < AT_ONCE ? top - fromBlock + 1n : AT_ONCE)
    const numbers = Array.from({ length }, (_, i) => top - BigInt(i))
    const blocks = await eachOf(numbers, async (number) =>
      ask(client, 'eth_getBlockByNumber', [numberToHex(number), false], blockSchema.nullable()),
    )
    const stretch: Linked[] = []
    for (const [i, number] of numbers.entries()) {
      // A node that has just changed to another branch may still know the right one.
      const given = blocks[i]
      const right = given && headerOf(given).hash === expected ? given : await blockBy(client, expected, number)
      const header = headerOf(right)
      if (header.hash !== expected || header.number !== number) {
        refuseUnknown(right)
        note({
          grade: 'fault',
          rule: 'proof',
          place: { blockNumber: number },
          what: `The header that the endpoint gives for block ${number} is not the one that the pinned block builds on.`,
          expected,
          actual: header.hash,
        })
        yield stretch
        return
      }
      stretch.push({ header, transactions: right.transactions })
      expected = header.parentHash
    }
    yield stretch
  }
}

async function blockBy(client: PublicClient, hash: Hex, number: bigint) {
  const block = await ask(client, 'eth_getBlockByHash', [hash, false], blockSchema.nullable())
  if (block !== null) return block
  throw new ConnectionError(`The endpoint does not have block ${number}, ${hash}, on which the pinned block builds.`)
}

/** Undefined where the receipts are not the block's, which is a finding. */
async function provedLogs(
  receipts: Receipts,
  { header, transactions }: Linked,
  note: Note,
): Promise<ProvedLog[] | undefined> {
  try {
    return await receipts.logsOf(header, transactions)
  } catch (error) {
    if (!(error instanceof Refuted)) throw error
    const place = { blockNumber: header.number, blockHash: header.hash, timestamp: header.timestamp }
    note({ grade: 'fault', rule: 'proof', what: error.message, place })
    return undefined
  }
}

/** Refuted: the transactions are not the block's, which is a finding. */
async function provedBlock(
  client: PublicClient,
  header: ProvedHeader,
  logs: readonly ProvedLog[],
  note: Note,
): Promise<ProvedBlock | 'unknown' | 'refuted'> {
  const place = { blockNumber: header.number, blockHash: header.hash, timestamp: header.timestamp }
  try {
    const transactions = await proveTransactions(client, header)
    if (transactions === undefined) return 'unknown'
    const wrong = logs.find((log) => transactions.hashes[log.transactionIndex] !== log.transactionHash)
    if (wrong !== undefined) {
      const what = 'The endpoint gives a transaction another hash than it has.'
      const expected = transactions.hashes[wrong.transactionIndex] ?? 'none'
      note({ grade: 'fault', rule: 'proof', what, place, expected, actual: wrong.transactionHash })
    }
    return {
      header,
      callOf: async (logIndex) => {
        const log = logs[logIndex]
        return log && transactions.callOf(log.transactionIndex)
      },
      delegating: () => transactions.delegating(),
    }
  } catch (error) {
    if (!(error instanceof Refuted)) throw error
    note({ grade: 'fault', rule: 'proof', what: error.message, place })
    return 'refuted'
  }
}

function compareBlock(
  header: ProvedHeader,
  proved: readonly ProvedLog[],
  block: CollectedBlock | undefined,
  relevance: Relevance,
  note: Note,
): void {
  compareLogs(header, proved, block?.logs ?? [], relevance, note)
  if (block === undefined) return
  const place = { blockNumber: header.number, blockHash: header.hash, timestamp: header.timestamp }
  const differ = (what: string, expected: string, actual: string): void => {
    if (expected !== actual) note({ grade: 'fault', rule: 'logs', what, place, expected, actual })
  }
  for (const time of [block.timestamp, ...(block.otherTimes ?? [])])
    differ('Events were judged by another time than that of their block.', `${header.timestamp}`, `${time}`)
  const hashes = new Set([block.hash, ...block.logs.map(({ blockHash }) => blockHash)].map((one) => one.toLowerCase()))
  for (const hash of hashes)
    differ('Logs were collected of another block than the one at their number.', header.hash, hash)
}
