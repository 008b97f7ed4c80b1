import { InputError } from '../../../sdk/errors/InputError.ts'
import { formatAmount, parseAmount, type Token } from '../../../sdk/model/amount.ts'
import { text } from '../../text/en/pledge.ts'

/** What bounds a pledge, in base units. */
export interface Bounds {
  token: Token
  /** What the account can spend; undefined while no account is known. */
  spendable: bigint | undefined
  /** What fits under the cap. */
  room: bigint
}

/** An amount as it is typed: what it is, or what is wrong with it; neither while nothing is typed. */
export interface TypedAmount {
  amount: bigint | undefined
  fault: string | undefined
}

/** Reads what was typed, exactly, and compares it with what there is and what fits. */
export function readAmount(typed: string, { token, spendable, room }: Bounds): TypedAmount {
  if (typed.trim() === '') return { amount: undefined, fault: undefined }
  const wrong = (fault: string): TypedAmount => ({ amount: undefined, fault })
  let amount: bigint
  try {
    amount = parseAmount(typed, token)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return wrong(text.fault.form(error.faults[0]?.message ?? ''))
  }
  if (amount === 0n) return wrong(text.fault.zero)
  if (amount > room) return wrong(text.fault.room(formatAmount(room, token)))
  if (spendable !== undefined && amount > spendable) return wrong(text.fault.balance(formatAmount(spendable, token)))
  return { amount, fault: undefined }
}

/** The most that can be pledged: what fits of what there is. */
export function mostOf({ spendable, room }: Pick<Bounds, 'spendable' | 'room'>): bigint {
  return spendable === undefined || spendable > room ? room : spendable
}

/** What is missing until the commitment binds, in base units; 0 once it does. */
export function missingOf(pledged: bigint, threshold: bigint): bigint {
  return pledged >= threshold ? 0n : threshold - pledged
}
