import type { Command } from 'commander'
import { oracleSubcommand, readOracleConfig, type OracleSettings } from '../../support/oracleCommand.ts'
import { run } from '../../support/run.ts'

export function preflightCommand(): Command {
  return oracleSubcommand('preflight', 'look at everything the service needs, and list every fault at once').action(
    (settings: OracleSettings) =>
      run(settings, async () => {
        const { preflight } = await import('../../../oracle/operate/preflight.ts')
        const { partsOf } = await import('../../../oracle/service.ts')
        const config = await readOracleConfig(settings)
        const checks = await preflight(config, partsOf(config))
        const lines = checks.flatMap(({ name, faults }) => [
          `${faults.length === 0 ? 'ok   ' : 'FAULT'}  ${name}`,
          ...faults.map(({ path, value, message }) => `         ${[path, value, message].filter(Boolean).join(': ')}`),
        ])
        const wrong = checks.some(({ faults }) => faults.length > 0)
        if (wrong) process.exitCode = 1
        return {
          lines: [...lines, wrong ? 'Correct these, then look again.' : 'All is ready.'],
          data: { ready: !wrong, checks },
        }
      }),
  )
}
