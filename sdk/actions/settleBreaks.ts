import { decodeFunctionResult, encodeFunctionData, type Address, type Hex } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { submit } from './submit.ts'
import type { Writer, Written } from './writer.ts'

/**
 * Settles decided break claims against `target` in filing order, at most `most`. Open to all.
 * @returns how many; 0 when the next one is not decided yet.
 */
export async function settleBreaks(
  writer: Writer,
  escrow: Address,
  target: Hex,
  most: bigint,
): Promise<Written<bigint>> {
  const call = { abi: escrowAbi, functionName: 'settleBreaks' } as const
  const sent = await submit(writer, { to: escrow, data: encodeFunctionData({ ...call, args: [target, most] }) })
  return { ...sent, result: decodeFunctionResult({ ...call, data: sent.result }) }
}
