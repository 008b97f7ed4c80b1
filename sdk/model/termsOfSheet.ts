import type { Address } from 'viem'
import { InputError } from '../errors/InputError.ts'
import type { Token } from './amount.ts'
import { draft, type Documents, type DraftContext, type Read } from './draft.ts'
import type { Outcome } from './outcome.ts'
import type { Sheet } from './sheet.ts'
import type { Terms } from './terms.ts'

/** What a term sheet leaves to the place and time of its use. */
export interface SheetContext {
  token: Token
  /** Unix seconds; durations to a moment count from here. */
  now: bigint
  /** Addresses of the names that the sheet uses. */
  names: Readonly<Record<string, Address>>
}

/**
 * Reads an outcome document and a term sheet as JSON gives them.
 * @throws {InputError} with every fault of both, of form, values, bounds and fit, each with code, document, path, value, what to do.
 */
export function readDocuments(documents: Documents, context: DraftContext): Read {
  const { faults, read } = draft(documents, context)
  if (read === undefined) throw new InputError('outcome document and term sheet', faults)
  return read
}

/**
 * The terms that a term sheet and its outcome document mean. The panel is put in ascending order.
 * @throws {InputError} with all faults: values that cannot be read, a document that does not fit, bounds of the terms.
 */
export function termsOfSheet(sheet: Sheet, outcome: Outcome, { token, now, names }: SheetContext): Terms {
  return readDocuments({ sheet, outcome, names }, { token, now }).terms
}
