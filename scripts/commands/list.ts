import type { Command } from 'commander'
import { readCommand, type Settings } from '../support/options.ts'
import { run } from '../support/run.ts'

export function listCommand(): Command {
  return readCommand('list', 'list the escrows of a deployment')
    .option('--status <status>', 'only those that are Pledging, Binding, Closed or Void')
    .option('--outcome <text>', 'only those whose outcome document says this (or has this hash)')
    .action((settings: Settings & { status?: string; outcome?: string }) =>
      run(settings, async () => {
        const { z } = await import('zod')
        const { parseInput } = await import('../../sdk/errors/parseInput.ts')
        const { STATUSES } = await import('../../sdk/model/status.ts')
        const { text } = await import('../support/args.ts')
        const { listReport } = await import('../support/listReport.ts')
        const { openSession } = await import('../support/session.ts')
        const one = z.enum(STATUSES, `write ${STATUSES.join(', ')}`).optional()
        const capital = settings.status?.replace(/^./, (letter) => letter.toUpperCase())
        const schema = z.strictObject({ status: one, outcome: text.optional() })
        const wanted = parseInput(schema, { status: capital, outcome: settings.outcome }, 'command line')
        return listReport(await openSession(settings), wanted)
      }),
    )
}
