/** What the programs read: their input, and the results in a bundle. They import nothing else: the sandbox has nothing else. */
import { readFileSync } from 'node:fs'

/** The part of a verifier's input that is used here. */
export interface Input {
  readonly evidence: string
  readonly earlierEvidence: readonly { readonly claim: string; readonly folder: string }[] | null
}

export type Results = Readonly<Record<string, unknown>>

export function readInput(): Input {
  return JSON.parse(readFileSync(0, 'utf8')) as Input
}

/** The results in a bundle; nothing where they are not of the method's form. */
export function readResults(folder: string): Results {
  try {
    return resultsIn(JSON.parse(readFileSync(`${folder}/files/results.json`, 'utf8')))
  } catch {
    return {}
  }
}

/** The fields of an object; none of anything else. */
export function resultsIn(value: unknown): Results {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Results) : {}
}

/** A whole number of at least 0; undefined for anything else. */
export function whole(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined
}

export function isAtMost(value: unknown, most: number): boolean {
  return (whole(value) ?? Infinity) <= most
}

/** Answers the service. */
export function answer(result: object): void {
  process.stdout.write(`${JSON.stringify(result)}\n`)
}
