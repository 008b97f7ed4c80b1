import { decodeFunctionResult, encodeFunctionData, type Address, type Hex } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { submit } from './submit.ts'
import type { Writer, Written } from './writer.ts'

/** A signed observation as it is submitted; `seat` is the member's place in the panel. */
export interface SignedObservation {
  seat: bigint
  measurement: bigint
  report: Hex
  signature: Hex
}

/**
 * Submits signed observations of a claim, by anyone, in any order. What is recorded already or not validly signed is skipped; where
 * nothing would be recorded, nothing is sent.
 * @returns how many were recorded.
 * @throws {RevertError} `WrongPhase` outside phase Observing, `TooLittleGas`.
 */
export async function observe(
  writer: Writer,
  escrow: Address,
  key: Hex,
  observations: readonly SignedObservation[],
): Promise<Written<bigint>> {
  const call = { abi: escrowAbi, functionName: 'observe' } as const
  const transaction = { to: escrow, data: encodeFunctionData({ ...call, args: [key, observations] }) }
  const simulated = await submit({ ...writer, dryRun: true }, transaction)
  const recorded = decodeFunctionResult({ ...call, data: simulated.result })
  if (recorded === 0n || writer.dryRun === true) return { result: recorded, transaction: undefined }
  const sent = await submit(writer, transaction)
  return { ...sent, result: decodeFunctionResult({ ...call, data: sent.result }) }
}
