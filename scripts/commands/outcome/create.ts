import type { Command } from 'commander'
import { writeCommand, type WriteSettings } from '../../support/options.ts'
import { run } from '../../support/run.ts'

export function createCommand(): Command {
  return writeCommand('create', 'create the escrow of an outcome document and a term sheet')
    .argument('<outcome>', 'outcome document (JSON)')
    .argument('<sheet>', 'term sheet (JSON)')
    .option('--names <file>', 'JSON object of the addresses behind the names in the sheet')
    .action((outcome: string, sheet: string, settings: WriteSettings & { names?: string }) =>
      run(settings, async () => {
        const { create } = await import('../../../sdk/actions/create.ts')
        const { getBareKeys } = await import('../../../sdk/actions/getBareKeys.ts')
        const { explainReport } = await import('../../support/explainReport.ts')
        const { judgesOf } = await import('../../support/judgesOf.ts')
        const { transactionLine } = await import('../../support/lines.ts')
        const { readWithChain } = await import('../../support/readDocuments.ts')
        const { openWriter } = await import('../../support/session.ts')
        const { client, deployment, writer } = await openWriter(settings)
        const read = await readWithChain(client, { outcome, sheet, names: settings.names })
        const bareKeys = await getBareKeys(client, judgesOf(read.terms))
        const created = await create(writer, deployment, read.terms, read.outcome)
        const { escrow, existed, transaction } = created
        const facts = { token: read.token, now: read.now, bareKeys }
        const report = explainReport({ terms: read.terms, outcome: read.outcome, facts, escrow })
        const verb = existed ? 'exists' : transaction === undefined ? 'would be created' : 'created'
        return {
          lines: [...report.lines, '', `Escrow ${escrow} ${verb}: "${read.outcome.title}".`, transactionLine(created)],
          data: { ...report.data, existed, transaction },
        }
      }),
    )
}
