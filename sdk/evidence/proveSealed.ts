import type { Hex } from 'viem'
import { InputError, type Fault } from '../errors/InputError.ts'
import type { Manifest } from '../model/evidence.ts'
import { unseal } from './seal.ts'
import { unpackBundle } from './unpackBundle.ts'

/** Manifest and salt, once all files have been proved. */
export interface Opened {
  manifest: Manifest
  salt: Hex
}

/**
 * Decrypts a bundle and proves it, keeping nothing.
 * @param check what else manifest and salt have to be, asked before any file is read.
 * @throws {InputError} when it is not as it has to be.
 */
export async function proveSealed(
  sealed: ReadableStream<Uint8Array>,
  identities: readonly string[],
  check: (manifest: Manifest, salt: Hex) => Fault[] = () => [],
): Promise<Opened> {
  return unpackBundle(await unseal(sealed, identities), {
    // What the check throws has to be a rejection.
    begin: (manifest, salt) =>
      Promise.resolve().then(() => {
        expectNone(check(manifest, salt))
      }),
    file: () => Promise.resolve(new WritableStream()),
  })
}

/** @throws {InputError} with these faults, if there are any. */
export function expectNone(faults: Fault[]): void {
  if (faults.length > 0) throw new InputError('evidence bundle', faults)
}
