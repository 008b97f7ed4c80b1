import type { Command } from 'commander'
import { oracleSubcommand, readOracleConfig, type OracleSettings } from '../../support/oracleCommand.ts'
import { run } from '../../support/run.ts'

export function backupCommand(): Command {
  return oracleSubcommand('backup', 'write the store to one file, also while the service runs')
    .argument('<file>', 'a file that does not exist')
    .action((file: string, settings: OracleSettings) =>
      run(settings, async () => {
        const { backupStore } = await import('../../../oracle/store/backup.ts')
        const { openExisting } = await import('../../../oracle/store/openExisting.ts')
        const store = await openExisting(await readOracleConfig(settings))
        try {
          await backupStore(store, file)
        } finally {
          await store.destroy()
        }
        return { lines: [`The store is in ${file}, readable by you alone.`], data: { file } }
      }),
    )
}
