import type { Command } from 'commander'
import { writeCommand, type WriteSettings } from '../support/options.ts'
import { run } from '../support/run.ts'

export function assignCommand(): Command {
  return writeCommand('assign', 'hand all future credits of a claim to another payee')
    .argument('<escrow>', 'address of the escrow')
    .argument('<claim>', 'key of the claim')
    .argument('<payee>', 'the new payee')
    .action((escrow: string, claim: string, payee: string, settings: WriteSettings) =>
      run(settings, async () => {
        const { z } = await import('zod')
        const { assign } = await import('../../sdk/actions/assign.ts')
        const { parseInput } = await import('../../sdk/errors/parseInput.ts')
        const { address, key } = await import('../support/args.ts')
        const { transactionLine } = await import('../support/lines.ts')
        const { openEscrow, openWriter } = await import('../support/session.ts')
        const schema = z.strictObject({ escrow: address, claim: key, payee: address })
        const args = parseInput(schema, { escrow, claim, payee }, 'command line')
        const session = await openWriter(settings)
        await openEscrow(session, args.escrow)
        const written = await assign(session.writer, args.escrow, args.claim, args.payee)
        const verb = written.transaction === undefined ? 'Would assign' : 'Assigned'
        return {
          lines: [`${verb} claim ${args.claim} to ${args.payee}.`, transactionLine(written)],
          data: { ...args, transaction: written.transaction },
        }
      }),
    )
}
