import type { Address, Hex, PublicClient } from 'viem'
import { InputError } from '../errors/InputError.ts'
import type { Filed } from '../evidence/checkFiling.ts'
import { getEvents } from '../events/getEvents.ts'
import type { Deployment } from '../model/deployment.ts'

/** A claim as it was filed. */
export interface FilingRecord extends Filed {
  commitment: Hex
  payee: Address
  /** Where the solver says that the encrypted evidence is; anything may stand there. */
  uri: string
  blockNumber: bigint
  transaction: Hex
}

/** How a claim was filed, from its log. @throws {InputError} when the escrow has no such claim. */
export async function getFiling(
  client: PublicClient,
  { chainId, block }: Pick<Deployment, 'chainId' | 'block'>,
  escrow: Address,
  claim: Hex,
): Promise<FilingRecord> {
  const events = getEvents(client, { address: escrow, fromBlock: BigInt(block), events: ['Filed'], args: { claim } })
  const first = await events.next()
  if (first.done === true) {
    const message = 'is not the key of a claim of this escrow; compare with the status of the escrow'
    throw new InputError('claim', [{ path: 'claim', value: claim, message }])
  }
  const log = first.value
  const { target, solver, commitment, payee, uri } = log.args
  const { blockNumber, transactionHash: transaction } = log
  return { chainId, escrow, claim, target, solver, commitment, payee, uri, blockNumber, transaction }
}
