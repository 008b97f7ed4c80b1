import type { Hex, RpcLog } from 'viem'
import { ConnectionError } from '../errors/ConnectionError.ts'
import type { LogFilter } from './readLogs.ts'

/** A log that has a place on the chain. */
export type PlacedLog = RpcLog & { blockNumber: Hex; blockHash: Hex; logIndex: Hex; transactionHash: Hex }

/**
 * Checks what an endpoint gave for the blocks from `from` to `to`: that the logs are of these blocks and of the filter, in order,
 * none twice, and those of one block of one and the same block.
 * @throws {ConnectionError} when they are not: an endpoint that answers so cannot be relied on.
 */
export function checkLogs(logs: readonly RpcLog[], filter: LogFilter, from: bigint, to: bigint): PlacedLog[] {
  const addresses = [filter.address].flat().map((address) => address.toLowerCase())
  let before = { block: from, index: -1n, hash: '' as string }
  return logs.map((log) => {
    const { blockNumber, blockHash, logIndex, transactionHash } = log
    if (blockNumber === null || blockHash === null || logIndex === null || transactionHash === null || log.removed) {
      throw unreliable('a log that is not on the chain')
    }
    const [block, index] = [BigInt(blockNumber), BigInt(logIndex)]
    if (block < from || block > to) throw unreliable(`a log of block ${block}, asked for ${from} to ${to}`)
    if (!addresses.includes(log.address.toLowerCase()))
      throw unreliable(`a log of ${log.address}, which was not asked for`)
    const wanted = filter.topics.every((topic, i) => topic === null || [topic].flat().includes(log.topics[i] ?? '0x'))
    if (!wanted) throw unreliable('a log of an event that was not asked for')
    const same = block === before.block && before.hash !== ''
    if (block < before.block || (same && index <= before.index))
      throw unreliable(`logs of block ${block} twice or out of order`)
    if (same && blockHash !== before.hash) throw unreliable(`logs of two blocks with the number ${block}`)
    before = { block, index, hash: blockHash }
    return { ...log, blockNumber, blockHash, logIndex, transactionHash }
  })
}

/** @throws {ConnectionError} when `others` are not the same logs: one of the two endpoints, or of their answers, left something out. */
export function compareLogs(logs: readonly PlacedLog[], others: readonly PlacedLog[], from: bigint, to: bigint): void {
  const place = (log: PlacedLog | undefined): string =>
    log === undefined
      ? ''
      : [log.blockHash, log.logIndex, log.transactionHash, log.address, ...log.topics, log.data].join()
  const longer = Math.max(logs.length, others.length)
  for (let i = 0; i < longer; i++) {
    if (place(logs[i]).toLowerCase() === place(others[i]).toLowerCase()) continue
    const block = BigInt((logs[i] ?? others[i])?.blockNumber ?? from)
    const counts = `${logs.length} and ${others.length}`
    throw unreliable(
      `different logs when asked twice for blocks ${from} to ${to} (${counts}, the first at block ${block})`,
    )
  }
}

function unreliable(what: string): ConnectionError {
  return new ConnectionError(`The endpoint gave ${what}.`)
}
