import { Command } from 'commander'
import { run } from '../../support/run.ts'

export function evidenceKeyCommand(): Command {
  return new Command('key')
    .description('make an age identity: the key with which a member reads evidence')
    .argument('<file>', 'where to write it; a file that is there stays')
    .option('--json', 'print JSON')
    .action((file: string, settings: { json?: true }) =>
      run(settings, async () => {
        const { InputError } = await import('../../../sdk/errors/InputError.ts')
        const { makeIdentity } = await import('../../../sdk/evidence/seal.ts')
        const { createFile } = await import('../../../oracle/evidence/files.ts')
        const { identity, recipient } = await makeIdentity()
        const text = `# created: ${new Date().toISOString()}\n# public key: ${recipient}\n${identity}\n`
        if (!(await createFile(file, text))) {
          const message = 'is there; name another file, or keep using the key in it'
          throw new InputError('command line', [{ path: 'file', value: file, message }])
        }
        return {
          lines: [
            `Wrote ${file}. Keep it secret, and keep a copy: without it the evidence sent to you cannot be read.`,
            `Publish this recipient in OperatorDirectory: ${recipient}`,
          ],
          data: { file, recipient },
        }
      }),
    )
}
