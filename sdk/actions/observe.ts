import { decodeFunctionResult, encodeFunctionData, type Address, type Hex, type PublicClient } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { explained } from './explained.ts'
import { submit } from './submit.ts'
import type { Writer, Written } from './writer.ts'

/**
 * Gas kept for a member's contract: it gets 400,000 to check a signature, and is asked only where the rules of calls leave that much
 * (`SIGNATURE_GAS` and `TooLittleGas` in contracts/parts/Panel.sol). It may need little in the estimate and all of it on chain.
 */
const CONTRACT_MEMBER_GAS = 410_000n

/** A signed observation as it is submitted; `seat` is the member's place in the panel. */
export interface SignedObservation {
  seat: bigint
  measurement: bigint
  report: Hex
  signature: Hex
}

/**
 * Submits signed observations of a claim, by anyone, in any order. What is recorded already or not validly signed is skipped; where
 * nothing would be recorded, nothing is sent. The gas limit is the estimate and 410,000 for each observation whose member has code, so
 * that no member can make the others' observations fail.
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
  const contracts = await countContracts(writer.client, escrow, observations)
  const sent = await submit(writer, transaction, contracts * CONTRACT_MEMBER_GAS)
  return { ...sent, result: decodeFunctionResult({ ...call, data: sent.result }) }
}

/** How many of `observations` are of members that have code. */
async function countContracts(
  client: PublicClient,
  escrow: Address,
  observations: readonly SignedObservation[],
): Promise<bigint> {
  return explained(async () => {
    const { panel } = await client.readContract({ address: escrow, abi: escrowAbi, functionName: 'terms' })
    const members = observations.flatMap(({ seat }) => panel[Number(seat)] ?? [])
    const codes = await Promise.all(members.map((address) => client.getCode({ address })))
    return BigInt(codes.filter((code = '0x') => code !== '0x').length)
  })
}
