import type { Command } from 'commander'
import { oracleSubcommand, readOracleConfig, type OracleSettings } from '../../support/oracleCommand.ts'
import { run } from '../../support/run.ts'

export function restoreCommand(): Command {
  return oracleSubcommand('restore', 'put a backup where the store belongs; nothing is signed until you resume')
    .argument('<file>', 'the backup')
    .action((file: string, settings: OracleSettings) =>
      run(settings, async () => {
        const { mkdir } = await import('node:fs/promises')
        const { restoreBackup } = await import('../../../oracle/store/backup.ts')
        const { whereStore } = await import('../../../oracle/store/whereStore.ts')
        const { InputError } = await import('../../../sdk/errors/InputError.ts')
        const config = await readOracleConfig(settings)
        const to = whereStore(config)
        if (config.database !== undefined) {
          const message =
            'is PostgreSQL: restore it with the tools of your server, and do not resume before you have looked'
          throw new InputError('configuration', [{ path: 'database', value: '', message }])
        }
        await mkdir(config.data, { recursive: true, mode: 0o700 })
        await restoreBackup(file, to)
        return {
          lines: [
            `The store is ${to}. It may lack the newest duties, so nothing is signed.`,
            'Compare it with the chain, then: lodestone oracle resume',
          ],
          data: { file, store: to },
        }
      }),
    )
}
