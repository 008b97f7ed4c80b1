import type { Command } from 'commander'
import { oracleSubcommand, readOracleConfig, type OracleSettings } from '../../support/oracleCommand.ts'
import { run } from '../../support/run.ts'

export function runCommand(): Command {
  return oracleSubcommand('run', 'run the oracle service until it is told to end').action((settings: OracleSettings) =>
    run(settings, async () => {
      const { runService } = await import('../../../oracle/service.ts')
      const ending = new AbortController()
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        process.once(signal, () => {
          ending.abort()
        })
      }
      await runService(await readOracleConfig(settings), ending.signal)
      return undefined
    }),
  )
}
