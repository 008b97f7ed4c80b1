import type { z } from 'zod'
import { InputError, type Fault } from './InputError.ts'

/** A fault of form, which always has a code. */
export type FormFault = Fault & { code: string }

/**
 * Parses input from outside by its schema.
 * @param what names the input in the error, for instance "outcome document".
 * @throws {InputError} with all faults, each with path, value and what to do.
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown, what: string): z.output<S> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw new InputError(what, formFaults(parsed.error, input))
}

/** What a schema found wrong with an input: one fault for each field, all at once. */
export function formFaults(error: z.ZodError, input: unknown): FormFault[] {
  const faults = error.issues.flatMap((issue) => faultsOf(issue, input))
  return faults.filter(({ path }, i) => faults.findIndex((fault) => fault.path === path) === i)
}

/** The value at a path of keys and places, undefined where there is none. */
export function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (isRecord(at) && Object.hasOwn(at, key) ? at[String(key)] : undefined),
    input,
  )
}

/** A value as text for a message, shortened. */
export function inBrief(value: unknown): string {
  if (value === undefined) return ''
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}

function faultsOf(issue: z.core.$ZodIssue, input: unknown): FormFault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const path = [...issue.path, key]
      const message = 'there is no such field; remove it or correct its name'
      return { code: 'UnknownField', path: path.join('.'), value: inBrief(valueAt(input, path)), message }
    })
  }
  const value = valueAt(input, issue.path)
  return [{ code: codeOf(issue, value), path: issue.path.join('.'), value: inBrief(value), message: issue.message }]
}

function codeOf(issue: z.core.$ZodIssue, value: unknown): string {
  if (value === undefined && issue.code !== 'custom') return 'Missing'
  switch (issue.code) {
    case 'invalid_type':
      return 'WrongType'
    case 'too_small':
      return 'TooSmall'
    case 'too_big':
      return 'TooLarge'
    case 'custom':
      return String(issue.params?.['code'] ?? 'Invalid')
    case 'invalid_value':
    case 'invalid_union':
      return 'NotAChoice'
    default:
      return 'Invalid'
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
