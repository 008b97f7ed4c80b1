/** A draft as it is kept on this device. */
import * as z from 'zod'
import type { Draft } from './documents.ts'
import type { Json } from './json.ts'
import { STEPS, type Step } from './steps.ts'

export const KEY = 'lodestone-draft'

const json = z.json()
const keptSchema = z.object({ outcome: json, sheet: json, step: z.enum(STEPS) })

export interface Kept extends Draft {
  step: Step
}

/** What was kept; undefined where it is nothing, or of another version. */
export function readKept(text: string | undefined): Kept | undefined {
  if (text === undefined) return undefined
  try {
    const parsed = keptSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}

export function writeKept(kept: Kept): string {
  return JSON.stringify(kept)
}

/** A document as a file: fields in their order, two blanks deep, as the shipped ones are written. */
export function fileOf(document: Json): string {
  return `${JSON.stringify(document, undefined, 2)}\n`
}
