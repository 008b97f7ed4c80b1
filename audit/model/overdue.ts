import type { Hex } from 'viem'
import type { Pinned } from '../history.ts'
import type { Ledger } from './ledger.ts'
import { phaseAt } from './phases.ts'
import { isAllSettled, statusAt } from './statusAt.ts'

/** Keys that one command line takes. */
const MOST_KEYS = 50

/** Notes what anybody may do at the pinned block and nobody has done, with the command that does it. */
export function noteOverdue(ledger: Ledger, end: Pinned): void {
  const { state, subject, terms } = ledger
  const time = end.timestamp
  const note = (what: string, command: string, subjectKey?: Hex): void => {
    const proof = subjectKey === undefined ? {} : { subject: subjectKey }
    ledger.note('L1', { blockNumber: end.number }, what, { grade: 'remark', command, ...proof })
  }
  const settle = `lodestone settle ${subject.escrow}`
  const decided = countDecided(ledger, state.docket, state.settled, time)
  if (decided > 0) note(`Claims of the docket that are decided and not settled: ${decided}`, settle)
  if (state.ranks.length > 0 && state.progress === 0n && isAllSettled(ledger, time)) {
    note('The contest can be awarded', settle)
  }
  const due: Hex[] = []
  for (const claim of state.claims.values()) {
    const { key, breaks, breaksSettled, held, paidAt } = claim
    const broken = countDecided(ledger, breaks, breaksSettled, time)
    if (broken > 0) note(`Break claims that are decided and not settled: ${broken}`, settle, key)
    if (held > 0n && time > paidAt + terms.warranty && breaksSettled === breaks.length) due.push(key)
  }
  for (let i = 0; i < due.length; i += MOST_KEYS) {
    const keys = due.slice(i, i + MOST_KEYS)
    note(
      `Payments whose warranty is over, still held: ${keys.length}`,
      `lodestone release ${subject.escrow} ${keys.join(' ')}`,
    )
  }
  noteUndrawn(ledger, note)
  const status = statusAt(ledger, time)
  if (state.supply > 0n && (status === 'closed' || status === 'void') && ledger.refundable > 0n) {
    note(`Refunds are open, and shares not redeemed: ${state.supply}`, `lodestone refund ${subject.escrow}`)
  }
}

/** Anybody may send an account what it is owed. */
function noteUndrawn({ state, subject, owed }: Ledger, note: (what: string, command: string) => void): void {
  const [most] = [...state.owed].sort(([, a], [, b]) => (a > b ? -1 : 1))
  if (most === undefined) return
  const what = `Owed and not collected: ${owed} base units (accounts: ${state.owed.size})`
  note(what, `lodestone collect ${subject.escrow} ${most[0]}`)
}

/** How many claims of a queue, from its first unsettled one, are decided. */
function countDecided({ state, terms }: Ledger, queue: readonly Hex[], from: number, time: bigint): number {
  let count = 0
  for (let i = from; i < queue.length; i++) {
    const claim = state.claims.get(queue[i] ?? '0x')
    if (claim === undefined || phaseAt(terms, claim, time) !== 'decided') break
    count++
  }
  return count
}
