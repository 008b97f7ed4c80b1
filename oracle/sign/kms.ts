/** A key in AWS KMS (ECC_SECG_P256K1) as a signer. The key never leaves it; what comes back is checked against the key's address. */
import { AwsClient } from 'aws4fetch'
import {
  hashTypedData,
  hexToBytes,
  isAddressEqual,
  keccak256,
  numberToHex,
  recoverAddress,
  serializeSignature,
  serializeTransaction,
  type Address,
  type Hex,
  type Signature,
} from 'viem'
import { publicKeyToAddress, toAccount } from 'viem/accounts'
import * as z from 'zod'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { InputError } from '../../sdk/errors/InputError.ts'
import { isSafeUrl } from '../../sdk/evidence/intakeUrl.ts'
import type { AwsCredentials } from './awsCredentials.ts'
import { readPublicKey, readSignature } from './der.ts'
import type { Signer } from './signer.ts'
import { HALF_ORDER, WrongSignature } from './verifySignature.ts'

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
/** How long an answer may take, in milliseconds. */
const PATIENCE = 30_000
/** Refusals of KMS that go away by themselves. */
const PASSING = /Throttling|LimitExceeded|KMSInternal|DependencyTimeout|KeyUnavailable/

export interface KmsKey {
  /** Id, ARN or alias. */
  keyId: string
  region: string
  /** Default: that of the region. */
  endpoint?: string | undefined
}

const base64 = z.base64().transform((text) => Uint8Array.from(Buffer.from(text, 'base64')))
const publicKeySchema = z.object({
  PublicKey: base64,
  KeySpec: z.literal('ECC_SECG_P256K1'),
  KeyUsage: z.literal('SIGN_VERIFY'),
})
const signatureSchema = z.object({ Signature: base64 })
const refusalSchema = z.object({ __type: z.string(), message: z.string().optional(), Message: z.string().optional() })

/**
 * Opens the key: asks for its public half once.
 * @param credentials are asked for before each request, so that they may rotate.
 * @throws {InputError} when the key is of another kind or may not be used; {ConnectionError} when KMS does not answer.
 */
export async function kmsSigner(key: KmsKey, credentials: () => Promise<AwsCredentials>): Promise<Signer> {
  const ask = asking(key, credentials)
  const address = addressOf(key, await ask('GetPublicKey', {}))
  const signDigest = async (digest: Hex): Promise<Signature> => {
    const Message = Buffer.from(hexToBytes(digest)).toString('base64')
    const answer = await ask('Sign', { Message, MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_256' })
    return recovered(address, digest, answer)
  }
  const account = toAccount({
    address,
    signMessage: () => Promise.reject(new WrongSignature('it is not asked to sign messages')),
    signTransaction: () => Promise.reject(new WrongSignature('it is asked for transactions by sign only')),
    signTypedData: async (data) => serializeSignature(await signDigest(hashTypedData(data))),
  })
  return {
    account,
    sign: async ({ fees, ...transaction }) => {
      const unsigned = { ...transaction, ...fees }
      return serializeTransaction(unsigned, await signDigest(keccak256(serializeTransaction(unsigned))))
    },
  }
}

type Ask = (operation: 'GetPublicKey' | 'Sign', parameters: Record<string, string>) => Promise<unknown>

function asking({ keyId, region, endpoint }: KmsKey, credentials: () => Promise<AwsCredentials>): Ask {
  const url = new URL(endpoint ?? `https://kms.${region}.amazonaws.com/`)
  if (!isSafeUrl(url)) {
    throw new InputError('signer', [{ path: 'endpoint', value: url.host, message: 'is not encrypted; use https' }])
  }
  return async (operation, parameters) => {
    // Never asked twice by itself.
    const client = new AwsClient({ ...(await credentials()), service: 'kms', region, retries: 0 })
    const request = await client.sign(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `TrentService.${operation}` },
      body: JSON.stringify({ KeyId: keyId, ...parameters }),
    })
    const silent = (cause: unknown) =>
      new ConnectionError(`KMS at ${url.host} did not answer.`, cause, 'Trying again may help.')
    let response: Response, text: string
    try {
      response = await fetch(request, { signal: AbortSignal.timeout(PATIENCE), redirect: 'error' })
      text = await response.text()
    } catch (error) {
      throw silent(error)
    }
    const answer = json(text)
    if (response.ok) return answer
    const refusal = refusalSchema.safeParse(answer).data
    const why = `${refusal?.__type ?? response.status}: ${refusal?.message ?? refusal?.Message ?? ''}`
    if (response.status >= 500 || PASSING.test(why)) throw silent(new Error(why))
    throw new InputError('signer', [{ path: 'keyId', value: keyId, message: `cannot be used by KMS: ${why}` }])
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function addressOf({ keyId }: KmsKey, answer: unknown): Address {
  const parsed = publicKeySchema.safeParse(answer)
  try {
    if (parsed.success) return publicKeyToAddress(readPublicKey(parsed.data.PublicKey))
  } catch {
    // Said below, as for an answer of another form.
  }
  const message = 'is no key for signing on secp256k1; make one with key spec ECC_SECG_P256K1 and usage SIGN_VERIFY'
  throw new InputError('signer', [{ path: 'keyId', value: keyId, message }])
}

/** KMS says neither which of the two s nor which of the points it means: s is made low, and the address tells the point. */
async function recovered(address: Address, digest: Hex, answer: unknown): Promise<Signature> {
  const { r, s } = read(answer)
  const low = s > HALF_ORDER ? ORDER - s : s
  for (const yParity of [0, 1]) {
    const signature = { r: numberToHex(r, { size: 32 }), s: numberToHex(low, { size: 32 }), yParity }
    const by = await recoverAddress({ hash: digest, signature }).catch(() => undefined)
    if (by !== undefined && isAddressEqual(by, address)) return signature
  }
  throw new WrongSignature(`it is not by ${address} over the digest that was asked for`)
}

function read(answer: unknown): { r: bigint; s: bigint } {
  const parsed = signatureSchema.safeParse(answer)
  try {
    if (parsed.success) {
      const { r, s } = readSignature(parsed.data.Signature)
      if (r > 0n && r < ORDER && s > 0n && s < ORDER) return { r, s }
    }
  } catch {
    // Said below, as for an answer of another form.
  }
  throw new WrongSignature('the key service answered with no signature in DER')
}
