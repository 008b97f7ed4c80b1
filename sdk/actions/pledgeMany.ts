import { decodeFunctionResult, encodeFunctionData, type Address } from 'viem'
import { pledgeRouterAbi } from '../abi/pledgeRouter.ts'
import { allowRouter } from './allowRouter.ts'
import { getRooms } from './getRooms.ts'
import { checkEntries, min, requireLeast, type PledgeEntry, type PlannedPledge } from './plannedPledges.ts'
import type { Permit } from './signPermit.ts'
import { submitToRouter } from './submitToRouter.ts'
import type { Writer, Written } from './writer.ts'

/**
 * Pledges to many escrows in one transaction of the router: to each as much of `amount` as still fits under its cap, at least `least`
 * (default: all of it). The shares go to the writer. Of each token exactly what fits now is approved; if less fits by the time the
 * transaction is included, the rest of the allowance stays and nobody but the writer can make the router use it.
 * @param options `permit`: sign permits and send them along instead of approving first; skipped where the allowance is there.
 * @returns what was pledged to each, in base units; 0 = skipped.
 * @throws {InputError} for entries that cannot be meant, or a token without a permit; {RevertError} `TooLittleFits`, `NotEscrow`.
 */
export async function pledgeMany(
  writer: Writer,
  router: Address,
  entries: readonly PledgeEntry[],
  options: { permit?: boolean } = {},
): Promise<Written<readonly bigint[]>> {
  checkEntries(entries)
  const escrows = entries.map(({ escrow }) => escrow)
  const rooms = await getRooms(writer.client, escrows)
  const planned = entries.flatMap(({ escrow, amount, least = amount }, i): PlannedPledge[] => {
    const found = rooms[i]
    return found === undefined
      ? []
      : [{ escrow, asset: found.asset, assets: amount, least, fits: min(amount, found.room) }]
  })
  requireLeast(planned)
  const permits: Permit[] = []
  let allowed = true
  for (const token of new Set(planned.map(({ asset }) => asset))) {
    const amount = planned.filter(({ asset }) => asset === token).reduce((sum, { fits }) => sum + fits, 0n)
    const given = await allowRouter(writer, { token, router, amount, permit: options.permit === true })
    if (given === false) allowed = false
    else permits.push(...given)
  }
  if (!allowed) return { result: undefined, transaction: undefined }
  const call = { abi: pledgeRouterAbi, functionName: 'pledge' } as const
  const data = encodeFunctionData({ ...call, args: [planned] })
  const sent = await submitToRouter(writer, router, permits, data)
  return { ...sent, result: decodeFunctionResult({ ...call, data: sent.result }) }
}
