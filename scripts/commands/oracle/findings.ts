import type { Command } from 'commander'
import { oracleSubcommand, readOracleConfig, type OracleSettings } from '../../support/oracleCommand.ts'
import { run } from '../../support/run.ts'

export function findingsCommand(): Command {
  return oracleSubcommand('findings', 'members that signed twice or broke their commitment, with the proof').action(
    (settings: OracleSettings) =>
      run(settings, async () => {
        const { openExisting } = await import('../../../oracle/store/openExisting.ts')
        const store = await openExisting(await readOracleConfig(settings))
        try {
          const found = await store.selectFrom('findings').selectAll().orderBy('at').execute()
          const { signedBy } = await import('../../../oracle/exchange/findings.ts')
          const findings = []
          for (const one of found) findings.push({ ...one, observations: await signedBy(store, one) })
          const lines = findings.map(
            ({ member, kind, escrow, claim, details }) => `${member}: ${kind}, claim ${claim} of ${escrow}. ${details}`,
          )
          return { lines: lines.length === 0 ? ['None.'] : lines, data: { findings } }
        } finally {
          await store.destroy()
        }
      }),
  )
}
