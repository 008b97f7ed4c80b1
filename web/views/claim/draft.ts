/** What is typed and chosen before a claim is prepared, and what still is missing. */
import type { Address } from 'viem'
import { measurementOf } from '../../../sdk/model/metric.ts'
import type { Outcome } from '../../../sdk/model/outcome.ts'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { readDestination, type Destination } from '../../parts/readDestination.ts'
import type { Prepared } from './prepared.ts'

export interface Draft {
  /** The value of the metric that is claimed; empty where none is given. */
  value: string
  statement: string
  /** Whether the payee is another address than the account. */
  toOther: boolean
  payee: string
  /** A recipient of the solver's own; empty = none. */
  own: string
  /** Undefined until the solver chooses: then the members' own servers where enough take evidence in. */
  place: Prepared['place'] | undefined
  /** Whether the solver agrees to leave out who cannot read. */
  agreed: boolean
}

export const EMPTY: Draft = {
  value: '',
  statement: '',
  toOther: false,
  payee: '',
  own: '',
  place: undefined,
  agreed: false,
}

/** The measurement of a value that was typed; `fault` says what is wrong with it. Both undefined where nothing was. */
export function measurementTyped(
  outcome: Pick<Outcome, 'metric'> | undefined,
  value: string,
): { measurement: bigint | undefined; fault: string | undefined } {
  if (outcome === undefined || value.trim() === '') return { measurement: undefined, fault: undefined }
  try {
    return { measurement: measurementOf(outcome.metric, value), fault: undefined }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return { measurement: undefined, fault: error.faults[0]?.message ?? error.message }
  }
}

/** The payee: the account, or what was typed where it can be one. */
export function payeeOf(
  { toOther, payee }: Draft,
  account: Address,
  not: { escrow: Address; token: Address },
): Destination {
  return toOther ? readDestination(payee, not) : { address: account }
}

/** The statement as the manifest has it: the value that is claimed first. */
export function statementOf(
  { value, statement }: Draft,
  claimed: (value: string) => string,
  hasMetric: boolean,
): string {
  const parts = [hasMetric && value.trim() !== '' ? claimed(value.trim()) : '', statement.trim()]
  return parts.filter((part) => part !== '').join('\n')
}
