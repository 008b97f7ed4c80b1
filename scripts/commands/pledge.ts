import type { Command } from 'commander'
import { writeCommand, type WriteSettings } from '../support/options.ts'
import { run } from '../support/run.ts'

export function pledgeCommand(): Command {
  return writeCommand('pledge', 'pledge money behind an outcome')
    .argument('<escrow>', 'address of the escrow')
    .argument('<amount>', 'amount of its token, for instance "1,000 USDC"')
    .option('--to <address>', 'who gets the shares (default: the sender)')
    .action((escrow: string, amount: string, settings: WriteSettings & { to?: string }) =>
      run(settings, async () => {
        const { z } = await import('zod')
        const { pledge } = await import('../../sdk/actions/pledge.ts')
        const { parseInput } = await import('../../sdk/errors/parseInput.ts')
        const { formatAmount, parseAmount } = await import('../../sdk/model/amount.ts')
        const { formatMoment } = await import('../../sdk/model/duration.ts')
        const { lockedUntil } = await import('../../sdk/model/lockedUntil.ts')
        const { address } = await import('../support/args.ts')
        const { carryOut } = await import('../support/carryOut.ts')
        const { openEscrow, openWriter } = await import('../support/session.ts')
        const { transactionLine } = await import('../support/lines.ts')
        const schema = z.strictObject({ escrow: address, to: address.optional() })
        const args = parseInput(schema, { escrow, to: settings.to }, 'command line')
        const session = await openWriter(settings)
        const { terms, token } = await openEscrow(session, args.escrow)
        const pledged = parseAmount(amount, token, 'amount')
        const receiver = args.to ?? session.account
        return carryOut(session, {
          plan: () => ({
            title: `Pledge ${formatAmount(pledged, token)} behind escrow ${args.escrow}.`,
            rows: [
              ['amount', formatAmount(pledged, token)],
              ['shares to', receiver],
              [
                'at worst',
                `locked until ${formatMoment(lockedUntil(terms))}; what is paid to solvers does not come back`,
              ],
            ],
          }),
          act: (writer) => pledge(writer, args.escrow, { amount: pledged, receiver }),
          report: (written) => ({
            lines: [
              `${written.transaction === undefined ? 'Would pledge' : 'Pledged'} ${formatAmount(pledged, token)}; the shares are ${receiver}'s.`,
              transactionLine(written),
            ],
            data: { escrow: args.escrow, amount: pledged, receiver, transaction: written.transaction },
          }),
        })
      }),
    )
}
