import type { Entry } from '../history.ts'
import type { Pledge } from './state.ts'

/** The pledge that an entry is; undefined for all others, and for one of nothing. */
export function pledgeOf(entry: Entry): Pledge | undefined {
  if (entry.eventName !== 'Deposit' || entry.args.assets === 0n) return undefined
  const { blockNumber, blockHash, timestamp, transactionHash, logIndex } = entry
  const place = { blockNumber, blockHash, timestamp, transactionHash, logIndex }
  return { from: entry.args.sender, account: entry.args.owner, amount: entry.args.assets, place }
}
