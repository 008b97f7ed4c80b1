import * as z from 'zod'
import { parseInput } from '../../sdk/errors/parseInput.ts'
import { asOf } from './answers.ts'
import type { Context } from './context.ts'

/** One question that an index answers. */
export interface Route {
  /** As in OpenAPI: `/v1/escrows/{address}`. */
  path: string
  summary: string
  params: z.ZodObject
  query: z.ZodObject
  answer: z.ZodType
  /** The schema of a row, where the answer is a list that can be had as CSV. */
  row?: z.ZodType
  /** Parses a request. @throws {InputError} with what is wrong with it. */
  parse: (params: unknown, query: unknown) => Question
}

/** A request that was parsed. */
export interface Question {
  csv: boolean
  /** @returns undefined where there is no such thing: 404. */
  get: (context: Context) => Promise<object | undefined>
}

interface Asked<P extends z.ZodObject, Q extends z.ZodObject> {
  params: z.output<P>
  query: z.output<Q>
}

/** A route whose answer says of which block it is. */
export function route<P extends z.ZodObject, Q extends z.ZodObject, A extends z.ZodRawShape>(given: {
  path: string
  summary: string
  params: P
  query: Q
  answer: A
  row?: z.ZodType
  get: (context: Context, asked: Asked<P, Q>) => Promise<z.input<z.ZodObject<A>> | undefined>
}): Route {
  const { get, ...described } = given
  return { ...described, answer: z.object({ asOf, ...given.answer }), parse: parserOf(given.params, given.query, get) }
}

/** A list: its answer has `rows`, and `next`, the cursor of the page after. */
export function listRoute<P extends z.ZodObject, Q extends z.ZodObject, R extends z.ZodType>(given: {
  path: string
  summary: string
  params: P
  query: Q
  row: R
  get: (context: Context, asked: Asked<P, Q>) => Promise<{ rows: z.input<R>[]; next: string | null } | undefined>
}): Route {
  const { get, ...described } = given
  const answer = z.object({ asOf, ...listOf(given.row) })
  return { ...described, answer, parse: parserOf(given.params, given.query, get) }
}

function parserOf<P extends z.ZodObject, Q extends z.ZodObject>(
  params: P,
  query: Q,
  get: (context: Context, asked: Asked<P, Q>) => Promise<object | undefined>,
): Route['parse'] {
  return (givenParams, givenQuery) => {
    const asked = {
      params: parseInput(params, givenParams, 'request'),
      query: parseInput(query, givenQuery, 'request'),
    }
    return { csv: asked.query['format'] === 'csv', get: (context) => get(context, asked) }
  }
}

/** The fields of a list. */
export function listOf<R extends z.ZodType>(row: R) {
  return {
    rows: z.array(row),
    next: z.string().nullable().describe('The cursor of the next page; null = this is the last.'),
  }
}

export const nothing = z.strictObject({})
