import type { Command } from 'commander'
import { writeCommand, type WriteSettings } from '../support/options.ts'
import { run } from '../support/run.ts'

export function releaseCommand(): Command {
  return writeCommand('release', 'release what warranties held, once they are over; anybody may')
    .argument('<escrow>', 'address of the escrow')
    .argument('<claims...>', 'keys of the paid claims')
    .action((escrow: string, claims: string[], settings: WriteSettings) =>
      run(settings, async () => {
        const { z } = await import('zod')
        const { release } = await import('../../sdk/actions/release.ts')
        const { parseInput } = await import('../../sdk/errors/parseInput.ts')
        const { address, key } = await import('../support/args.ts')
        const { carryOut } = await import('../support/carryOut.ts')
        const { transactionLine } = await import('../support/lines.ts')
        const { counted } = await import('../../sdk/model/words.ts')
        const { openEscrow, openWriter } = await import('../support/session.ts')
        const schema = z.strictObject({ escrow: address, claims: z.array(key) })
        const args = parseInput(schema, { escrow, claims }, 'command line')
        const session = await openWriter(settings)
        await openEscrow(session, args.escrow)
        return carryOut<bigint>(session, {
          plan: (due) => ({
            title: `Release what escrow ${args.escrow} holds for warranties that are over.`,
            rows: [['claims', `${due ?? 0n} of ${args.claims.length}`]],
          }),
          act: (writer) => release(writer, args.escrow, args.claims),
          idle: (due) => due === 0n,
          report: ({ result = 0n, transaction }) => {
            const verb = transaction === undefined ? 'Would release' : 'Released'
            const line =
              result === 0n ? 'None of these is due now.' : `${verb} what was held for ${counted(result, 'claim')}.`
            return {
              lines: [line, transactionLine({ result, transaction })],
              data: { escrow: args.escrow, released: result, transaction },
            }
          },
        })
      }),
    )
}
