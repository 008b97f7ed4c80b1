import { getAbiItem, hexToString, keccak256, type Address, type PublicClient } from 'viem'
import { escrowFactoryAbi } from '../abi/escrowFactory.ts'
import { InputError } from '../errors/InputError.ts'
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
  const event = getAbiItem({ abi: escrowFactoryAbi, name: 'Created' })
  const [logs, code] = await explained(() =>
    Promise.all([
      client.getLogs({
        address: deployment.factory,
        event,
        args: { escrow },
        fromBlock: BigInt(deployment.block),
        strict: true,
      }),
      client.getCode({ address: escrow }),
    ]),
  )
  const document = logs[0]?.args.document
  if (document === undefined || code === undefined)
    throw refuse('was not created by this factory; check address and chain')
  if (keccak256(document) !== termsOfCode(code).outcome)
    throw refuse('has a document that does not hash to its terms; do not use it')
  try {
    return parseOutcome(JSON.parse(hexToString(document)))
  } catch (error) {
    if (error instanceof SyntaxError) throw refuse('has a document that is not JSON; read it as text')
    throw error
  }
}
