import type { Command } from 'commander'
import { writeCommand, type WriteSettings } from '../support/options.ts'
import { run } from '../support/run.ts'

const WORDS = {
  settle: 'claims of the docket settled',
  award: 'prizes awarded',
  settleBreaks: 'break claims settled',
  release: 'payments released',
} as const

export function settleCommand(): Command {
  return writeCommand('settle', 'settle, award and release whatever is due')
    .argument('<escrow>', 'address of the escrow')
    .option('--most <number>', 'claims that one transaction may move at most', '50')
    .action((escrow: string, settings: WriteSettings & { most: string }) =>
      run(settings, async () => {
        const { z } = await import('zod')
        const { parseInput } = await import('../../sdk/errors/parseInput.ts')
        const { address, count } = await import('../support/args.ts')
        const { openEscrow, openWriter } = await import('../support/session.ts')
        const { settleDue } = await import('../support/settleDue.ts')
        const args = parseInput(
          z.strictObject({ escrow: address, most: count }),
          { escrow, most: settings.most },
          'command line',
        )
        const session = await openWriter(settings)
        await openEscrow(session, args.escrow)
        const steps = await settleDue(session.writer, args.escrow, args.most)
        const would = settings.dryRun === true ? 'Would be: ' : ''
        const lines = steps.map(({ step, count: moved, transaction }) => {
          const sent = transaction === undefined ? '' : `, transaction ${transaction.hash}`
          return `${would}${moved} ${WORDS[step]}${sent}.`
        })
        return { lines: lines.length > 0 ? lines : ['Nothing is due now.'], data: { escrow: args.escrow, steps } }
      }),
    )
}
