/** Whether the files that hold secrets are their owner's alone. */
import { stat } from 'node:fs/promises'
import type { Fault } from '../../sdk/errors/InputError.ts'
import type { Config, SignerConfig } from '../config/config.ts'

/** Files with keys and passwords, by where the configuration names them. */
export function secretsOf({ signer, gas, evidence }: Config): { path: string; file: string }[] {
  const ofSigner = (path: string, one: SignerConfig) => {
    if (one.kind === 'local') return [{ path: `${path}.keyFile`, file: one.keyFile }]
    if (one.kind !== 'keystore') return []
    return [
      { path: `${path}.file`, file: one.file },
      { path: `${path}.passwordFile`, file: one.passwordFile },
    ]
  }
  return [
    ...ofSigner('signer', signer),
    ...ofSigner('gas.signer', gas.signer),
    ...evidence.identities.map((file, i) => ({ path: `evidence.identities.${i}`, file })),
  ]
}

/** Those that others than their owner may read or change; what is not there is another check's. */
export async function faultsOfModes(
  files: readonly { path: string; file: string }[],
  toDo = 'chmod 600',
): Promise<Fault[]> {
  const faults = await Promise.all(
    files.map(async ({ path, file }): Promise<Fault[]> => {
      const mode = await stat(file).then(
        (found) => found.mode,
        () => 0,
      )
      if ((mode & 0o077) === 0) return []
      return [{ path, value: file, message: `is open to others than its owner; ${toDo} it` }]
    }),
  )
  return faults.flat()
}
