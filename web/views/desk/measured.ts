/** From what is typed to a measurement. */
import type { Outcome } from '../../../sdk/model/outcome.ts'
import { measurementTyped } from '../claim/draft.ts'

/** How a measurement is entered: as a value of the metric, as a whole number where there is none, or as yes or no of a break claim. */
export type Entry = 'value' | 'whole' | 'broken'

export function entryOf(outcome: Pick<Outcome, 'metric'> | undefined, isBreak: boolean): Entry {
  if (isBreak) return 'broken'
  return outcome === undefined ? 'whole' : 'value'
}

/** The measurement that was typed. `fault` says what is wrong with it; both undefined where nothing was. */
export function measurementEntered(
  entry: Entry,
  typed: string,
  outcome: Pick<Outcome, 'metric'> | undefined,
  wrongNumber: string,
): { measurement: bigint | undefined; fault: string | undefined } {
  if (entry === 'value') return measurementTyped(outcome, typed)
  const text = typed.trim()
  if (text === '') return { measurement: undefined, fault: undefined }
  if (!/^\d{1,20}$/.test(text) || BigInt(text) >= 2n ** 64n) return { measurement: undefined, fault: wrongNumber }
  return { measurement: BigInt(text), fault: undefined }
}
