import type { Address } from 'viem'
import { getOutcome } from '../../sdk/actions/getOutcome.ts'
import { InputError } from '../../sdk/errors/InputError.ts'
import type { Outcome } from '../../sdk/model/outcome.ts'
import type { Session } from './session.ts'

/** The outcome document of a genuine escrow; undefined where anything else was published, which must not hide the escrow. */
export async function outcomeIfReadable(
  { client, deployment }: Session,
  escrow: Address,
): Promise<Outcome | undefined> {
  try {
    return await getOutcome(client, deployment, escrow)
  } catch (error) {
    if (error instanceof InputError) return undefined
    throw error
  }
}
