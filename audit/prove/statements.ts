import type { Subject } from '../history.ts'
import type { Statement } from '../result.ts'
import type { ComparedCode, Expected } from './escrow.ts'
import type { ProvedHistory } from './history.ts'

/** What is never compared. */
export const LEFT_OUT: Statement = {
  what: 'allowances and nonces of the shares',
  standing: 'assumed',
  how: 'Events do not tell them (a transfer that uses an allowance up emits no Approval). No money of the escrow depends on them; whose shares an allowance moved shows in the transfers.',
}

/** What receipts do not hold. */
export function transactionsStatement({ called, read }: ProvedHistory): Statement {
  const rest =
    called < read
      ? ` In the other ${read - called} blocks receipts prove the place of a transaction, not its hash: that is as the endpoint says.`
      : ''
  return {
    what: 'the hashes of the transactions that logs are attributed to',
    standing: called < read || read === 0 ? 'checked' : 'proved',
    how: `In ${called} blocks, of which it matters who called, the transactions were hashed and give the root in the header.${rest}`,
  }
}

/** What headers and receipts prove. */
export const wholeLogs = (fromBlock: bigint, toBlock: bigint): string =>
  `the logs from block ${fromBlock} to ${toBlock} are complete, unchanged and in order`

/** @param proved undefined where it was not asked for, or there is no header to prove from. */
export function historyStatement(
  { fromBlock, toBlock }: { fromBlock: bigint; toBlock: bigint },
  proved: ProvedHistory | undefined,
): Statement {
  const what = wholeLogs(fromBlock, toBlock)
  if (proved === undefined) {
    const how =
      'Headers and receipts were not asked for, or there is no proved block: only what storage holds tells of missing events.'
    return { what, standing: 'assumed', how }
  }
  if (!proved.whole) {
    const how = `Of ${proved.blocks} blocks the headers were proved; for the rest, or for some of their receipts, the endpoint gave no proof that holds.`
    return { what, standing: 'assumed', how }
  }
  const how = `All ${proved.blocks} headers lead to the proved block; the receipts of the ${proved.read} that may hold such logs hash to their headers, and ${proved.logs} collected logs were compared with them.`
  return { what, standing: 'proved', how }
}

export function codeStatement(standing: 'proved' | 'checked', subject: Subject, compared: ComparedCode): Statement {
  const { implementation, factory } = compared
  const known = ['the escrow (a proxy and its terms)']
  if (implementation) known.push('the implementation')
  if (factory) known.push('the factory')
  return {
    what: `the code of the escrow ${subject.escrow}`,
    standing,
    how: `Compared by its hash: that of ${known.join(', ')}.`,
  }
}

/** What the auditor has to know of the code, and did not say. */
export function unknownCode({ implementation, factory }: Expected): Statement[] {
  const unknown = [
    implementation === undefined ? ['the implementation'] : [],
    factory === undefined ? ['the factory'] : [],
  ]
  if (unknown.flat().length === 0) return []
  return [
    {
      what: `the code of ${unknown.flat().join(' and ')} is Lodestone's`,
      standing: 'assumed',
      how: 'No build was given to compare with. What it did so far was judged by its events, calls and storage; what it can do besides is not known.',
    },
  ]
}

export function storageStatement(standing: 'proved' | 'checked', { escrow }: Subject, slots: number): Statement {
  const by = standing === 'proved' ? 'by Merkle proofs against the state root' : 'as the endpoint says they are'
  return {
    what: `the storage of the escrow ${escrow}`,
    standing,
    how: `${slots} slots, ${by}, were compared with what the events make of them.`,
  }
}
