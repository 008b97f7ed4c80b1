import type { Command } from 'commander'
import { optionOf, writeCommand, type WriteSettings } from '../support/options.ts'
import { run } from '../support/run.ts'

export function createCommand(): Command {
  return writeCommand('create', 'create the escrow of an outcome document and a term sheet')
    .argument('<outcome>', 'outcome document (JSON)')
    .argument('<sheet>', 'term sheet (JSON)')
    .addOption(optionOf('names'))
    .action((outcomeFile: string, sheetFile: string, settings: WriteSettings) =>
      run(settings, async () => {
        const { create } = await import('../../sdk/actions/create.ts')
        const { formatMoment } = await import('../../sdk/model/duration.ts')
        const { escrowAddress } = await import('../../sdk/model/escrowAddress.ts')
        const { lockedUntil } = await import('../../sdk/model/lockedUntil.ts')
        const { readTerms } = await import('../support/readTerms.ts')
        const { openWriter } = await import('../support/session.ts')
        const { carryOut } = await import('../support/carryOut.ts')
        const { transactionLine } = await import('../support/lines.ts')
        const session = await openWriter(settings)
        const { client, deployment } = session
        const { outcome, terms } = await readTerms(client, { outcomeFile, sheetFile, namesFile: settings.names })
        const escrow = escrowAddress(deployment, terms)
        return carryOut(session, {
          plan: () => ({
            title: `Create the escrow of "${outcome.title}".`,
            rows: [
              ['escrow', escrow],
              [
                'at worst',
                'nobody can ever change or cancel it; pledges are locked until ' + formatMoment(lockedUntil(terms)),
              ],
            ],
          }),
          act: (writer) => create(writer, deployment, terms, outcome),
          report: (written) => {
            const made = written.result ?? escrow
            const existed = written.transaction === undefined && settings.dryRun !== true
            return {
              lines: [
                existed ? `Escrow ${made} exists.` : `Escrow ${made}: "${outcome.title}".`,
                transactionLine(written),
              ],
              data: { escrow: made, existed, terms, transaction: written.transaction },
            }
          },
        })
      }),
    )
}
