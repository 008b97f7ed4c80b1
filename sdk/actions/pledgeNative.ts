import { decodeFunctionResult, encodeFunctionData, type Address } from 'viem'
import { pledgeRouterAbi } from '../abi/pledgeRouter.ts'
import { getRooms } from './getRooms.ts'
import { checkEntries, min, requireLeast, type PledgeEntry } from './plannedPledges.ts'
import { submit } from './submit.ts'
import type { Writer, Written } from './writer.ts'

/**
 * Pledges the chain's own currency to escrows whose token is its wrapped form: to each as much of `amount` (wei) as still fits, at least
 * `least` (default: all of it). Sends exactly what fits now; what does not fit any more comes back. The shares go to the writer.
 * @returns what was pledged to each, in wei; 0 = skipped.
 * @throws {InputError} for entries that cannot be meant; {RevertError} `TooLittleFits`, `NotEscrow`, `NotWrapped`.
 */
export async function pledgeNative(
  writer: Writer,
  router: Address,
  entries: readonly PledgeEntry[],
): Promise<Written<readonly bigint[]>> {
  checkEntries(entries)
  const rooms = await getRooms(
    writer.client,
    entries.map(({ escrow }) => escrow),
  )
  const planned = entries.map(({ escrow, amount, least = amount }, i) => {
    const { asset, room } = rooms[i] ?? { asset: escrow, room: 0n }
    return { escrow, asset, assets: amount, least, fits: min(amount, room) }
  })
  requireLeast(planned)
  const call = { abi: pledgeRouterAbi, functionName: 'pledgeNative' } as const
  const value = planned.reduce((sum, { fits }) => sum + fits, 0n)
  const sent = await submit(writer, { to: router, data: encodeFunctionData({ ...call, args: [planned] }), value })
  return { ...sent, result: decodeFunctionResult({ ...call, data: sent.result }) }
}
