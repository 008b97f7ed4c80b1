import { layOut } from './layout.ts'
import type { Settings } from './options.ts'
import { tellError } from './tellError.ts'
import { toJson } from './toJson.ts'

/** What a command has to say: lines for people, data for programs. */
export interface Report {
  lines: readonly string[]
  data: Readonly<Record<string, unknown>>
  /** Runs once the report has been printed. */
  reported?: () => Promise<void>
}

/** Runs a command and prints its report, or what went wrong. */
export async function run(settings: Pick<Settings, 'json'>, command: () => Promise<Report | undefined>): Promise<void> {
  try {
    const report = await command()
    // It has said everything itself.
    if (report === undefined) return
    const { lines, data, reported } = report
    if (settings.json === true) console.log(toJson(data))
    else for (const line of lines) console.log(layOut(line, process.stdout))
    await reported?.()
  } catch (error) {
    tellError(error, settings.json === true)
  }
}
