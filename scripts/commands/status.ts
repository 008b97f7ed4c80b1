import type { Command } from 'commander'
import { readCommand, type Settings } from '../support/options.ts'
import { run } from '../support/run.ts'

export function statusCommand(): Command {
  return readCommand('status', 'show an escrow and its docket, or one claim')
    .argument('<escrow>', 'address of the escrow')
    .argument('[claim]', 'key of a claim')
    .option('--all', 'list all claims, not only the latest twenty')
    .action((escrow: string, claim: string | undefined, settings: Settings & { all?: true }) =>
      run(settings, async () => {
        const { z } = await import('zod')
        const { parseInput } = await import('../../sdk/errors/parseInput.ts')
        const { address, key } = await import('../support/args.ts')
        const { openSession } = await import('../support/session.ts')
        const { statusReport } = await import('../support/statusReport.ts')
        const schema = z.strictObject({ escrow: address, claim: key.optional(), account: address.optional() })
        const args = parseInput(schema, { escrow, claim, account: settings.account }, 'command line')
        return statusReport(await openSession(settings), { ...args, all: settings.all === true })
      }),
    )
}
