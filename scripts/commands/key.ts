import { Command } from 'commander'
import { optionOf, type Settings } from '../support/options.ts'
import { run } from '../support/run.ts'

type KeySettings = Settings & { passwordFile?: string }

export function keyCommand(): Command {
  return new Command('key')
    .description('make encrypted keystores, and show whose they are')
    .addCommand(
      making('create', 'make a new key in an encrypted keystore').action((file: string, settings: KeySettings) =>
        run(settings, async () => {
          const { generatePrivateKey } = await import('viem/accounts')
          return make(file, settings, () => Promise.resolve(generatePrivateKey()))
        }),
      ),
    )
    .addCommand(
      making('import', 'put a key that you have into an encrypted keystore; it is read from stdin, or from a file')
        .option('--key-file <file>', 'file of the key (default: stdin)')
        .action((file: string, settings: KeySettings & { keyFile?: string }) =>
          run(settings, async () => {
            const { readKey } = await import('../support/signer/readKey.ts')
            return make(file, settings, () => readKey(settings.keyFile))
          }),
        ),
    )
    .addCommand(
      new Command('show')
        .description('show the address of a keystore, never the key')
        .argument('<file>', 'the keystore')
        .addOption(optionOf('passwordFile'))
        .addOption(optionOf('json'))
        .action((file: string, settings: KeySettings) =>
          run(settings, async () => {
            const { privateKeyToAddress } = await import('viem/accounts')
            const { withProgress } = await import('../support/progress.ts')
            const { openKeystore, readKeystore } = await import('../../oracle/sign/keystore.ts')
            const { readPassword } = await import('../support/signer/password.ts')
            // Nobody is asked for the password of a file that is no keystore.
            await readKeystore(file)
            const password = await readPassword(settings.passwordFile, `Password of ${file}`)
            const open = () => openKeystore(file, () => Promise.resolve(password))
            const address = privateKeyToAddress(await withProgress('Opening the keystore', open))
            return { lines: [address], data: { address, file } }
          }),
        ),
    )
}

function making(name: string, description: string): Command {
  return new Command(name)
    .description(description)
    .argument('<file>', 'the keystore to write; it must not exist')
    .addOption(optionOf('passwordFile'))
    .addOption(optionOf('json'))
}

async function make(file: string, settings: KeySettings, key: () => Promise<`0x${string}`>) {
  const { withProgress } = await import('../support/progress.ts')
  const { writeKeystore } = await import('../../oracle/sign/keystore.ts')
  const { readNewPassword } = await import('../support/signer/password.ts')
  const secret = await key()
  const password = await readNewPassword(settings.passwordFile)
  const address = await withProgress('Encrypting', () => writeKeystore(file, secret, password))
  return {
    lines: [`${address} is in ${file}.`, 'Keep a copy of the file and of the password: without both the key is lost.'],
    data: { address, file },
  }
}
