import type { Command } from 'commander'
import { withSafe, writeCommand, type WriteSettings } from '../support/options.ts'
import { run } from '../support/run.ts'

export function collectCommand(): Command {
  return withSafe(writeCommand('collect', 'draw what an account is owed'))
    .argument('<escrow>', 'address of the escrow')
    .argument('[account]', 'whose money (default: the sender)')
    .option('--to <address>', 'where it goes (default: the account; only the account itself may say otherwise)')
    .action((escrow: string, account: string | undefined, settings: WriteSettings & { to?: string }) =>
      run(settings, async () => {
        const { z } = await import('zod')
        const { collect } = await import('../../sdk/actions/collect.ts')
        const { parseInput } = await import('../../sdk/errors/parseInput.ts')
        const { formatAmount } = await import('../../sdk/model/amount.ts')
        const { address } = await import('../support/args.ts')
        const { carryOut } = await import('../support/carryOut.ts')
        const { transactionLine } = await import('../support/lines.ts')
        const { openEscrow, openWriter } = await import('../support/session.ts')
        const schema = z.strictObject({ escrow: address, account: address.optional(), to: address.optional() })
        const args = parseInput(schema, { escrow, account, to: settings.to }, 'command line')
        const session = await openWriter(settings)
        const { token } = await openEscrow(session, args.escrow)
        const owner = args.account ?? session.account
        const to = args.to ?? owner
        return carryOut<bigint>(session, {
          plan: (amount) => ({
            title: `Collect from escrow ${args.escrow}.`,
            rows: [
              ['amount', formatAmount(amount ?? 0n, token)],
              ['owed to', owner],
              ['recipient', to],
            ],
          }),
          act: (writer) => collect(writer, args.escrow, owner, to),
          report: ({ result, transaction }) => ({
            lines: [
              `${transaction === undefined ? 'Would collect' : 'Collected'} ${formatAmount(result ?? 0n, token)} of ${owner} to ${to}.`,
              transactionLine({ result, transaction }),
            ],
            data: { escrow: args.escrow, account: owner, to, amount: result, transaction },
          }),
        })
      }),
    )
}
