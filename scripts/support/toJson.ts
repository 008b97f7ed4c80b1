import { harmlessJson } from './harmless.ts'

/** JSON of a report or an error. Integers of the chain come as decimal text, so that no digit is lost; causes stay out. */
export function toJson(value: object, indent = 2): string {
  const shown = (key: string, one: unknown): unknown =>
    key === 'cause' ? undefined : typeof one === 'bigint' ? String(one) : one
  return harmlessJson(JSON.stringify(value, shown, indent))
}
