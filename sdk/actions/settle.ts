import { decodeFunctionResult, encodeFunctionData, type Address } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { submit } from './submit.ts'
import type { Writer, Written } from './writer.ts'

/**
 * Settles decided claims of the docket in filing order, at most `most`. Open to all.
 * @returns how many; 0 when the next one is not decided yet.
 */
export async function settle(writer: Writer, escrow: Address, most: bigint): Promise<Written<bigint>> {
  const call = { abi: escrowAbi, functionName: 'settle' } as const
  const sent = await submit(writer, { to: escrow, data: encodeFunctionData({ ...call, args: [most] }) })
  return { ...sent, result: decodeFunctionResult({ ...call, data: sent.result }) }
}
