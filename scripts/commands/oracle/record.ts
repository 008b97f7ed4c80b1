import { Command } from 'commander'
import { oracleSubcommand, readOracleConfig, type OracleSettings } from '../../support/oracleCommand.ts'
import { run } from '../../support/run.ts'

export function recordCommand(): Command {
  return new Command('record')
    .description('what this operator committed to, once for each claim: taken along to another machine')
    .addCommand(exportCommand())
    .addCommand(importCommand())
}

function exportCommand(): Command {
  return oracleSubcommand(
    'export',
    'write the record and end signing with this store for ever; the service must not run',
  )
    .argument('<file>', 'a file that does not exist; it is secret until every claim in it is judged')
    .action((file: string, settings: OracleSettings) =>
      run(settings, async () => {
        const { exportRecord } = await import('../../../oracle/sign/record.ts')
        const { withMover } = await import('../../../oracle/service.ts')
        const digest = await withMover(await readOracleConfig(settings), (mover) => exportRecord(mover, file))
        return {
          lines: [
            `Record ${digest} is in ${file}.`,
            'This store signs nothing any more. Import the record on one machine only.',
          ],
          data: { file, digest },
        }
      }),
    )
}

function importCommand(): Command {
  return oracleSubcommand(
    'import',
    'take over what another store of this operator committed to, before the first run here',
  )
    .argument('<file>', 'the record, as `lodestone oracle record export` writes it')
    .option('--take-back', 'this store was ended by an export, and it is certain that no other machine signs')
    .action((file: string, settings: OracleSettings & { takeBack?: true }) =>
      run(settings, async () => {
        const { readJson } = await import('../../../oracle/files/readJson.ts')
        const { importRecord } = await import('../../../oracle/sign/record.ts')
        const { withMover } = await import('../../../oracle/service.ts')
        const { counted } = await import('../../../sdk/model/words.ts')
        const record = await readJson(file, 'record')
        const added = await withMover(await readOracleConfig(settings), (mover) =>
          importRecord(mover, record, settings.takeBack === true),
        )
        return { lines: [`${counted(added, 'duty', 'duties')} taken over.`], data: { file, added } }
      }),
    )
}
