/** AWS KMS as far as signing goes: one key on secp256k1, behind requests signed by AWS Signature Version 4, which it checks. */
import { createHash, createPublicKey } from 'node:crypto'
import { SigningKey } from 'ethers'
import { hexToBigInt, hexToBytes, keccak256, stringToHex, type Hex } from 'viem'
import { bodyOf, S3_SECRET, signatureOf, testServer, type TestServer } from '../../evidence/servers.ts'

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
export const KEY_ID = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'
export const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: S3_SECRET }

export interface KmsTamper {
  /** What is signed, and with which key, instead of what was asked. */
  digest?: (digest: Hex) => Hex
  key?: Hex
  /** Changes r, s and then the DER of a signature. */
  values?: (r: bigint, s: bigint) => [bigint, bigint]
  der?: (der: Buffer) => Buffer
  /** The answer instead: status and text. */
  answer?: (operation: string) => { status: number; text: string } | undefined
}

/** @param tamper may be changed while it runs. */
export async function kmsServer(
  key: Hex,
  tamper: KmsTamper = {},
): Promise<TestServer & { faults: string[]; operations: string[] }> {
  const faults: string[] = []
  const operations: string[] = []
  const server = await testServer(async (request, response) => {
    const body = await bodyOf(request)
    const refuse = (type: string, message: string) => {
      faults.push(`${type}: ${message}`)
      response.writeHead(400).end(JSON.stringify({ __type: type, message }))
    }
    const headers = request.headers as Record<string, string>
    const [, scope = '', names = '', signature = ''] =
      /^AWS4-HMAC-SHA256 Credential=AKID\/([^,]+), SignedHeaders=([^,]+), Signature=(\w+)$/.exec(
        headers['authorization'] ?? '',
      ) ?? []
    const covered = { ...headers, 'x-amz-content-sha256': createHash('sha256').update(body).digest('hex') }
    const expected = signatureOf({ method: request.method!, url: request.url!, headers: covered }, names, scope)
    if (signature !== expected) return refuse('InvalidSignatureException', 'The request signature does not match.')
    if (!/^\d{8}\/eu-central-1\/kms\/aws4_request$/.test(scope)) return refuse('InvalidSignatureException', scope)
    for (const name of ['host', 'x-amz-date', 'x-amz-target'])
      if (!names.split(';').includes(name)) return refuse('InvalidSignatureException', `${name} is not signed`)
    if (headers['content-type'] !== 'application/x-amz-json-1.1')
      return refuse('SerializationException', 'content-type')
    const operation = (headers['x-amz-target'] ?? '').replace('TrentService.', '')
    const asked = JSON.parse(body.toString()) as Record<string, string>
    operations.push(operation)
    const instead = tamper.answer?.(operation)
    if (instead !== undefined) return void response.writeHead(instead.status).end(instead.text)
    if (asked['KeyId'] !== KEY_ID) return refuse('NotFoundException', 'no such key')
    if (operation === 'GetPublicKey') {
      const PublicKey = spki(key).toString('base64')
      const answer = { KeyId: KEY_ID, PublicKey, KeySpec: 'ECC_SECG_P256K1', KeyUsage: 'SIGN_VERIFY' }
      return void response.end(JSON.stringify(answer))
    }
    const isDigest = asked['MessageType'] === 'DIGEST' && asked['SigningAlgorithm'] === 'ECDSA_SHA_256'
    if (operation !== 'Sign' || !isDigest) return refuse('ValidationException', operation)
    const digest = Buffer.from(asked['Message'] ?? '', 'base64')
    if (digest.length !== 32) return refuse('ValidationException', 'Digest is invalid length')
    const hex: Hex = `0x${digest.toString('hex')}`
    const signed = new SigningKey(tamper.key ?? key).sign(tamper.digest?.(hex) ?? hex)
    const [r, s] = [hexToBigInt(signed.r as Hex), hexToBigInt(signed.s as Hex)]
    const der = derOf(...(tamper.values?.(r, s) ?? [r, s]))
    const Signature = (tamper.der?.(der) ?? der).toString('base64')
    response.end(JSON.stringify({ KeyId: KEY_ID, Signature, SigningAlgorithm: 'ECDSA_SHA_256' }))
  })
  return { ...server, faults, operations }
}

/** The other s that is valid for the same signature: KMS gives either. */
export const mirrored = (r: bigint, s: bigint): [bigint, bigint] => [r, ORDER - s]

export const keyOf = (name: string): Hex => keccak256(stringToHex(name))

function spki(key: Hex): Buffer {
  const point = hexToBytes(new SigningKey(key).publicKey as Hex)
  const part = (from: number) => Buffer.from(point.subarray(from, from + 32)).toString('base64url')
  const jwk = { kty: 'EC', crv: 'secp256k1', x: part(1), y: part(33) }
  return createPublicKey({ key: jwk, format: 'jwk' }).export({ type: 'spki', format: 'der' })
}

export function derOf(r: bigint, s: bigint): Buffer {
  const integer = (value: bigint) => {
    const digits = value.toString(16)
    const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex')
    const content = bytes[0]! > 127 ? Buffer.concat([Buffer.of(0), bytes]) : bytes
    return Buffer.concat([Buffer.of(2, content.length), content])
  }
  const content = Buffer.concat([integer(r), integer(s)])
  return Buffer.concat([Buffer.of(0x30, content.length), content])
}
