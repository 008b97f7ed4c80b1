import { isAddressEqual, type Address, type PublicClient } from 'viem'
import { escrowFactoryAbi } from '../abi/escrowFactory.ts'
import { InputError, type Fault } from '../errors/InputError.ts'
import { escrowAddress, termsOfCode, type Origin } from '../model/escrowAddress.ts'
import { encodeOutcome, type Outcome } from '../model/outcome.ts'
import type { Terms } from '../model/terms.ts'
import { packTerms } from '../model/termsCode.ts'
import { explained } from './explained.ts'

/** What an escrow is expected to be, beyond one of the factory's. */
export interface Expectation {
  terms?: Terms
  outcome?: Outcome
}

/**
 * Checks an address before money goes there: that it is the factory's escrow of the terms in its code, recomputed here and asked of the
 * factory too, and that these are the terms and the document expected.
 * @returns the terms where the code carries any, and the faults: none = genuine and as expected.
 */
export async function verifyEscrow(
  client: PublicClient,
  origin: Origin,
  escrow: Address,
  expected: Expectation = {},
): Promise<{ terms: Terms | undefined; faults: Fault[] }> {
  const contract = { address: origin.factory, abi: escrowFactoryAbi } as const
  const [code = '0x', implementation, made] = await explained(() =>
    Promise.all([
      client.getCode({ address: escrow }),
      client.readContract({ ...contract, functionName: 'implementation' }),
      client.readContract({ ...contract, functionName: 'isEscrow', args: [escrow] }),
    ]),
  )
  const faults: Fault[] = []
  const note = (path: string, value: string, message: string): void => void faults.push({ path, value, message })
  if (!isAddressEqual(implementation, origin.implementation)) {
    note('implementation', implementation, `is the factory's, not the ${origin.implementation} expected; do not pledge`)
  }
  if (!made) note('escrow', escrow, 'is not an escrow of this factory; do not pledge')
  const terms = readTerms(code)
  if (terms === undefined) {
    note('code', code === '0x' ? 'none' : `${code.slice(0, 12)}...`, 'carries no terms; do not pledge')
    return { terms, faults }
  }
  const address = escrowAddress(origin, terms)
  if (!isAddressEqual(address, escrow))
    note('escrow', escrow, `the terms in its code belong to ${address}; do not pledge`)
  if (expected.terms !== undefined) {
    for (const field of differences(terms, expected.terms))
      note(`terms.${field}`, '', 'is not as expected; compare before pledging')
  }
  if (expected.outcome !== undefined && encodeOutcome(expected.outcome).hash !== terms.outcome) {
    note('terms.outcome', terms.outcome, 'is another document than expected; compare before pledging')
  }
  return { terms, faults }
}

function readTerms(code: `0x${string}`): Terms | undefined {
  try {
    return termsOfCode(code)
  } catch (error) {
    if (error instanceof InputError) return undefined
    throw error
  }
}

/** Names of the fields in which two terms differ: those that change the packed terms of the one when taken from the other. */
function differences(actual: Terms, expected: Terms): string[] {
  const fields = Object.keys(actual) as (keyof Terms)[]
  return fields.filter((field) => packTerms({ ...actual, [field]: expected[field] }) !== packTerms(actual))
}
