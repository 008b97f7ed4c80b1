import type { Address } from 'viem'
import { getPortfolio, type PortfolioClaim, type Position } from '../../sdk/actions/getPortfolio.ts'
import { formatAmount } from '../../sdk/model/amount.ts'
import { formatMoment } from '../../sdk/model/duration.ts'
import type { Report } from './run.ts'
import type { Session } from './session.ts'

/** All that an account has to do with the escrows of a deployment. */
export async function portfolioReport({ client, deployment }: Session, account: Address): Promise<Report> {
  const positions = await getPortfolio(client, deployment, account)
  const lines = positions.length === 0 ? [`${account} has nothing here.`] : positions.flatMap(positionLines)
  return { lines, data: { account, positions } }
}

function positionLines({
  escrow,
  title,
  token,
  status,
  shares,
  refund,
  owed,
  claims,
  seat,
  arbiter,
}: Position): string[] {
  const amount = (value: bigint): string => formatAmount(value, token)
  const certain = refund.worst === refund.best
  const range = certain ? '' : `, at worst ${amount(refund.worst)}, at best ${amount(refund.best)}`
  const roles = [...(seat === undefined ? [] : [`member of the panel, seat ${seat}`]), ...(arbiter ? ['arbiter'] : [])]
  return [
    `${escrow}  ${title ?? '(no outcome document)'}: ${status}`,
    ...(shares > 0n ? [`  shares      ${amount(shares)}; worth ${amount(refund.now)} now${range}`] : []),
    ...(owed > 0n ? [`  owed        ${amount(owed)}`] : []),
    ...roles.map((role) => `  role        ${role}`),
    ...claims.map((claim) => claimLine(claim, amount)),
  ]
}

function claimLine(claim: PortfolioClaim, amount: (value: bigint) => string): string {
  const kind = claim.target === undefined ? 'claim      ' : 'break claim'
  const until = claim.until === undefined ? '' : ` until ${formatMoment(claim.until)}`
  const held = claim.held > 0n ? `, held ${amount(claim.held)}` : ''
  return `  ${kind} ${claim.key}  ${claim.phase}${until}, verdict ${claim.verdict}${held}, payee ${claim.payee}`
}
