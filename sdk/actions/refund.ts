import { decodeFunctionResult, encodeFunctionData, type Address } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { explained } from './explained.ts'
import { submit } from './submit.ts'
import type { Writer, Written } from './writer.ts'

/**
 * Redeems shares of the writer (default: all) of an escrow that is Closed or Void, for refundable / pledged each, rounded down.
 * @returns base units refunded to `receiver` (default: the writer).
 * @throws {RevertError} `ERC4626ExceededMaxRedeem` before refunds open or without the shares.
 */
export async function refund(
  writer: Writer,
  escrow: Address,
  refunded: { shares?: bigint; receiver?: Address } = {},
): Promise<Written<bigint>> {
  const owner = writer.wallet.account.address
  const balance = () =>
    writer.client.readContract({ address: escrow, abi: escrowAbi, functionName: 'balanceOf', args: [owner] })
  const shares = refunded.shares ?? (await explained(balance))
  const call = { abi: escrowAbi, functionName: 'redeem' } as const
  const args = [shares, refunded.receiver ?? owner, owner] as const
  const sent = await submit(writer, { to: escrow, data: encodeFunctionData({ ...call, args }) })
  return { ...sent, result: decodeFunctionResult({ ...call, data: sent.result }) }
}
