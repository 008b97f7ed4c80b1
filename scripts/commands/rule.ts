import type { Command } from 'commander'
import { withSafe, writeCommand, type WriteSettings } from '../support/options.ts'
import { run } from '../support/run.ts'

export function ruleCommand(): Command {
  return withSafe(writeCommand('rule', 'rule on a challenged claim as the arbiter'))
    .argument('<escrow>', 'address of the escrow')
    .argument('<claim>', 'key of the claim')
    .requiredOption('--measurement <number>', 'the measurement that counts: at most the highest observation recorded')
    .requiredOption('--grounds <text>', 'why; published')
    .action((escrow: string, claim: string, settings: WriteSettings & { measurement: string; grounds: string }) =>
      run(settings, async () => {
        const { z } = await import('zod')
        const { rule } = await import('../../sdk/actions/rule.ts')
        const { parseInput } = await import('../../sdk/errors/parseInput.ts')
        const { address, key, measurement, text } = await import('../support/args.ts')
        const { carryOut } = await import('../support/carryOut.ts')
        const { transactionLine } = await import('../support/lines.ts')
        const { openEscrow, openWriter } = await import('../support/session.ts')
        const schema = z.strictObject({ escrow: address, claim: key, measurement, grounds: text })
        const { measurement: given, grounds } = settings
        const args = parseInput(schema, { escrow, claim, measurement: given, grounds }, 'command line')
        const session = await openWriter(settings)
        await openEscrow(session, args.escrow)
        return carryOut(session, {
          plan: () => ({
            title: `Rule on claim ${args.claim} of escrow ${args.escrow}.`,
            rows: [
              ['measurement', `${args.measurement}`],
              ['grounds', `"${args.grounds}", published for ever`],
              ['at worst', 'a ruling is final: nothing can change it'],
            ],
          }),
          act: (writer) => rule(writer, args.escrow, args.claim, args),
          report: (written) => ({
            lines: [
              `${written.transaction === undefined ? 'Would rule' : 'Ruled'} measurement ${args.measurement} for claim ${args.claim}.`,
              transactionLine(written),
            ],
            data: { ...args, transaction: written.transaction },
          }),
        })
      }),
    )
}
