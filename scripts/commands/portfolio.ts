import type { Command } from 'commander'
import { readCommand, type Settings } from '../support/options.ts'
import { run } from '../support/run.ts'

export function portfolioCommand(): Command {
  return readCommand('portfolio', 'show all that an account has in, is owed by or has to do in escrows')
    .argument('[account]', 'whose (default: that of the setting --account)')
    .action((account: string | undefined, settings: Settings) =>
      run(settings, async () => {
        const { z } = await import('zod')
        const { parseInput } = await import('../../sdk/errors/parseInput.ts')
        const { address } = await import('../support/args.ts')
        const { portfolioReport } = await import('../support/portfolioReport.ts')
        const { openSession } = await import('../support/session.ts')
        const whose = { account: account ?? settings.account }
        const args = parseInput(z.strictObject({ account: address }), whose, 'command line')
        return portfolioReport(await openSession(settings), args.account)
      }),
    )
}
