import { decodeFunctionResult, encodeFunctionData, type Address, type Hex } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { submit } from './submit.ts'
import type { Writer, Written } from './writer.ts'

/**
 * Releases what is held of paid claims whose warranty is over, skipping what is not due. Open to all. Each key is simulated alone and
 * only those that are due are sent: one that became due before the transaction is included would need gas that nobody estimated.
 * @returns how many were released.
 */
export async function release(writer: Writer, escrow: Address, keys: readonly Hex[]): Promise<Written<bigint>> {
  const call = { abi: escrowAbi, functionName: 'release' } as const
  const releasing = async (as: Writer, some: readonly Hex[]) => {
    const sent = await submit(as, { to: escrow, data: encodeFunctionData({ ...call, args: [some] }) })
    return { ...sent, result: decodeFunctionResult({ ...call, data: sent.result }) }
  }
  const simulated = await Promise.all(keys.map((key) => releasing({ ...writer, dryRun: true }, [key])))
  const due = keys.filter((key, i) => simulated[i]?.result === 1n && keys.indexOf(key) === i)
  if (due.length === 0 || writer.dryRun === true) return { result: BigInt(due.length), transaction: undefined }
  return releasing(writer, due)
}
