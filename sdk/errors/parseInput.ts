import type { z } from 'zod'
import { InputError, type Fault } from './InputError.ts'

/**
 * Parses input from outside by its schema.
 * @param what names the input in the error, for instance "outcome document".
 * @throws {InputError} with all faults, each with path, value and what to do.
 */
export function parseInput<S extends z.ZodType>(schema: S, input: unknown, what: string): z.output<S> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  throw new InputError(
    what,
    parsed.error.issues.flatMap((issue) => faultsOf(issue, input)),
  )
}

function faultsOf(issue: z.core.$ZodIssue, input: unknown): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, key].join('.'),
      value: '',
      message: 'there is no such field; remove it or correct its name',
    }))
  }
  const value = issue.path.reduce<unknown>((at, key) => (isRecord(at) ? at[String(key)] : undefined), input)
  return [{ path: issue.path.join('.'), value: value === undefined ? '' : inBrief(value), message: issue.message }]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function inBrief(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}
