import type { Settings } from './options.ts'

/** What a command has to say: lines for people, data for programs. */
export interface Report {
  lines: readonly string[]
  data: Readonly<Record<string, unknown>>
}

/** Exit code: a mistake that has to be corrected. */
const WRONG = 1
/** Exit code: try again later (EX_TEMPFAIL). */
const TRY_AGAIN = 75

/** Runs a command and prints its report. What goes wrong is told on stderr, without a stack where it is no fault of this program. */
export async function run(settings: Pick<Settings, 'json'>, command: () => Promise<Report>): Promise<void> {
  try {
    const { lines, data } = await command()
    console.log(settings.json === true ? toJson(data) : lines.join('\n'))
  } catch (error) {
    const known = error instanceof Error && ['InputError', 'RevertError', 'ConnectionError'].includes(error.name)
    if (!known) {
      // What viem says of a node's refusal is short and complete; anything else is a fault of this program and shows where.
      console.error(error instanceof Error && 'shortMessage' in error ? error.shortMessage : error)
    } else if (settings.json === true) {
      const { name, message, ...details } = error
      console.error(toJson({ error: name, message, ...details }))
    } else {
      console.error(error.message)
    }
    process.exitCode = known && error.name === 'ConnectionError' ? TRY_AGAIN : WRONG
  }
}

/** Integers of the chain come as decimal text, so that no digit is lost. */
function toJson(value: Readonly<Record<string, unknown>>): string {
  const shown = (key: string, one: unknown): unknown =>
    key === 'cause' ? undefined : typeof one === 'bigint' ? String(one) : one
  return JSON.stringify(value, shown, 2)
}
