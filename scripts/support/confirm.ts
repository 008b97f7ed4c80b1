import { createInterface } from 'node:readline'
import { InputError } from '../../sdk/errors/InputError.ts'
import { Declined } from '../../oracle/sign/Declined.ts'
import { labelled, layOut } from './layout.ts'
import type { WriteSettings } from './options.ts'

/** What a command is about to do: a sentence, and rows of label and text. */
export interface Plan {
  title: string
  /** What is to be read before. */
  lines?: readonly string[]
  rows: readonly (readonly [string, string])[]
}

/** Where a person is asked. */
export interface Terminal {
  input: NodeJS.ReadStream
  output: NodeJS.WriteStream
}

/**
 * Shows what is about to happen and asks whether to go on. `--yes` answers for the person; a dry run only shows it.
 * @throws {Declined} for every answer but yes, {InputError} where nobody can be asked.
 */
export async function confirm(
  settings: Pick<WriteSettings, 'yes' | 'dryRun' | 'json'>,
  plan: Plan,
  terminal: Terminal = { input: process.stdin, output: process.stderr },
): Promise<void> {
  if (settings.yes === true) return
  const { input, output } = terminal
  const asks = settings.dryRun !== true
  if (asks && !input.isTTY) {
    const message = 'is missing, and stdin is no terminal to ask on: add --yes to go on without being asked'
    throw new InputError('command line', [{ path: '--yes', value: '', message }])
  }
  if (!asks && settings.json === true) return
  const lines = [...(plan.lines ?? []), plan.title, ...labelled(plan.rows).map((row) => `  ${row}`)]
  output.write(lines.map((line) => `${layOut(line, output)}\n`).join(''))
  if (asks && !(await asksYes(terminal))) throw new Declined('Nothing was sent.')
}

/** Only y and yes are a yes; the end of the input and Ctrl+C are a no. */
async function asksYes({ input, output }: Terminal): Promise<boolean> {
  const asking = createInterface({ input, output, terminal: true })
  const answer = await new Promise<string>((resolve) => {
    asking.once('close', () => {
      output.write('\n')
      resolve('')
    })
    asking.question('Go on? [y/N] ', resolve)
  })
  asking.removeAllListeners('close')
  asking.close()
  return /^\s*y(es)?\s*$/i.test(answer)
}
