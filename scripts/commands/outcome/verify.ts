import type { Command } from 'commander'
import { optionOf, readCommand, type Settings } from '../../support/options.ts'
import { run } from '../../support/run.ts'

export function verifyCommand(): Command {
  return readCommand('verify', 'prove that an escrow is genuine, and that its terms are those of a term sheet')
    .argument('<escrow>', 'address of the escrow')
    .argument('<outcome>', 'outcome document (JSON)')
    .argument('<sheet>', 'term sheet (JSON)')
    .addOption(optionOf('names'))
    .action((escrow: string, outcome: string, sheet: string, settings: Settings) =>
      run(settings, async () =>
        (await import('../../support/verifyReport.ts')).verifyReport(settings, { escrow, outcome, sheet }),
      ),
    )
}
