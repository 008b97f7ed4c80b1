/** The six outcomes, as their files in `outcomes/` have them. */
import { readFileSync } from 'node:fs'
import type { Hex } from 'viem'
import { encodeOutcome, parseOutcome, parseSheet, type Outcome, type Sheet } from '../../sdk/index.ts'

export function readOutcome(folder: string): Outcome {
  return parseOutcome(read(folder, 'outcome.json'))
}

export function readSheet(folder: string): Sheet {
  return parseSheet(read(folder, 'sheet.json'))
}

/** By which verifiers know an outcome. */
export function outcomeHash(folder: string): Hex {
  return encodeOutcome(readOutcome(folder)).hash
}

function read(folder: string, name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../outcomes/${folder}/${name}`, import.meta.url), 'utf8'))
}
