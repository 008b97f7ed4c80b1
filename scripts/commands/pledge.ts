import { withSafe, writeCommand } from '../support/options.ts'
import type { PledgeSettings } from '../support/pledges.ts'
import { run } from '../support/run.ts'
import type { Command } from 'commander'

export function pledgeCommand(): Command {
  return withSafe(writeCommand('pledge', 'pledge money behind an outcome, or behind many at once'))
    .argument('[escrow]', 'address of the escrow')
    .argument('[amount]', 'amount of its token, for instance "1,000 USDC"')
    .option('--to <address>', 'who gets the shares (default: the sender)')
    .option('--least <amount>', 'pledge what still fits under the cap, at least this much')
    .option('--batch <file>', 'pledge to many at once: a JSON list of { escrow, amount, least? }')
    .option('--permit', 'sign a permit instead of sending an approval first (EIP-2612)')
    .option('--native', "pay in the chain's own currency, where the escrow takes its wrapped form")
    .option('--vault <address...>', 'the escrow takes shares of this vault: buy them with the token that it holds')
    .action((escrow: string | undefined, amount: string | undefined, settings: PledgeSettings) =>
      run(settings, async () => {
        const { makePledges } = await import('../support/pledges.ts')
        return makePledges({ escrow, amount }, settings)
      }),
    )
}
