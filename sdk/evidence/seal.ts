import { ConnectionError } from '../errors/ConnectionError.ts'
import { InputError } from '../errors/InputError.ts'
import { chunksOf, streamOf, withErrors } from './streams.ts'

/** Bytes in which the header of an age file ends; 40 recipients with post-quantum security take a quarter of it. */
const MOST_HEADER = 256 * 1024
/** Bytes that are handed on at a time until then: the decrypter asks for a few pieces more than it needs. */
const PIECE = 16 * 1024

/**
 * Encrypts a bundle with age, so that each recipient can open it.
 * @param recipients age recipients: X25519 (`age1...`) or with post-quantum security (`age1pq1...`).
 * @throws {InputError} naming each recipient that is none; `isRecipient` tells before.
 */
export async function seal(
  bundle: ReadableStream<Uint8Array>,
  recipients: readonly string[],
): Promise<ReadableStream<Uint8Array>> {
  const { Encrypter } = await import('age-encryption')
  const valid = await Promise.all(recipients.map(isRecipient))
  const faults = recipients
    .map((value, i) => ({ path: `${i}`, value, message: 'is not an age recipient: age1..., or age1pq1...' }))
    .filter((_, i) => valid[i] !== true)
  if (recipients.length === 0) faults.push({ path: '', value: '', message: 'names nobody who could open the bundle' })
  if (faults.length > 0) throw new InputError('list of recipients', faults)
  const encrypter = new Encrypter()
  for (const recipient of new Set(recipients)) encrypter.addRecipient(recipient)
  return encrypter.encrypt(bundle)
}

/**
 * Decrypts a bundle.
 * @param identities age identities: `AGE-SECRET-KEY-1...`, `AGE-SECRET-KEY-PQ-1...`.
 * @returns the bundle; reading it throws {InputError} where the encrypted text was changed or cut short.
 * @throws {InputError} when it is not an age file, or none of the identities opens it.
 */
export async function unseal(
  sealed: ReadableStream<Uint8Array>,
  identities: readonly string[],
): Promise<ReadableStream<Uint8Array>> {
  const { Decrypter } = await import('age-encryption')
  const decrypter = new Decrypter()
  for (const identity of identities) decrypter.addIdentity(identity)
  let opened = false
  /** The header is held in memory: it has to end. */
  async function* ending(): AsyncGenerator<Uint8Array, void> {
    let read = 0
    for await (const chunk of chunksOf(sealed)) {
      let at = 0
      while (!opened && at < chunk.length) {
        if (read > MOST_HEADER) throw wrong('', 'has a header that does not end')
        const piece = chunk.subarray(at, at + PIECE)
        at += piece.length
        read += piece.length
        yield piece
      }
      if (at < chunk.length) yield chunk.subarray(at)
    }
  }
  try {
    const bundle = await decrypter.decrypt(streamOf(ending()))
    opened = true
    return withErrors(bundle, (error) =>
      isOwn(error) ? error : wrong('', 'was changed or cut short after it was encrypted', error),
    )
  } catch (error) {
    if (isOwn(error)) throw error
    const nobody = error instanceof Error && error.message.includes('no identity matched')
    throw nobody
      ? wrong('identity', 'does not open it: it was encrypted to others')
      : wrong('', 'is not a file that age encrypted, or its beginning was changed', error)
  }
}

/** Whether evidence can be encrypted to this text. */
export async function isRecipient(text: string): Promise<boolean> {
  if (!/^age1(pq1)?[02-9ac-hj-np-z]+$/.test(text)) return false
  const { Encrypter } = await import('age-encryption')
  try {
    new Encrypter().addRecipient(text)
    return true
  } catch {
    return false
  }
}

/** A fresh age identity (X25519), to be kept secret, and the recipient to publish. */
export async function makeIdentity(): Promise<{ identity: string; recipient: string }> {
  const { generateX25519Identity, identityToRecipient } = await import('age-encryption')
  const identity = await generateX25519Identity()
  return { identity, recipient: await identityToRecipient(identity) }
}

/** The recipient of an identity. @throws {InputError} when the text is not an age identity; the text is not repeated. */
export async function recipientOf(identity: string): Promise<string> {
  const { identityToRecipient } = await import('age-encryption')
  try {
    return await identityToRecipient(identity)
  } catch {
    const message = 'is not an age identity: AGE-SECRET-KEY-1..., or AGE-SECRET-KEY-PQ-1...'
    throw new InputError('identity', [{ path: '', value: '', message }])
  }
}

/** What the source of the bytes says of itself passes as it is. */
function isOwn(error: unknown): boolean {
  return error instanceof InputError || error instanceof ConnectionError
}

function wrong(path: string, message: string, cause?: unknown): InputError {
  const error = new InputError('evidence bundle', [{ path, value: '', message }])
  error.cause = cause
  return error
}
