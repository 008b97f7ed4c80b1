import { parseMoment } from '../../../sdk/model/duration.ts'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { at, put, type Json } from './json.ts'

const MOMENTS = ['pledges.by', 'claims.by']

/**
 * A term sheet whose durations from now are moments: it makes the same escrow whenever it is read.
 * @param now unix seconds.
 */
export function withMoments(sheet: Json, now: bigint): Json {
  return MOMENTS.reduce((document, path) => {
    const text = at(document, path)
    // A date is a moment already.
    const moment = typeof text !== 'string' || /^\d{4}-/.test(text) ? undefined : momentOf(text, now)
    return moment === undefined ? document : put(document, path, isoOf(moment))
  }, sheet)
}

/** The moment that a text names, in unix seconds; undefined where it names none. */
export function momentOf(text: string, now: bigint): bigint | undefined {
  try {
    return parseMoment(text.trim(), now)
  } catch (error) {
    if (error instanceof InputError) return undefined
    throw error
  }
}

/** As a term sheet takes it. */
function isoOf(moment: bigint): string {
  return new Date(Number(moment) * 1000).toISOString().replace('.000Z', 'Z')
}
