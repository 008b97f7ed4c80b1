import type { Command } from 'commander'
import { writeCommand, type WriteSettings } from '../support/options.ts'
import { run } from '../support/run.ts'

export function challengeCommand(): Command {
  return writeCommand('challenge', 'challenge the verdict of a claim before the arbiter')
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
        const { transactionLine } = await import('../support/lines.ts')
        const { openEscrow, openWriter } = await import('../support/session.ts')
        const schema = z.strictObject({ escrow: address, claim: key, grounds: text })
        const args = parseInput(schema, { escrow, claim, grounds: settings.grounds }, 'command line')
        const session = await openWriter(settings)
        const { terms, token } = await openEscrow(session, args.escrow)
        const written = await challenge(session.writer, args.escrow, args.claim, args.grounds)
        const verb = written.transaction === undefined ? 'Would challenge' : 'Challenged'
        return {
          lines: [
            `${verb} claim ${args.claim} for ${formatAmount(terms.challengeFee, token)}.`,
            transactionLine(written),
          ],
          data: { ...args, fee: terms.challengeFee, transaction: written.transaction },
        }
      }),
    )
}
