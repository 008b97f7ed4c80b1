import type { Command } from 'commander'
import { withSafe, writeCommand, type WriteSettings } from '../../support/options.ts'
import { run } from '../../support/run.ts'

export function acceptCommand(): Command {
  return withSafe(
    writeCommand('accept', 'say as a member of its panel that you accept to judge an escrow; it cannot be taken back'),
  )
    .argument('<escrow>', 'address of the escrow')
    .action((escrow: string, settings: WriteSettings) =>
      run(settings, async () => {
        const { z } = await import('zod')
        const { accept } = await import('../../../sdk/actions/accept.ts')
        const { parseInput } = await import('../../../sdk/errors/parseInput.ts')
        const { address } = await import('../../support/args.ts')
        const { carryOut } = await import('../../support/carryOut.ts')
        const { transactionLine } = await import('../../support/lines.ts')
        const { openEscrow, openWriter } = await import('../../support/session.ts')
        const args = parseInput(z.strictObject({ escrow: address }), { escrow }, 'command line')
        const session = await openWriter(settings)
        const { terms } = await openEscrow(session, args.escrow)
        return carryOut(session, {
          plan: () => ({
            title: `Accept to judge the claims of escrow ${args.escrow}.`,
            rows: [
              ['panel', `${terms.quorum} of ${terms.panel.length} members must agree`],
              ['each claim', `to be measured within ${terms.verifyWithin / 86_400n} days of its filing`],
            ],
          }),
          act: (writer) => accept(writer, session.deployment.directory, args.escrow),
          report: (written) => ({
            lines: [
              `${session.account} ${written.transaction === undefined ? 'would accept' : 'accepts'} ${args.escrow}.`,
              transactionLine(written),
            ],
            data: { ...args, member: session.account, transaction: written.transaction },
          }),
        })
      }),
    )
}
