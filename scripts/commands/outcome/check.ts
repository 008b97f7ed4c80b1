import { Command } from 'commander'
import { optionOf } from '../../support/options.ts'
import { run } from '../../support/run.ts'
import type { OfflineSettings } from '../../support/offline.ts'

export function checkCommand(): Command {
  return new Command('check')
    .description('show every fault of an outcome document and a term sheet; needs no chain')
    .argument('<outcome>', 'outcome document (JSON)')
    .argument('<sheet>', 'term sheet (JSON)')
    .addOption(optionOf('names'))
    .option('--decimals <number>', "the token's decimals (default: those in the sheet)")
    .option('--now <time>', 'the time from which durations count (default: the clock of this machine)')
    .addOption(optionOf('deployment'))
    .addOption(optionOf('json'))
    .action((outcome: string, sheet: string, settings: OfflineSettings & { json?: true }) =>
      run(settings, async () => {
        const { identityLines, priceLines } = await import('../../support/explainReport.ts')
        const { readOffline } = await import('../../support/offline.ts')
        const { read, escrow } = await readOffline(outcome, sheet, settings)
        const { terms, token } = read
        const lines = ['No faults.', '', ...priceLines(terms, read.outcome, token), '', ...identityLines(terms, escrow)]
        return { lines, data: { faults: [], outcomeHash: terms.outcome, escrow, terms } }
      }),
    )
}
