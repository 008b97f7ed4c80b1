import { Command } from 'commander'
import { run } from '../../support/run.ts'

interface PurseSettings {
  probability: string
  cost: string
  success: string
  json?: true
}

export function purseCommand(): Command {
  return new Command('purse')
    .description('the purse that brings enough independent tries for a wanted chance of success')
    .requiredOption('--probability <p>', 'the chance that one try succeeds, for instance .1 or "10 %"')
    .requiredOption('--cost <amount>', 'what one try costs, for instance 50,000,000')
    .requiredOption('--success <P>', 'the chance wanted that at least one succeeds, for instance .8')
    .option('--json', 'print JSON')
    .action((settings: PurseSettings) =>
      run(settings, async () => {
        const { z } = await import('zod')
        const { parseInput } = await import('../../../sdk/errors/parseInput.ts')
        const { purseSize } = await import('../../../sdk/model/purse.ts')
        const { cost, percent, probability, whole } = await import('../../support/odds.ts')
        const schema = z.object({ probability, cost, success: probability })
        const args = parseInput(schema, settings, 'command line')
        const { tries, success, purse } = purseSize({ ...args, cost: args.cost.value })
        const amount = (value: number): string => `${whole(value)}${args.cost.unit}`
        return {
          lines: [
            `${tries} tries of ${amount(args.cost.value)} each, and a purse of ${amount(purse)}.`,
            `Of ${tries} tries that succeed with ${percent(args.probability)} each, at least one does with ${percent(success)}.`,
            'N = ceil(ln(1 - P) / ln(1 - p)) tries; the purse is N times the cost, divided by the chance that anybody wins it.',
            'Assumes that tries succeed independently of one another, that all cost the same and are as likely to win, and that',
            'solvers start where the purse is worth the cost on the average: without reward for risk, delay or a lost priority.',
          ],
          data: { tries, success, purse },
        }
      }),
    )
}
