/** Pages of lists: each goes on strictly after the last row of the one before, whatever came meanwhile. */
import * as z from 'zod'
import { InputError } from '../../sdk/errors/InputError.ts'
import { PAGE } from './fields.ts'

/** What a request says of its page. */
export interface PageQuery {
  limit?: number | undefined
  cursor?: string | undefined
  format?: 'json' | 'csv' | undefined
}

/** How many rows are wanted. @throws {InputError} where that is more than a page has. */
export function limitOf({ limit, format }: PageQuery): number {
  const most = format === 'csv' ? PAGE.csv : PAGE.most
  const wanted = limit ?? (format === 'csv' ? PAGE.csv : PAGE.usual)
  if (wanted <= most) return wanted
  throw new InputError('request', [{ path: 'limit', value: String(wanted), message: `write at most ${most}` }])
}

/** The values of a cursor that continues a list with sort order `order`; undefined where the list begins. @throws {InputError} */
export function valuesOf<S extends z.ZodType>(
  cursor: string | undefined,
  order: string,
  schema: S,
): z.output<S> | undefined {
  if (cursor === undefined) return undefined
  try {
    const text = Buffer.from(cursor, 'base64url').toString('utf8')
    return z.tuple([z.literal(order), schema]).parse(JSON.parse(text))[1] as z.output<S>
  } catch {
    const message = 'is no cursor of this list in this order: take the field next of the page before, or leave it out'
    throw new InputError('request', [{ path: 'cursor', value: cursor.slice(0, 80), message }])
  }
}

/** A cursor after a row with these values. */
export function cursorAfter(order: string, values: unknown): string {
  return Buffer.from(JSON.stringify([order, values]), 'utf8').toString('base64url')
}

/** The page of rows of which one more than `limit` was asked for. */
export function pageOf<R, T>(
  rows: readonly R[],
  limit: number,
  order: string,
  show: (row: R) => T,
  values: (row: R) => unknown,
): { rows: T[]; next: string | null } {
  const some = rows.slice(0, limit)
  const last = some.at(-1)
  const next = rows.length > limit && last !== undefined ? cursorAfter(order, values(last)) : null
  return { rows: some.map(show), next }
}
