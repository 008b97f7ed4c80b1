import { layOut } from './layout.ts'
import { toJson } from './toJson.ts'

/** Exit code: a mistake that has to be corrected. */
const WRONG = 1
/** Exit code: try again later (EX_TEMPFAIL). */
const TRY_AGAIN = 75

const KNOWN = new Set(['InputError', 'RevertError', 'ConnectionError', 'Declined', 'StillPending'])
const LATER = new Set(['ConnectionError', 'StillPending'])

/** Tells on stderr what went wrong, without a stack where it is no fault of this program, and sets the exit code. */
export function tellError(error: unknown, json: boolean): void {
  const known = error instanceof Error && KNOWN.has(error.name)
  if (!known) {
    // What viem says of a node's refusal is short and complete; anything else is a fault of this program and shows where.
    console.error(error instanceof Error && 'shortMessage' in error ? error.shortMessage : error)
  } else if (json) {
    const { name, message, ...details } = error
    console.error(toJson({ error: name, message, ...details }))
  } else {
    const lines = error.message.split('\n')
    console.error(lines.map((line) => layOut(line, process.stderr)).join('\n'))
  }
  process.exitCode = known && LATER.has(error.name) ? TRY_AGAIN : WRONG
}
