import { decodeFunctionResult, encodeFunctionData, type Address } from 'viem'
import { escrowFactoryAbi } from '../abi/escrowFactory.ts'
import { InputError } from '../errors/InputError.ts'
import { escrowAddress, type Origin } from '../model/escrowAddress.ts'
import { encodeOutcome, type Outcome } from '../model/outcome.ts'
import type { Terms } from '../model/terms.ts'
import { explained } from './explained.ts'
import { submit } from './submit.ts'
import type { Writer, Written } from './writer.ts'

/**
 * Creates the escrow of `terms` and publishes its outcome document. Where it exists, nothing is sent.
 * @throws {InputError} when the document is not the one of the terms; {RevertError} naming the bound that is violated.
 */
export async function create(
  writer: Writer,
  origin: Origin,
  terms: Terms,
  outcome: Outcome,
): Promise<Written<Address> & { escrow: Address; existed: boolean }> {
  const { document, hash } = encodeOutcome(outcome)
  if (hash !== terms.outcome) {
    throw new InputError('outcome document', [
      { path: '', value: hash, message: `the terms are for the document ${terms.outcome}` },
    ])
  }
  const escrow = escrowAddress(origin, terms)
  const code = await explained(() => writer.client.getCode({ address: escrow }))
  if (code !== undefined && code !== '0x') return { escrow, existed: true, result: escrow, transaction: undefined }
  const call = { abi: escrowFactoryAbi, functionName: 'create' } as const
  const sent = await submit(writer, {
    to: origin.factory,
    data: encodeFunctionData({ ...call, args: [terms, document] }),
  })
  const result = decodeFunctionResult({ ...call, data: sent.result })
  return { ...sent, result, escrow, existed: false }
}
