import type { Command } from 'commander'
import { oracleSubcommand, readOracleConfig, type OracleSettings } from '../../support/oracleCommand.ts'
import { run } from '../../support/run.ts'

export function statusCommand(): Command {
  return oracleSubcommand(
    'status',
    'what is before this operator: claims by stage, deadlines, why signing is stopped',
  ).action((settings: OracleSettings) =>
    run(settings, async () => {
      const { openExisting } = await import('../../../oracle/store/openExisting.ts')
      const { overview } = await import('../../../oracle/operate/overview.ts')
      const { formatWhen } = await import('../../../sdk/model/when.ts')
      const { labelled } = await import('../../support/layout.ts')
      const store = await openExisting(await readOracleConfig(settings))
      try {
        const { stopped, stages, open } = await overview(store)
        const now = BigInt(Math.floor(Date.now() / 1000))
        const rows = [
          ['signing', stopped === undefined ? 'goes on' : `is stopped: ${stopped}`],
          ...Object.entries(stages).map(([stage, number]) => [stage, `${number}`] as const),
        ] as const
        const claims = open.map(({ escrow, claim, stage, note, observeUntil }) => {
          const why = note === '' ? '' : `: ${note}`
          return `${stage}  ${escrow} ${claim} until ${formatWhen(BigInt(observeUntil), now)}${why}`
        })
        return {
          lines: [...labelled(rows), ...(claims.length === 0 ? [] : ['', ...claims])],
          data: { stopped, stages, open },
        }
      } finally {
        await store.destroy()
      }
    }),
  )
}
