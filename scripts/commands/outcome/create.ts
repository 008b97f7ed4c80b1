import type { Command } from 'commander'
import { optionOf, withSafe, writeCommand, type WriteSettings } from '../../support/options.ts'
import { run } from '../../support/run.ts'

export function createCommand(): Command {
  return withSafe(writeCommand('create', 'create the escrow of an outcome document and a term sheet'))
    .argument('<outcome>', 'outcome document (JSON)')
    .argument('<sheet>', 'term sheet (JSON)')
    .addOption(optionOf('names'))
    .action((outcome: string, sheet: string, settings: WriteSettings) =>
      run(settings, async () => {
        const { create } = await import('../../../sdk/actions/create.ts')
        const { getBareKeys } = await import('../../../sdk/actions/getBareKeys.ts')
        const { escrowAddress } = await import('../../../sdk/model/escrowAddress.ts')
        const { carryOut } = await import('../../support/carryOut.ts')
        const { explainReport } = await import('../../support/explainReport.ts')
        const { judgesOf } = await import('../../../sdk/model/judgesOf.ts')
        const { transactionLine } = await import('../../support/lines.ts')
        const { readWithChain } = await import('../../support/readDocuments.ts')
        const { openWriter } = await import('../../support/session.ts')
        const { withContents } = await import('../../support/withContents.ts')
        const session = await openWriter(await withContents(settings, [outcome, sheet, settings.names]))
        const { client, deployment } = session
        const read = await readWithChain(client, { outcome, sheet, names: settings.names })
        const bareKeys = await getBareKeys(client, judgesOf(read.terms))
        const escrow = escrowAddress(deployment, read.terms)
        const facts = { token: read.token, now: read.now, bareKeys }
        const report = explainReport({ terms: read.terms, outcome: read.outcome, facts, escrow })
        return carryOut(session, {
          plan: () => ({
            title: `Create the escrow of "${read.outcome.title}". Nobody can ever change or cancel it.`,
            lines: [...report.lines, ''],
            rows: [['escrow', escrow]],
          }),
          act: (writer) => create(writer, deployment, read.terms, read.outcome),
          report: (written) => {
            // Times in a sheet count from the latest block: what an interrupted run created may have another address.
            const made = written.result ?? escrow
            const sends = settings.dryRun !== true && settings.safe === undefined
            const existed = written.transaction === undefined && sends
            const verb = existed ? 'exists' : written.transaction === undefined ? 'would be created' : 'created'
            return {
              lines: [
                ...(settings.yes === true ? [...report.lines, ''] : []),
                `Escrow ${made} ${verb}: "${read.outcome.title}".`,
                transactionLine(written),
              ],
              data: { ...report.data, escrow: made, existed, transaction: written.transaction },
            }
          },
        })
      }),
    )
}
