import type { Command } from 'commander'
import { withSafe, writeCommand, type WriteSettings } from '../../support/options.ts'
import { run } from '../../support/run.ts'

export function publishCommand(): Command {
  return withSafe(
    writeCommand('publish', 'publish your endpoint and encryption key, in place of what you published before'),
  )
    .requiredOption('--endpoint <url>', 'where you take in evidence and exchange observations')
    .requiredOption(
      '--encryption-key <recipient>',
      'the age recipient of `lodestone evidence key`: never your signing key',
    )
    .action((settings: WriteSettings & { endpoint: string; encryptionKey: string }) =>
      run(settings, async () => {
        const { z } = await import('zod')
        const { publish } = await import('../../../sdk/actions/publish.ts')
        const { parseInput } = await import('../../../sdk/errors/parseInput.ts')
        const { isRecipient } = await import('../../../sdk/evidence/seal.ts')
        const { endpoint } = await import('../../support/args.ts')
        const { carryOut } = await import('../../support/carryOut.ts')
        const { transactionLine } = await import('../../support/lines.ts')
        const { openWriter } = await import('../../support/session.ts')
        const { encryptionKey } = settings
        const isKey = await isRecipient(encryptionKey)
        const key = z
          .string()
          .refine(() => isKey, 'is no age recipient: write what `lodestone evidence key` printed, age1...')
        const schema = z.strictObject({ endpoint, encryptionKey: key })
        const operator = parseInput(schema, { endpoint: settings.endpoint, encryptionKey }, 'command line')
        const session = await openWriter(settings)
        return carryOut(session, {
          plan: () => ({
            title: 'Publish how solvers and other members reach you.',
            rows: [
              ['endpoint', operator.endpoint],
              ['encryption key', operator.encryptionKey],
            ],
          }),
          act: (writer) => publish(writer, session.deployment.directory, operator),
          report: (written) => ({
            lines: [
              `${written.transaction === undefined ? 'Would publish' : 'Published'} ${operator.endpoint} for ${session.account}.`,
              transactionLine(written),
            ],
            data: { operator: session.account, ...operator, transaction: written.transaction },
          }),
        })
      }),
    )
}
