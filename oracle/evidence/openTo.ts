import { rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Hex } from 'viem'
import { InputError, type Fault } from '../../sdk/errors/InputError.ts'
import { FILES_FOLDER, manifestBytes, MANIFEST_FILE, SALT_FILE, saltBytes } from '../../sdk/evidence/layout.ts'
import { expectNone, type Opened } from '../../sdk/evidence/proveSealed.ts'
import { unpackBundle } from '../../sdk/evidence/unpackBundle.ts'
import { unseal } from '../../sdk/evidence/seal.ts'
import type { Manifest } from '../../sdk/model/evidence.ts'
import { exists, makeFolder, syncFolder, writeStream } from './files.ts'

/**
 * Decrypts a bundle into a folder that is not there yet: manifest.json, salt, files/. The folder appears once every byte has been
 * proved, or not at all.
 * @param check what else manifest and salt have to be, asked before any file is written.
 * @throws {InputError} when the folder is there, or the bundle is not as it has to be.
 */
export async function openTo(
  out: string,
  sealed: ReadableStream<Uint8Array>,
  identities: readonly string[],
  check: (manifest: Manifest, salt: Hex) => Fault[] = () => [],
): Promise<Opened> {
  await expectFree(out)
  const part = `${resolve(out)}.${crypto.randomUUID().slice(0, 8)}.part`
  await makeFolder(part, 0o700)
  try {
    const opened = await unpackBundle(await unseal(sealed, identities), {
      begin: async (manifest, salt) => {
        expectNone(check(manifest, salt))
        await writeFile(join(part, MANIFEST_FILE), manifestBytes(manifest), { flag: 'wx', mode: 0o600 })
        await writeFile(join(part, SALT_FILE), saltBytes(salt), { flag: 'wx', mode: 0o600 })
      },
      file: async ({ path }) => {
        const target = join(part, FILES_FOLDER, path)
        await makeFolder(dirname(target), 0o700)
        return writeStream(target)
      },
    })
    await expectFree(out)
    await rename(part, out)
    await syncFolder(dirname(part))
    return opened
  } catch (error) {
    await rm(part, { recursive: true, force: true })
    throw error
  }
}

export async function expectFree(out: string): Promise<void> {
  if (!(await exists(out))) return
  throw new InputError('command line', [{ path: '--out', value: out, message: 'is there; name a folder that is not' }])
}
