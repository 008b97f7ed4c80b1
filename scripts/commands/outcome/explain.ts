import type { Command } from 'commander'
import { optionOf, readCommand, type Settings } from '../../support/options.ts'
import { run } from '../../support/run.ts'
import type { OfflineSettings } from '../../support/offline.ts'

export function explainCommand(): Command {
  return readCommand(
    'explain',
    'explain a commitment in plain words: from its documents without a chain, or from its escrow',
  )
    .argument('<outcome>', 'outcome document (JSON), or the address of an escrow')
    .argument('[sheet]', 'term sheet (JSON), with an outcome document')
    .addOption(optionOf('names'))
    .option('--decimals <number>', "the token's decimals (default: those in the sheet)")
    .option('--now <time>', 'the time from which durations count (default: the clock of this machine)')
    .action((outcome: string, sheet: string | undefined, settings: Settings & OfflineSettings) =>
      run(settings, async () => {
        const { explainReport } = await import('../../support/explainReport.ts')
        if (sheet !== undefined) {
          const { readOffline } = await import('../../support/offline.ts')
          return explainReport(await readOffline(outcome, sheet, settings))
        }
        const { readExplained } = await import('../../support/readExplained.ts')
        return explainReport(await readExplained(settings, outcome))
      }),
    )
}
