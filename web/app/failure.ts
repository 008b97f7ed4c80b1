import { InputError, type Fault } from '../../sdk/errors/InputError.ts'

/** An error as it can be told between a page and its workers. */
export type Failure = { kind: 'input'; faults: readonly Fault[] } | { kind: 'other'; message: string }

export function failureOf(error: unknown): Failure {
  if (error instanceof InputError) return { kind: 'input', faults: error.faults }
  if (error instanceof DOMException && error.name === 'QuotaExceededError')
    return { kind: 'other', message: 'This browser has no room left for it. Free some space on the device.' }
  if (error instanceof DOMException && error.name === 'NotReadableError')
    return { kind: 'other', message: 'A file changed or went away while it was read. Choose it again.' }
  return { kind: 'other', message: error instanceof Error ? error.message : String(error) }
}

/** The error that was told; `what` names the input in it. */
export function errorOf(failure: Failure, what: string): Error {
  return failure.kind === 'input' ? new InputError(what, failure.faults) : new Error(failure.message)
}
