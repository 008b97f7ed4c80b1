import { Keystore } from 'ox'
import { isHex, type Hex } from 'viem'
import { privateKeyToAccount, type PrivateKeyAccount } from 'viem/accounts'
import { z } from 'zod'
import { InputError } from '../../sdk/errors/InputError.ts'
import { parseInput } from '../../sdk/errors/parseInput.ts'
import { readJson, readText } from './readJson.ts'

const LOCAL_CHAINS = [31337, 1337]

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

/**
 * The account that signs: from an encrypted V3 keystore with the password in the file that LODESTONE_PASSWORD_FILE names, or, on
 * local chains only, from LODESTONE_PRIVATE_KEY.
 * @throws {InputError} when there is no key, or it cannot be used.
 */
export async function readAccount(keystore: string | undefined, chainId: number): Promise<PrivateKeyAccount> {
  const plain = process.env['LODESTONE_PRIVATE_KEY']
  if (keystore !== undefined) return privateKeyToAccount(await decrypt(keystore))
  if (plain === undefined) {
    throw wrong(
      '--keystore',
      '',
      'name an encrypted keystore, and its password in a file that LODESTONE_PASSWORD_FILE names',
    )
  }
  if (!LOCAL_CHAINS.includes(chainId)) {
    const message = `plain keys are for local chains (${LOCAL_CHAINS.join(', ')}), this is chain ${chainId}; use --keystore`
    throw wrong('LODESTONE_PRIVATE_KEY', '', message)
  }
  if (!isHex(plain) || plain.length !== 66)
    throw wrong('LODESTONE_PRIVATE_KEY', '', 'is not a key: 0x and 64 hex digits')
  return privateKeyToAccount(plain)
}

async function decrypt(path: string): Promise<Hex> {
  const passwordFile = process.env['LODESTONE_PASSWORD_FILE']
  if (passwordFile === undefined)
    throw wrong('LODESTONE_PASSWORD_FILE', '', 'is not set; name the file of the password')
  const file = await readJson(path, 'keystore')
  // ethers writes `Crypto`.
  const { Crypto, ...rest } = z.record(z.string(), z.unknown()).catch({}).parse(file)
  const keystore = parseInput(keystoreSchema, Crypto === undefined ? rest : { ...rest, crypto: Crypto }, 'keystore')
  const password = (await readText(passwordFile, 'password file')).replace(/\r?\n$/, '')
  try {
    return Keystore.decrypt(keystore, await Keystore.toKeyAsync(keystore, { password }))
  } catch {
    throw wrong('--keystore', path, 'does not open with this password; check LODESTONE_PASSWORD_FILE')
  }
}

function wrong(path: string, value: string, message: string): InputError {
  return new InputError('signing key', [{ path, value, message }])
}
