import { Option, type Command } from 'commander'
import { readCommand, type Settings } from '../support/options.ts'
import { run } from '../support/run.ts'

export function watchCommand(): Command {
  return readCommand('watch', 'print what happens to an escrow, as it happens; Ctrl+C ends it')
    .argument('<escrow>', 'address of the escrow')
    .addOption(
      new Option('--until <status>', 'end when it is binding, or closed (or void)').choices(['binding', 'closed']),
    )
    .option('--every <seconds>', 'how often to look', '4')
    .action((escrow: string, settings: Settings & { until?: 'binding' | 'closed'; every: string }) =>
      run(settings, async () => {
        const { z } = await import('zod')
        const { parseInput } = await import('../../sdk/errors/parseInput.ts')
        const { address, count } = await import('../support/args.ts')
        const { openSession } = await import('../support/session.ts')
        const { watch } = await import('../support/watch.ts')
        // Longer waits than timers can keep would be none.
        const seconds = count.refine((value) => value <= 86_400n, 'write at most 86400, a day')
        const schema = z.strictObject({ escrow: address, every: seconds })
        const args = parseInput(schema, { escrow, every: settings.every }, 'command line')
        process.once('SIGINT', () => process.exit(0))
        const watched = {
          escrow: args.escrow,
          every: Number(args.every),
          until: settings.until,
          json: settings.json === true,
        }
        await watch(await openSession(settings), watched)
        return undefined
      }),
    )
}
