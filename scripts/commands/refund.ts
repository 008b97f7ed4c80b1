import type { Command } from 'commander'
import { withSafe, writeCommand, type WriteSettings } from '../support/options.ts'
import { run } from '../support/run.ts'

export function refundCommand(): Command {
  return withSafe(writeCommand('refund', 'redeem shares of an escrow that is Closed or Void'))
    .argument('<escrow>', 'address of the escrow')
    .option('--shares <number>', 'how many, in units of the token (default: all)')
    .option('--to <address>', 'who gets the money (default: the sender)')
    .action((escrow: string, settings: WriteSettings & { shares?: string; to?: string }) =>
      run(settings, async () => {
        const { z } = await import('zod')
        const { refund } = await import('../../sdk/actions/refund.ts')
        const { parseInput } = await import('../../sdk/errors/parseInput.ts')
        const { formatAmount } = await import('../../sdk/model/amount.ts')
        const { parseDecimal } = await import('../../sdk/model/decimal.ts')
        const { address } = await import('../support/args.ts')
        const { carryOut } = await import('../support/carryOut.ts')
        const { transactionLine } = await import('../support/lines.ts')
        const { openEscrow, openWriter } = await import('../support/session.ts')
        const schema = z.strictObject({ escrow: address, to: address.optional() })
        const args = parseInput(schema, { escrow, to: settings.to }, 'command line')
        const session = await openWriter(settings)
        const { token } = await openEscrow(session, args.escrow)
        const receiver = args.to ?? session.account
        const shares =
          settings.shares === undefined ? {} : { shares: parseDecimal(settings.shares, token.decimals, '--shares') }
        return carryOut<bigint>(session, {
          plan: (amount) => ({
            title: `Redeem shares of escrow ${args.escrow}. What solvers were paid does not come back.`,
            rows: [
              ['amount', formatAmount(amount ?? 0n, token)],
              ['recipient', receiver],
            ],
          }),
          act: (writer) => refund(writer, args.escrow, { ...shares, receiver }),
          report: ({ result, transaction }) => ({
            lines: [
              `${transaction === undefined ? 'Would refund' : 'Refunded'} ${formatAmount(result ?? 0n, token)} to ${receiver}.`,
              transactionLine({ result, transaction }),
            ],
            data: { escrow: args.escrow, receiver, amount: result, transaction },
          }),
        })
      }),
    )
}
