import type { Statement } from '../result.ts'
import type { Figures } from './figures/figures.ts'
import { counted } from './figures/verdict.ts'
import { moment } from './moment.ts'

/** Sentences that every form of the report says alike. */

/** What the standings mean, in plain words. */
export const STANDINGS: Record<Statement['standing'], string> = {
  proved: 'follows from the block hash that was supplied',
  checked: 'recomputed and in agreement, on data that the endpoint could have invented as a whole',
  assumed: 'not looked at',
}

/** What stands at the top of a report that no block hash anchors. */
export const UNANCHORED =
  'Nothing here is proved: no block hash was supplied, or nothing could be proved against it. You trust the endpoint to have shown the real ' +
  'chain. Take the hash of the block from a source of your own, and audit again with --block-hash, best with --history too.'

/** What an escrow's status means for money. */
export const STATUSES: Record<Figures['escrow']['status'], string> = {
  pledging: 'takes pledges; the commitment does not bind yet',
  binding: 'claims can be filed, or are being judged',
  closed: 'nothing can change any more; refunds are open',
  void: 'the threshold was not reached; everything goes back to the funders',
}

/** Whether the money of an escrow adds up. */
export function balanceSentence({ flow, money }: Figures): string {
  const { totalIn, totalOut, totalInside, difference } = flow
  const sum = `${money.number(totalOut)} + ${money.number(totalInside)}`
  if (difference === 0n) return `It adds up: in ${money.number(totalIn)} = out + inside ${sum}, to the last unit.`
  return `It does not add up: in ${money.number(totalIn)}, out + inside ${sum}: a difference of ${money.amount(difference)}.`
}

/** When funders can take out what is left. */
export function refundSentence({ closing, escrow, money }: Figures): string {
  if (closing.waitsUntil === undefined) return 'Refunds are open: shares can be redeemed now.'
  const payable =
    closing.payable > 0n
      ? `At most ${money.amount(closing.payable)} more can be paid for claims.`
      : 'Nothing more can be paid for claims.'
  const sooner =
    escrow.status === 'pledging' ? ' If the threshold is not reached in time, everything goes back sooner.' : ''
  return `Refunds are closed. ${payable} Refunds open after ${moment(closing.waitsUntil)} at the latest, if what is due is called at once.${sooner}`
}

/** The escrow's claims, counted. */
export function claimsSentence({ filed }: Figures): string {
  const breaks = filed.breaks > 0 ? `, ${counted(filed.breaks, 'break claim')}` : ''
  const unpaid = filed.unpaid > 0 ? `; ${counted(filed.unpaid, 'claim')} paid nothing so far` : ''
  return `${counted(filed.docket, 'claim')} filed, ${filed.settled} settled${breaks}${unpaid}`
}
