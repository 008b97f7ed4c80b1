import type { Command } from 'commander'
import { writeCommand, type WriteSettings } from '../support/options.ts'
import { run } from '../support/run.ts'

export function portfolioCommand(): Command {
  return writeCommand('portfolio', 'show all that an account has in, is owed by or has to do in escrows')
    .argument('[account]', 'whose (default: the account of the key)')
    .action((account: string | undefined, settings: WriteSettings) =>
      run(settings, async () => {
        const { parseInput } = await import('../../sdk/errors/parseInput.ts')
        const { readAccount } = await import('../support/account.ts')
        const { address } = await import('../support/args.ts')
        const { portfolioReport } = await import('../support/portfolioReport.ts')
        const { openSession } = await import('../support/session.ts')
        const named = parseInput(address.optional(), account, 'command line')
        const session = await openSession(settings)
        const whose = named ?? (await readAccount(settings.keystore, session.deployment.chainId)).address
        return portfolioReport(session, whose)
      }),
    )
}
