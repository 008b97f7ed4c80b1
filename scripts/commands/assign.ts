import type { Command } from 'commander'
import { withSafe, writeCommand, type WriteSettings } from '../support/options.ts'
import { run } from '../support/run.ts'

export function assignCommand(): Command {
  return withSafe(writeCommand('assign', 'hand all future credits of a claim to another payee'))
    .argument('<escrow>', 'address of the escrow')
    .argument('<claim>', 'key of the claim')
    .argument('<payee>', 'the new payee')
    .action((escrow: string, claim: string, payee: string, settings: WriteSettings) =>
      run(settings, async () => {
        const { z } = await import('zod')
        const { assign } = await import('../../sdk/actions/assign.ts')
        const { parseInput } = await import('../../sdk/errors/parseInput.ts')
        const { address, key } = await import('../support/args.ts')
        const { carryOut } = await import('../support/carryOut.ts')
        const { transactionLine } = await import('../support/lines.ts')
        const { openEscrow, openWriter } = await import('../support/session.ts')
        const schema = z.strictObject({ escrow: address, claim: key, payee: address })
        const args = parseInput(schema, { escrow, claim, payee }, 'command line')
        const session = await openWriter(settings)
        await openEscrow(session, args.escrow)
        return carryOut(session, {
          plan: () => ({
            title: `Assign claim ${args.claim} of escrow ${args.escrow}.`,
            rows: [
              ['new payee', args.payee],
              [
                'at worst',
                'all future credits of the claim are the new payee’s, held ones too; only it can give them back',
              ],
            ],
          }),
          act: (writer) => assign(writer, args.escrow, args.claim, args.payee),
          report: (written) => ({
            lines: [
              `${written.transaction === undefined ? 'Would assign' : 'Assigned'} claim ${args.claim} to ${args.payee}.`,
              transactionLine(written),
            ],
            data: { ...args, transaction: written.transaction },
          }),
        })
      }),
    )
}
