import * as z from 'zod'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { InputError } from '../../sdk/errors/InputError.ts'
import { parseInput } from '../../sdk/errors/parseInput.ts'
import { takeAhead } from '../app/ahead.ts'
import { pause } from '../app/pause.ts'

/** Milliseconds after which an index counts as silent. */
const PATIENCE = 15_000

const refusal = z.object({
  error: z.string(),
  faults: z.array(z.object({ path: z.string(), value: z.string(), message: z.string() })).optional(),
})

/** Parameters of a question; those that are undefined or empty are left out. */
export type Parameters = Readonly<Record<string, string | number | undefined>>

/**
 * Asks the index at `base` for `path`.
 * @returns undefined where it has no such thing.
 * @throws {ConnectionError} when it does not answer, or not as its API says; {InputError} when it calls the question wrong.
 */
export async function askIndex<S extends z.ZodType>(
  base: string,
  path: string,
  schema: S,
  parameters: Parameters = {},
  signal?: AbortSignal,
): Promise<z.output<S> | undefined> {
  const response = await answerOf(urlOf(base, path, parameters), signal)
  if (response.status === 404) return undefined
  const body: unknown = await response.json().catch((cause: unknown) => {
    throw new ConnectionError('The index gave an answer that is cut off.', cause, 'Try again.')
  })
  if (!response.ok) throw refused(response.status, body)
  try {
    return await parsedInPieces(schema, body)
  } catch (cause) {
    throw new ConnectionError('The index gave an answer of another form.', cause, 'It may be of another version.')
  }
}

/** Rows of a list that are parsed without a pause. */
const PIECE = 8

/** Parses an answer; a long list in pieces, between which the page answers to its visitor. @throws {InputError} when it is of another form. */
async function parsedInPieces<S extends z.ZodType>(schema: S, body: unknown): Promise<z.output<S>> {
  const rows: unknown = (body as { rows?: unknown } | null)?.rows
  if (!Array.isArray(rows) || rows.length <= PIECE) return parseInput(schema, body, WHAT)
  const parsed: { rows: unknown[] }[] = []
  for (let i = 0; i < rows.length; i += PIECE) {
    if (i > 0) await pause()
    parsed.push(
      parseInput(schema, { ...(body as object), rows: rows.slice(i, i + PIECE) }, WHAT) as { rows: unknown[] },
    )
  }
  return { ...parsed[0], rows: parsed.flatMap((piece) => piece.rows) } as z.output<S>
}

const WHAT = 'answer of the index'

/** The address of a question to the index. */
export function urlOf(base: string, path: string, parameters: Parameters = {}): string {
  const url = new URL(path, base)
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') url.searchParams.set(name, String(value))
  }
  return url.href
}

async function answerOf(url: string, signal?: AbortSignal): Promise<Response> {
  const ahead = await takeAhead(url)
  if (ahead !== undefined) return ahead
  const patience = AbortSignal.timeout(PATIENCE)
  try {
    return await fetch(url, { signal: signal === undefined ? patience : AbortSignal.any([signal, patience]) })
  } catch (cause) {
    if (signal?.aborted === true) throw cause
    throw new ConnectionError('The index does not answer.', cause, 'Check your connection, or try again in a minute.')
  }
}

function refused(status: number, body: unknown): Error {
  const parsed = refusal.safeParse(body)
  if (status === 400 && parsed.data?.faults !== undefined) return new InputError('request', parsed.data.faults)
  const said = parsed.success ? parsed.data.error : `It answered with status ${status}.`
  return new ConnectionError(`The index could not answer. ${said}`, undefined, 'Try again in a minute.')
}
