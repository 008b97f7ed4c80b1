import { Rule } from '../../../sdk/model/terms.ts'
import { Prices } from '../../model/prices.ts'
import type { AuditedEscrow } from '../../result.ts'

/** What the funders of an escrow can still lose, and until when at the latest. Amounts in base units, times in unix seconds. */
export interface Closing {
  /** P - G(x) + what broken claims gave back: what all pledges ever made share, if nothing more is paid or given back. */
  refundable: bigint
  /** The part of it that has not been redeemed. */
  left: bigint
  /** The most that can still be paid for claims. */
  payable: bigint
  /** The last second at which refunds may still have to wait, if what is due is called at once; undefined where they are open. */
  waitsUntil: bigint | undefined
}

/** The last second at which claims can be filed. */
export function claimsEnd({ subject, state }: Pick<AuditedEscrow, 'subject' | 'state'>): bigint {
  return state.lastCallEnd === 0n ? subject.terms.claimBy : state.lastCallEnd
}

/** @param now unix seconds of the audited block. */
export function closingOf(escrow: AuditedEscrow, now: bigint): Closing {
  const { subject, state, status } = escrow
  const { terms } = subject
  const refundable = state.pledged - state.paid + state.returned
  const left = refundable - state.refunded
  if (status === 'closed' || status === 'void') return { refundable, left, payable: 0n, waitsUntil: undefined }

  const judging = terms.verifyWithin + terms.challengeWithin + terms.arbitrateWithin
  const end = claimsEnd(escrow)
  const isOpen = now <= end || state.settled < state.docket.length
  const last = isOpen ? (terms.curve.at(-1)?.measurement ?? 0n) : stillReached(escrow)
  const payable = new Prices(terms.curve).paid(last, state.pledged) - state.paid

  let waitsUntil = isOpen && end + judging > now ? end + judging : now
  if (terms.holdback > 0n && payable > 0n) waitsUntil += terms.warranty + judging
  for (const { held, paidAt } of state.claims.values()) {
    const until = paidAt + terms.warranty + judging
    if (held > 0n && until > waitsUntil) waitsUntil = until
  }
  return { refundable, left, payable, waitsUntil }
}

/** Where progress ends once the docket is settled: where it is, or at the last prize that is to be awarded. */
function stillReached({ subject, state }: AuditedEscrow): bigint {
  return subject.terms.rule === Rule.Contest ? BigInt(state.ranks.length) : state.progress
}
