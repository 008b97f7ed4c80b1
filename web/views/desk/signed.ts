/**
 * What members have signed on this device: an observation is signed once. The measurement is written down before a wallet is asked, under
 * chain, escrow, claim and account; another one is refused from then on.
 */
import * as z from 'zod'
import type { Address, Hex } from 'viem'
import { bytes32Schema } from '../../../sdk/model/schemas.ts'

const hex = z.templateLiteral(['0x', z.string().regex(/^([0-9a-fA-F]{2})+$/)])
const signedSchema = z.strictObject({
  measurement: z.string().regex(/^\d{1,20}$/),
  report: bytes32Schema,
  /** The text of the report, for whoever asks for it. */
  text: z.string(),
  /** Once the wallet has given it. */
  signature: hex.optional(),
})
export type Signed = z.output<typeof signedSchema>

/** Which observation is meant. */
export interface Duty {
  chainId: number
  escrow: Address
  claim: Hex
  member: Address
}

/** What is used of a browser's storage. */
export type Memory = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

/** Thrown where another observation of the claim was begun on this device. */
export class SignedBefore extends Error {
  override readonly name = 'SignedBefore'
}

const keyOf = ({ chainId, escrow, claim, member }: Duty) =>
  `lodestone-signed:${chainId}:${escrow}:${claim}:${member}`.toLowerCase()

/** What was begun or signed here; undefined where nothing was. @throws {Error} where what is written there cannot be read: nothing may be signed then. */
export function signedHere(memory: Memory, duty: Duty): Signed | undefined {
  const text = memory.getItem(keyOf(duty))
  if (text === null) return undefined
  try {
    return signedSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new Error('What was signed here for this claim cannot be read any more: nothing else is signed for it.', {
      cause,
    })
  }
}

/**
 * Writes down what is about to be signed. The same again is fine.
 * @returns whether nothing was begun before: only then a refusal of the wallet says that there is no signature.
 * @throws {SignedBefore} where another measurement or report was begun.
 */
export function beginSigning(memory: Memory, duty: Duty, what: Omit<Signed, 'signature'>): boolean {
  const before = signedHere(memory, duty)
  if (before === undefined) {
    memory.setItem(keyOf(duty), JSON.stringify(what))
    return true
  }
  if (before.measurement !== what.measurement || before.report !== what.report)
    throw new SignedBefore(`This account has signed measurement ${before.measurement} for this claim on this device.`)
  return false
}

/** Writes the signature beside what was begun. */
export function keepSignature(memory: Memory, duty: Duty, signature: Hex): void {
  const before = signedHere(memory, duty)
  if (before === undefined) throw new TypeError('What is signed has to be begun first.')
  memory.setItem(keyOf(duty), JSON.stringify({ ...before, signature }))
}

/** Forgets what was just begun, where the wallet's owner has said no: then there is no signature anywhere. Never what has one. */
export function forgetRefused(memory: Memory, duty: Duty): void {
  if (signedHere(memory, duty)?.signature === undefined) memory.removeItem(keyOf(duty))
}

/** What is used of a browser's locks, which all windows of a page share. */
export interface Locks {
  request: (
    name: string,
    options: { ifAvailable: boolean },
    work: (lock: object | null) => Promise<void>,
  ) => Promise<void>
}

/** Thrown where another window of this page is asking for a signature for the same claim. */
export class SigningElsewhere extends Error {
  override readonly name = 'SigningElsewhere'
}

/**
 * Does the signing of a duty while no other window of this page does: one that is refused there must not be forgotten while it is signed
 * here. @throws {SigningElsewhere} where another one does.
 */
export async function alone<T>(duty: Duty, work: () => Promise<T>, locks: Locks = navigator.locks): Promise<T> {
  let working: Promise<T> | undefined
  await locks.request(keyOf(duty), { ifAvailable: true }, async (lock) => {
    if (lock === null) return
    working = work()
    await working
  })
  if (working === undefined)
    throw new SigningElsewhere('Another window of this page is asking for this signature: answer the wallet there.')
  return working
}
