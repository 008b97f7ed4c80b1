import { decodeFunctionResult, encodeFunctionData, type Address } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { submit } from './submit.ts'
import type { Writer, Written } from './writer.ts'

/**
 * Draws all that `account` is owed. Anybody may have it sent to the account itself; only the account to another address.
 * @returns base units.
 * @throws {RevertError} `NothingOwed`, `NotAccount`, `RecipientZero`.
 */
export async function collect(
  writer: Writer,
  escrow: Address,
  account: Address,
  to: Address = account,
): Promise<Written<bigint>> {
  const call = { abi: escrowAbi, functionName: 'collect' } as const
  const sent = await submit(writer, { to: escrow, data: encodeFunctionData({ ...call, args: [account, to] }) })
  return { ...sent, result: decodeFunctionResult({ ...call, data: sent.result }) }
}
