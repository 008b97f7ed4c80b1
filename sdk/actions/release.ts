import { decodeFunctionResult, encodeFunctionData, type Address, type Hex } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { submit } from './submit.ts'
import type { Writer, Written } from './writer.ts'

/**
 * Releases what is held of paid claims whose warranty is over, skipping what is not due. Open to all.
 * @returns how many were released.
 */
export async function release(writer: Writer, escrow: Address, keys: readonly Hex[]): Promise<Written<bigint>> {
  const call = { abi: escrowAbi, functionName: 'release' } as const
  const sent = await submit(writer, { to: escrow, data: encodeFunctionData({ ...call, args: [keys] }) })
  return { ...sent, result: decodeFunctionResult({ ...call, data: sent.result }) }
}
