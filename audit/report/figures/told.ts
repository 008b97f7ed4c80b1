import { hexToBytes, keccak256 } from 'viem'
import { parseOutcome, type Outcome } from '../../../sdk/model/outcome.ts'
import { stepInWords, valueInWords } from '../../../sdk/model/words.ts'
import { shown } from '../shown.ts'
import type { Subject } from '../../history.ts'

/** What the outcome document says, where it is the one that the terms commit to. Text of it is harmless, and not too long. */
export interface Told {
  /** The document's title; undefined where there is no such document. */
  title: string | undefined
  /** A measurement as a value of the document's metric: "380 days"; empty where that is not known, or says the same. */
  value(measurement: bigint): string
  /** A difference of measurements. */
  step(measurements: bigint): string
}

const TITLE = 120
const UNIT = 40
const NONE: Told = { title: undefined, value: () => '', step: () => '' }

/** Reads the document of an escrow. One that does not hash to the terms, or is none, counts as missing. */
export function titleOf({ document, terms }: Pick<Subject, 'document' | 'terms'>): Told {
  if (document === undefined || keccak256(document) !== terms.outcome.toLowerCase()) return NONE
  const outcome = read(document)
  if (outcome === undefined) return NONE
  const wording = { token: { symbol: '', decimals: 0 }, outcome }
  return {
    title: shown(outcome.title, TITLE),
    value: (measurement) => shown(valueInWords(measurement, wording), UNIT),
    step: (measurements) => shown(stepInWords(measurements, wording), UNIT),
  }
}

function read(document: `0x${string}`): Outcome | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(hexToBytes(document))
    return parseOutcome(JSON.parse(text) as unknown)
  } catch {
    // Anybody may create an escrow with a document of another form; the audit itself judges it.
    return undefined
  }
}
