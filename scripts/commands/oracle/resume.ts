import type { Command } from 'commander'
import { oracleSubcommand, readOracleConfig, type OracleSettings } from '../../support/oracleCommand.ts'
import { run } from '../../support/run.ts'

export function resumeCommand(): Command {
  return oracleSubcommand('resume', 'let signing go on, once why it was stopped is understood and over').action(
    (settings: OracleSettings) =>
      run(settings, async () => {
        const { resumeSigning } = await import('../../../oracle/observe/stop.ts')
        const { openExisting } = await import('../../../oracle/store/openExisting.ts')
        const store = await openExisting(await readOracleConfig(settings))
        try {
          const reason = await resumeSigning(store)
          const line = reason === undefined ? 'Signing was not stopped.' : `Signing goes on. It was stopped: ${reason}`
          return { lines: [line], data: { reason } }
        } finally {
          await store.destroy()
        }
      }),
  )
}
