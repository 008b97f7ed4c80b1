/** What a member shows to another one, once both have committed themselves. */
import { isHex, type Hex } from 'viem'
import * as z from 'zod'
import { parseInput } from '../../sdk/errors/parseInput.ts'
import { seal, unseal } from '../../sdk/evidence/seal.ts'
import { addressSchema, bytes32Schema } from '../../sdk/model/schemas.ts'

/** The most hex digits of a signature: that of a contract account with many owners has several thousand. */
const MOST_DIGITS = 32_768
const MOST_MEASUREMENT = 2n ** 64n - 1n

export const revealSchema = z.strictObject({
  version: z.literal(1),
  chainId: z.int().min(1),
  escrow: addressSchema,
  claim: bytes32Schema,
  member: addressSchema,
  measurement: z
    .string()
    .regex(/^(0|[1-9]\d{0,19})$/)
    .refine((text) => BigInt(text) <= MOST_MEASUREMENT),
  report: bytes32Schema,
  signature: z
    .string()
    .max(MOST_DIGITS)
    .refine((text): text is Hex => isHex(text) && text.length % 2 === 0),
  /** Opens the commitment. */
  salt: bytes32Schema,
})

export type Reveal = z.output<typeof revealSchema>

/** Encrypts it, so that only the member that it is for can read it, whoever asked. @throws {InputError} when that is no age recipient. */
export async function sealReveal(reveal: Reveal, recipient: string): Promise<Uint8Array> {
  const plain = new Blob([JSON.stringify(reveal)]).stream()
  return bytesOf(await seal(plain, [recipient]))
}

/** Decrypts and parses it. @throws {InputError} when it does not open, or is none. */
export async function openReveal(sealed: Uint8Array, identities: readonly string[]): Promise<Reveal> {
  const plain = await bytesOf(await unseal(new Blob([Buffer.from(sealed)]).stream(), identities))
  return parseInput(revealSchema, parsed(plain), 'observation of a peer')
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return undefined
  }
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer())
}
