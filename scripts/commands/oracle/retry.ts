import type { Command } from 'commander'
import { oracleSubcommand, readOracleConfig, type OracleSettings } from '../../support/oracleCommand.ts'
import { run } from '../../support/run.ts'

export function retryCommand(): Command {
  return oracleSubcommand('retry', 'give a claim that was given up another chance')
    .argument('<escrow>', 'address of the escrow')
    .argument('<claim>', 'key of the claim')
    .action((escrow: string, claim: string, settings: OracleSettings) =>
      run(settings, async () => {
        const { z } = await import('zod')
        const { InputError } = await import('../../../sdk/errors/InputError.ts')
        const { parseInput } = await import('../../../sdk/errors/parseInput.ts')
        const { retry } = await import('../../../oracle/operate/overview.ts')
        const { storeOf } = await import('../../../oracle/service.ts')
        const { address, key } = await import('../../support/args.ts')
        const args = parseInput(z.strictObject({ escrow: address, claim: key }), { escrow, claim }, 'command line')
        const store = await storeOf(await readOracleConfig(settings))
        try {
          if (!(await retry(store, args.escrow, args.claim))) {
            const message = 'is not stopped: look at lodestone oracle status'
            throw new InputError('claim', [{ path: 'claim', value: args.claim, message }])
          }
          return { lines: [`Claim ${args.claim} is tried again.`], data: args }
        } finally {
          await store.destroy()
        }
      }),
    )
}
