import { decodeFunctionResult, encodeFunctionData, type Address } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { submit } from './submit.ts'
import type { Writer, Written } from './writer.ts'

/**
 * Settles decided claims of the docket in filing order, at most `most`. Open to all. Sends the number that the simulation settled: a
 * claim that is decided before the transaction is included would need gas that nobody estimated. Where that is none, nothing is sent.
 * @returns how many; 0 when the next one is not decided yet.
 */
export async function settle(writer: Writer, escrow: Address, most: bigint): Promise<Written<bigint>> {
  const call = { abi: escrowAbi, functionName: 'settle' } as const
  const settling = (count: bigint) => ({ to: escrow, data: encodeFunctionData({ ...call, args: [count] }) })
  const simulated = await submit({ ...writer, dryRun: true }, settling(most))
  const due = decodeFunctionResult({ ...call, data: simulated.result })
  if (due === 0n || writer.dryRun === true) return { result: due, transaction: undefined }
  const sent = await submit(writer, settling(due))
  return { ...sent, result: decodeFunctionResult({ ...call, data: sent.result }) }
}
