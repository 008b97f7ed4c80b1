import { encodeFunctionData, type Address, type Hex } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { submit } from './submit.ts'
import type { Writer, Written } from './writer.ts'

/**
 * Rules on a challenged claim as the arbiter, with published grounds.
 * @throws {RevertError} `NotArbiter`, `WrongPhase` outside phase Arbitrating, `RulingAboveHighest`.
 */
export async function rule(
  writer: Writer,
  escrow: Address,
  key: Hex,
  ruling: { measurement: bigint; grounds: string },
): Promise<Written<Hex>> {
  const args = [key, ruling.measurement, ruling.grounds] as const
  return submit(writer, { to: escrow, data: encodeFunctionData({ abi: escrowAbi, functionName: 'rule', args }) })
}
