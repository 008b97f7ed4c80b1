import { inspect } from 'node:util'
import { layOut } from './layout.ts'
import { toJson } from './toJson.ts'

/** Exit code: a mistake that has to be corrected. */
const WRONG = 1
/** Exit code: try again later (EX_TEMPFAIL). */
const TRY_AGAIN = 75

const KNOWN = new Set([
  'InputError',
  'RevertError',
  'ConnectionError',
  'Declined',
  'StillPending',
  'LeaseLost',
  'LaterStore',
  'LaterIndex',
  'Stalled',
])
const LATER = new Set(['ConnectionError', 'StillPending', 'LeaseLost'])

/** Tells on stderr what went wrong, without a stack where it is no fault of this program, and sets the exit code. */
export function tellError(error: unknown, json: boolean): void {
  const known = error instanceof Error && KNOWN.has(error.name)
  const message = known ? error.message : unknownInWords(error)
  if (json) {
    const name = error instanceof Error ? error.name : 'Error'
    const details = known ? Object.entries(error).filter(([key]) => key !== 'name') : []
    console.error(toJson({ error: name, message, ...Object.fromEntries(details) }))
  } else {
    // What a contract says stays on its line: only lists of faults and stacks have several.
    const lines = known && error.name === 'RevertError' ? [message] : message.split('\n')
    console.error(lines.map((line) => layOut(line, process.stderr)).join('\n'))
  }
  process.exitCode = known && LATER.has(error.name) ? TRY_AGAIN : WRONG
}

/** What viem and the node itself say of a refusal is short and complete; anything else is a fault of this program and shows where. */
function unknownInWords(error: unknown): string {
  if (!(error instanceof Error && 'shortMessage' in error)) return inspect(error)
  const details = 'details' in error && typeof error.details === 'string' ? ` ${error.details}` : ''
  return `${String(error.shortMessage)}${details}`
}
