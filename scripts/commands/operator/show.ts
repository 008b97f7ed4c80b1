import type { Command } from 'commander'
import { readCommand, type Settings } from '../../support/options.ts'
import { run } from '../../support/run.ts'

export function showCommand(): Command {
  return readCommand('show', 'show what an operator has published')
    .argument('<account>', 'address of the operator')
    .action((account: string, settings: Settings) =>
      run(settings, async () => {
        const { z } = await import('zod')
        const { getOperator } = await import('../../../sdk/actions/getOperator.ts')
        const { parseInput } = await import('../../../sdk/errors/parseInput.ts')
        const { address } = await import('../../support/args.ts')
        const { labelled } = await import('../../support/layout.ts')
        const { openSession } = await import('../../support/session.ts')
        const args = parseInput(z.strictObject({ account: address }), { account }, 'command line')
        const { client, deployment } = await openSession(settings)
        const operator = await getOperator(client, deployment.directory, args.account)
        const rows = [
          ['endpoint', operator.endpoint === '' ? 'none published' : operator.endpoint],
          ['encryption key', operator.encryptionKey === '' ? 'none published' : operator.encryptionKey],
        ] as const
        return { lines: labelled(rows), data: { ...args, ...operator } }
      }),
    )
}
