import { getAbiItem, type Address, type Hex, type PublicClient } from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { InputError } from '../errors/InputError.ts'
import type { Filed } from '../evidence/checkFiling.ts'
import type { Deployment } from '../model/deployment.ts'
import { explained } from './explained.ts'

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
  const event = getAbiItem({ abi: escrowAbi, name: 'Filed' })
  const [log] = await explained(() =>
    client.getLogs({ address: escrow, event, args: { claim }, fromBlock: BigInt(block), strict: true }),
  )
  if (log === undefined) {
    const message = 'is not the key of a claim of this escrow; compare with the status of the escrow'
    throw new InputError('claim', [{ path: 'claim', value: claim, message }])
  }
  const { target, solver, commitment, payee, uri } = log.args
  const { blockNumber, transactionHash: transaction } = log
  return { chainId, escrow, claim, target, solver, commitment, payee, uri, blockNumber, transaction }
}
