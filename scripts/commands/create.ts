import type { Command } from 'commander'
import { writeCommand, type WriteSettings } from '../support/options.ts'
import { run } from '../support/run.ts'

export function createCommand(): Command {
  return writeCommand('create', 'create the escrow of an outcome document and a term sheet')
    .argument('<outcome>', 'outcome document (JSON)')
    .argument('<sheet>', 'term sheet (JSON)')
    .option('--names <file>', 'JSON object of the addresses behind the names in the sheet')
    .action((outcomeFile: string, sheetFile: string, settings: WriteSettings & { names?: string }) =>
      run(settings, async () => {
        const { create } = await import('../../sdk/actions/create.ts')
        const { readTerms } = await import('../support/readTerms.ts')
        const { openWriter } = await import('../support/session.ts')
        const { transactionLine } = await import('../support/lines.ts')
        const { client, deployment, writer } = await openWriter(settings)
        const { outcome, terms } = await readTerms(client, { outcomeFile, sheetFile, namesFile: settings.names })
        const created = await create(writer, deployment, terms, outcome)
        const { escrow, existed, transaction } = created
        return {
          lines: [
            existed ? `Escrow ${escrow} exists.` : `Escrow ${escrow}: "${outcome.title}".`,
            transactionLine(created),
          ],
          data: { escrow, existed, terms, transaction },
        }
      }),
    )
}
