import { pbkdf2, randomBytes, randomUUID, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import * as Keystore from 'ox/Keystore'
import { bytesToHex, hexToBytes, type Address, type Hex } from 'viem'
import { privateKeyToAddress } from 'viem/accounts'
import { z } from 'zod'
import { InputError } from '../../sdk/errors/InputError.ts'
import { parseInput } from '../../sdk/errors/parseInput.ts'
import { readJson } from '../files/readJson.ts'
import { writeNew } from '../files/writeNew.ts'

/** What opening a keystore may cost at most: eight times what geth takes. */
const [MOST_N, MOST_R, MOST_P, MOST_C] = [2 ** 21, 8, 8, 10_000_000]
/** What geth takes for keystores that are to be safe: 256 MB for each guess. */
const SCRYPT = { n: 2 ** 18, r: 8, p: 1 }

const common = { dklen: z.literal(32), salt: z.string().regex(/^(0x)?([0-9a-fA-F]{2})+$/, 'is not hex') }
const cipher = {
  cipher: z.literal('aes-128-ctr'),
  ciphertext: z.string(),
  cipherparams: z.object({ iv: z.string() }),
  mac: z.string(),
}
/** Not strict: programs add fields of their own. */
const keystoreSchema = z.object({
  version: z.literal(3, 'is no V3 keystore'),
  id: z.string().default(''),
  address: z.string().optional(),
  crypto: z.discriminatedUnion('kdf', [
    z.object({
      ...cipher,
      kdf: z.literal('scrypt'),
      kdfparams: z.object({
        ...common,
        n: z
          .int()
          .min(2, 'must be at least 2')
          .max(MOST_N, 'takes too much memory')
          .refine((n) => Number.isInteger(Math.log2(n)), 'must be a power of 2'),
        r: z.int().min(1, 'must be above 0').max(MOST_R, 'takes too much memory'),
        p: z.int().min(1, 'must be above 0').max(MOST_P, 'takes too long'),
      }),
    }),
    z.object({
      ...cipher,
      kdf: z.literal('pbkdf2'),
      kdfparams: z.object({
        ...common,
        c: z.int().min(1, 'must be above 0').max(MOST_C, 'takes too long'),
        prf: z.literal('hmac-sha256'),
      }),
    }),
  ]),
})

type V3 = z.output<typeof keystoreSchema>

/** Reads an encrypted V3 keystore. @throws {InputError} when the file is none. */
export async function readKeystore(path: string): Promise<V3> {
  const file = await readJson(path, 'keystore')
  // ethers writes `Crypto`.
  const { Crypto, ...rest } = z.record(z.string(), z.unknown()).catch({}).parse(file)
  return parseInput(keystoreSchema, Crypto === undefined ? rest : { ...rest, crypto: Crypto }, 'keystore')
}

/** How the settings are called that name a keystore and its password, for what is said about them. */
export interface KeystoreNames {
  keystore: string
  password: string
}

/** The key in a keystore. @throws {InputError} when the password does not open it. */
export async function openKeystore(
  path: string,
  readPassword: () => Promise<string>,
  names: KeystoreNames = { keystore: '--keystore', password: '--password-file or type it again' },
): Promise<Hex> {
  const keystore = await readKeystore(path)
  const derived = await deriveKey(keystore.crypto, await readPassword())
  try {
    return Keystore.decrypt(keystore, derived)
  } catch {
    const message = `does not open with this password; check ${names.password}`
    throw new InputError('signing key', [{ path: names.keystore, value: path, message }])
  }
}

/** Writes a key as an encrypted keystore that only its owner can read. @throws {InputError} rather than overwrite a file. */
export async function writeKeystore(path: string, key: Hex, password: string): Promise<Address> {
  const kdfparams = { ...SCRYPT, dklen: 32, salt: randomBytes(32).toString('hex') } as const
  const derived = await deriveKey({ kdf: 'scrypt', kdfparams }, password)
  const sealed = Keystore.encrypt(key, derived, { kdf: 'scrypt', kdfparams, iv: randomBytes(16), id: randomUUID() })
  const address = privateKeyToAddress(key)
  const content = JSON.stringify({ ...sealed, address: address.slice(2).toLowerCase() }, undefined, 2)
  await writeNew(path, `${content}\n`, 'file', 0o600)
  return address
}

async function deriveKey(crypto: Pick<V3['crypto'], 'kdf' | 'kdfparams'>, password: string): Promise<Hex> {
  const { salt, ...params } = crypto.kdfparams
  const saltBytes = hexToBytes(`0x${salt.replace(/^0x/, '')}`)
  if ('n' in params) {
    const { n: N, r, p } = params
    const derive = promisify<string, Uint8Array, number, object, Buffer>(scrypt)
    return bytesToHex(await derive(password, saltBytes, 32, { N, r, p, maxmem: 256 * N * r }))
  }
  return bytesToHex(await promisify(pbkdf2)(password, saltBytes, params.c, 32, 'sha256'))
}
