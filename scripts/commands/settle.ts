import type { Command } from 'commander'
import { writeCommand, type WriteSettings } from '../support/options.ts'
import { run } from '../support/run.ts'
import type { Step } from '../../oracle/submit/settleEscrow.ts'

/** What a step did, for one and for many. */
const WORDS: Readonly<Record<Step['step'], readonly [string, string]>> = {
  settle: ['claim of the docket settled', 'claims of the docket settled'],
  award: ['prize awarded', 'prizes awarded'],
  settleBreaks: ['break claim settled', 'break claims settled'],
  release: ['payment released', 'payments released'],
}

export function settleCommand(): Command {
  return writeCommand('settle', 'settle, award and release whatever is due')
    .argument('<escrow>', 'address of the escrow')
    .option('--most <number>', 'claims that one transaction may move at most', '50')
    .action((escrow: string, settings: WriteSettings & { most: string }) =>
      run(settings, async () => {
        const { z } = await import('zod')
        const { parseInput } = await import('../../sdk/errors/parseInput.ts')
        const { address, count } = await import('../support/args.ts')
        const { carryOut } = await import('../support/carryOut.ts')
        const { counted } = await import('../../sdk/model/words.ts')
        const { openEscrow, openWriter } = await import('../support/session.ts')
        const { MOST_TRANSACTIONS, settleEscrow } = await import('../../oracle/submit/settleEscrow.ts')
        const args = parseInput(
          z.strictObject({ escrow: address, most: count }),
          { escrow, most: settings.most },
          'command line',
        )
        const session = await openWriter(settings)
        await openEscrow(session, args.escrow)
        return carryOut<readonly Step[]>(session, {
          plan: (steps = []) => ({
            title: `Settle what is due in escrow ${args.escrow}.`,
            rows: [
              ['now', steps.map(({ step, count: moved }) => counted(moved, ...WORDS[step])).join(', ')],
              [
                'then',
                `what becomes due by it, ${MOST_TRANSACTIONS} transactions at most, none at a higher price for gas`,
              ],
            ],
          }),
          act: async (writer) => ({
            result: await settleEscrow(writer, args.escrow, args.most),
            transaction: undefined,
          }),
          idle: (steps) => steps.length === 0,
          anew: true,
          report: ({ result: steps = [] }) => {
            const would = settings.dryRun === true ? 'Would be: ' : ''
            const lines = steps.map(({ step, count: moved, transaction }) => {
              const sent = transaction === undefined ? '' : `, transaction ${transaction.hash}`
              return `${would}${counted(moved, ...WORDS[step])}${sent}.`
            })
            if (steps.length === 0) lines.push('Nothing is due now.')
            if (steps.length >= MOST_TRANSACTIONS) lines.push('More may be due: run the same command again.')
            return { lines, data: { escrow: args.escrow, steps } }
          },
        })
      }),
    )
}
