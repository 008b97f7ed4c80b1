import { Keystore } from 'ox'
import type { Hex } from 'viem'
import { z } from 'zod'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { parseInput } from '../../../sdk/errors/parseInput.ts'
import { readJson } from '../readJson.ts'

const common = { dklen: z.literal(32), salt: z.string() }
const cipher = {
  cipher: z.literal('aes-128-ctr'),
  ciphertext: z.string(),
  cipherparams: z.object({ iv: z.string() }),
  mac: z.string(),
}
/** Not strict: programs add fields of their own. */
const keystoreSchema = z.object({
  version: z.literal(3),
  id: z.string().default(''),
  address: z.string().optional(),
  crypto: z.discriminatedUnion('kdf', [
    z.object({
      ...cipher,
      kdf: z.literal('scrypt'),
      kdfparams: z.object({ ...common, n: z.int(), p: z.int(), r: z.int() }),
    }),
    z.object({
      ...cipher,
      kdf: z.literal('pbkdf2'),
      kdfparams: z.object({ ...common, c: z.int(), prf: z.literal('hmac-sha256') }),
    }),
  ]),
})

/** Reads an encrypted V3 keystore. @throws {InputError} when the file is none. */
export async function readKeystore(path: string): Promise<z.output<typeof keystoreSchema>> {
  const file = await readJson(path, 'keystore')
  // ethers writes `Crypto`.
  const { Crypto, ...rest } = z.record(z.string(), z.unknown()).catch({}).parse(file)
  return parseInput(keystoreSchema, Crypto === undefined ? rest : { ...rest, crypto: Crypto }, 'keystore')
}

/** The key in a keystore. @throws {InputError} when the password does not open it. */
export async function openKeystore(path: string, readPassword: () => Promise<string>): Promise<Hex> {
  const keystore = await readKeystore(path)
  const password = await readPassword()
  try {
    return Keystore.decrypt(keystore, await Keystore.toKeyAsync(keystore, { password }))
  } catch {
    const message = 'does not open with this password; check --password-file or type it again'
    throw new InputError('signing key', [{ path: '--keystore', value: path, message }])
  }
}
