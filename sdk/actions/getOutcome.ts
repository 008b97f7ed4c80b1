import { hexToString, keccak256, type Address, type Hex, type PublicClient } from 'viem'
import { InputError } from '../errors/InputError.ts'
import { getEvents } from '../events/getEvents.ts'
import type { Deployment } from '../model/deployment.ts'
import { parseOutcome, type Outcome } from '../model/outcome.ts'
import { termsOfCode } from '../model/escrowAddress.ts'
import { explained } from './explained.ts'

/**
 * The outcome document of an escrow, from the log of its creation, checked against the hash in its terms.
 * @throws {InputError} when the factory did not create the escrow, or what it published is not an outcome document.
 */
export async function getOutcome(
  client: PublicClient,
  deployment: Pick<Deployment, 'factory' | 'block'>,
  escrow: Address,
): Promise<Outcome> {
  const refuse = (message: string) => new InputError('escrow', [{ path: '', value: escrow, message }])
  const created = getEvents(client, {
    address: deployment.factory,
    fromBlock: BigInt(deployment.block),
    events: ['Created'],
    args: { escrow },
  })
  const first = await created.next()
  const document = first.done === true ? undefined : first.value.args.document
  const code = await explained(() => client.getCode({ address: escrow }))
  if (document === undefined || code === undefined)
    throw refuse('was not created by this factory; check address and chain')
  if (keccak256(document) !== termsOfCode(code).outcome)
    throw refuse('has a document that does not hash to its terms; do not use it')
  return parseDocument(document, refuse)
}

/** Reads a published document. */
function parseDocument(document: Hex, refuse: (message: string) => InputError): Outcome {
  try {
    return parseOutcome(JSON.parse(hexToString(document)))
  } catch (error) {
    if (error instanceof SyntaxError) throw refuse('has a document that is not JSON; read it as text')
    throw error
  }
}
