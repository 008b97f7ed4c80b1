import type { Command } from 'commander'
import { withSafe, writeCommand, type WriteSettings } from '../support/options.ts'
import { run } from '../support/run.ts'

export function challengeCommand(): Command {
  return withSafe(writeCommand('challenge', 'challenge the verdict of a claim before the arbiter'))
    .argument('<escrow>', 'address of the escrow')
    .argument('<claim>', 'key of the claim')
    .requiredOption('--grounds <text>', 'why; published')
    .action((escrow: string, claim: string, settings: WriteSettings & { grounds: string }) =>
      run(settings, async () => {
        const { z } = await import('zod')
        const { challenge } = await import('../../sdk/actions/challenge.ts')
        const { parseInput } = await import('../../sdk/errors/parseInput.ts')
        const { formatAmount } = await import('../../sdk/model/amount.ts')
        const { address, key, text } = await import('../support/args.ts')
        const { carryOut } = await import('../support/carryOut.ts')
        const { transactionLine } = await import('../support/lines.ts')
        const { openEscrow, openWriter } = await import('../support/session.ts')
        const schema = z.strictObject({ escrow: address, claim: key, grounds: text })
        const args = parseInput(schema, { escrow, claim, grounds: settings.grounds }, 'command line')
        const session = await openWriter(settings)
        const { terms, token } = await openEscrow(session, args.escrow)
        const fee = formatAmount(terms.challengeFee, token)
        return carryOut(session, {
          plan: () => ({
            title: `Challenge the verdict of claim ${args.claim} of escrow ${args.escrow}.`,
            rows: [
              ['fee', fee],
              ['arbiter', terms.arbiter],
              ['grounds', `"${args.grounds}", published for ever`],
              ['at worst', `the fee is lost: it does not come back, whatever the ruling`],
            ],
          }),
          act: (writer) => challenge(writer, args.escrow, args.claim, args.grounds),
          report: (written) => ({
            lines: [
              `${written.transaction === undefined ? 'Would challenge' : 'Challenged'} claim ${args.claim} for ${fee}.`,
              transactionLine(written),
            ],
            data: { ...args, fee: terms.challengeFee, transaction: written.transaction },
          }),
        })
      }),
    )
}
