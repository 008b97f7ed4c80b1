import type { Address, Hex } from 'viem'
import { getClaim, type ClaimState } from '../../sdk/actions/getClaim.ts'
import { getDocket } from '../../sdk/actions/getDocket.ts'
import type { EscrowState } from '../../sdk/actions/getEscrow.ts'
import { getOutcome } from '../../sdk/actions/getOutcome.ts'
import { getOwed } from '../../sdk/actions/getOwed.ts'
import { formatAmount } from '../../sdk/model/amount.ts'
import { formatMoment } from '../../sdk/model/duration.ts'
import type { Report } from './run.ts'
import { openEscrow, type Session } from './session.ts'

/** How many of the latest claims are listed. */
const LISTED = 20n

/** What is to be known of an escrow, of one of its claims, of an account in it. */
export async function statusReport(
  session: Session,
  asked: { escrow: Address; claim?: Hex | undefined; account?: Address | undefined },
): Promise<Report> {
  const state = await openEscrow(session, asked.escrow)
  const amount = (value: bigint): string => formatAmount(value, state.token)
  if (asked.claim !== undefined) {
    const claim = await getClaim(session.client, state, asked.claim, state.blockNumber)
    return { lines: claimLines(claim, amount), data: { escrow: asked.escrow, ...claim } }
  }
  const { title } = await getOutcome(session.client, session.deployment, asked.escrow)
  const from = state.filed > LISTED ? state.filed - LISTED : 0n
  const claims = await getDocket(session.client, state, { from, count: LISTED, at: state.blockNumber })
  const account = asked.account === undefined ? undefined : await getOwed(session.client, asked.escrow, asked.account)
  const lines = [
    ...escrowLines(title, state, amount),
    ...claims.map((claim) => `  ${claim.index}  ${claimLine(claim)}`),
  ]
  if (account !== undefined) {
    lines.push(`${asked.account ?? ''} is owed ${amount(account.owed)} and has ${amount(account.shares)} of shares.`)
  }
  return { lines, data: { title, ...state, claims, account } }
}

function escrowLines(title: string, state: EscrowState, amount: (value: bigint) => string): string[] {
  const { terms } = state
  return [
    `${title} (${state.address})`,
    `${state.status} at ${formatMoment(state.now)}, block ${state.blockNumber}`,
    `pledged     ${amount(state.pledged)} of ${amount(terms.cap)}, binding from ${amount(terms.threshold)}`,
    `room        ${amount(state.room)}, pledges until ${formatMoment(terms.pledgeBy)}`,
    `paid        ${amount(state.paid)}, held ${amount(state.held)}, progress ${state.progress}`,
    `refundable  ${amount(state.refundable)}`,
    `claims      ${state.filed} filed, ${state.settled} settled, until ${formatMoment(state.claimsEnd)}`,
  ]
}

function claimLine(claim: ClaimState): string {
  const until = claim.until === undefined ? '' : ` until ${formatMoment(claim.until)}`
  return `${claim.key}  ${claim.phase}${until}, verdict ${claim.verdict}`
}

function claimLines(claim: ClaimState, amount: (value: bigint) => string): string[] {
  if (claim.phase === 'None') return [`There is no claim ${claim.key} here.`]
  return [
    claimLine(claim),
    `payee ${claim.payee}, filed ${formatMoment(claim.filedAt)}`,
    `observed by seats ${claim.seats.join(', ') || 'none'}, highest ${claim.highest}`,
    `held ${amount(claim.held)}, break claims ${claim.breaksFiled} filed, ${claim.breaksSettled} settled`,
  ]
}
