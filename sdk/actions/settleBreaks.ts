import { decodeFunctionResult, encodeFunctionData, type Address, type Hex } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { submit } from './submit.ts'
import type { Writer, Written } from './writer.ts'

/**
 * Settles decided break claims against `target` in filing order, at most `most`. Open to all. Sends the number that the simulation
 * settled, as `settle` does; where that is none, nothing.
 * @returns how many; 0 when the next one is not decided yet.
 */
export async function settleBreaks(
  writer: Writer,
  escrow: Address,
  target: Hex,
  most: bigint,
): Promise<Written<bigint>> {
  const call = { abi: escrowAbi, functionName: 'settleBreaks' } as const
  const settling = (count: bigint) => ({ to: escrow, data: encodeFunctionData({ ...call, args: [target, count] }) })
  const simulated = await submit({ ...writer, dryRun: true }, settling(most))
  const due = decodeFunctionResult({ ...call, data: simulated.result })
  if (due === 0n || writer.dryRun === true) return { result: due, transaction: undefined }
  const sent = await submit(writer, settling(due))
  return { ...sent, result: decodeFunctionResult({ ...call, data: sent.result }) }
}
