import { InputError } from '../../../sdk/errors/InputError.ts'
import { measurementOf, stepOf, measurementOfStep, valueOf, type Metric } from '../../../sdk/model/metric.ts'

/** What a visitor typed into one of two fields: a value of the metric, or a measurement. */
export interface Tried {
  field: 'value' | 'measurement'
  text: string
}

/** What it means: the measurement where there is one, what both fields show, and what is wrong. */
export interface Meant {
  measurement: bigint | undefined
  value: string
  whole: string
  /** What is wrong with the value, in the SDK's words. */
  valueFault: string | undefined
  measurementFault: boolean
}

/**
 * Reads what was typed; the other field follows.
 * @param isStep values are differences of the metric, as of one claim of rule `Units`.
 */
export function readTried({ field, text }: Tried, metric: Metric | undefined, isStep: boolean): Meant {
  if (field === 'measurement' || metric === undefined) {
    const digits = text.trim().replaceAll(',', '')
    const measurement = /^\d{1,20}$/.test(digits) ? BigInt(digits) : undefined
    const inRange = measurement !== undefined && measurement < 2n ** 64n ? measurement : undefined
    const value = inRange === undefined || metric === undefined ? '' : (isStep ? stepOf : valueOf)(metric, inRange)
    return { measurement: inRange, value, whole: text, valueFault: undefined, measurementFault: inRange === undefined }
  }
  try {
    const measurement = (isStep ? measurementOfStep : measurementOf)(metric, text)
    return { measurement, value: text, whole: String(measurement), valueFault: undefined, measurementFault: false }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    const valueFault = error.faults[0]?.message ?? error.message
    return { measurement: undefined, value: text, whole: '', valueFault, measurementFault: false }
  }
}
