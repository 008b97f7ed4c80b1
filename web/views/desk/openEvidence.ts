import { countedStream } from '../../data/countedStream.ts'
import type { Address, Hex } from 'viem'
import { checkFiling } from '../../../sdk/evidence/checkFiling.ts'
import { expectNone } from '../../../sdk/evidence/proveSealed.ts'
import { unseal } from '../../../sdk/evidence/seal.ts'
import { unpackBundle } from '../../../sdk/evidence/unpackBundle.ts'
import { manifestDigest, type Manifest } from '../../../sdk/model/evidence.ts'

/** What is known of a claim, by which its evidence is proved. */
export interface Filed {
  chainId: number
  escrow: Address
  solver: Address
  claim: Hex
  target: Hex
}

/** Evidence that was decrypted and proved. */
export interface OpenedEvidence {
  manifest: Manifest
  /** keccak256 of the manifest: what a report names. */
  digest: Hex
  salt: Hex
  files: { path: string; content: Blob }[]
}

/** Bytes that are gathered before they go to the browser, which may put them on its disk. */
const PIECE = 4 * 1024 * 1024

/**
 * Decrypts a bundle and proves it: manifest and salt against the claim's key before any file is read, then every file.
 * @param progress hears how many encrypted bytes were read.
 * @throws {InputError} when it is not this claim's, none of the identities opens it, or something in it was changed.
 */
export async function openEvidence(
  sealed: Blob,
  identities: readonly string[],
  filed: Filed,
  progress: (done: number) => void = () => undefined,
): Promise<OpenedEvidence> {
  const files: OpenedEvidence['files'] = []
  const opened = await unpackBundle(await unseal(countedStream(sealed.stream(), progress), identities), {
    begin: (manifest, salt) =>
      Promise.resolve().then(() => {
        expectNone(checkFiling(manifest, salt, filed))
      }),
    file: ({ path }) =>
      Promise.resolve(
        intoBlob((content) => {
          files.push({ path, content })
        }),
      ),
  })
  return { ...opened, digest: manifestDigest(opened.manifest), files }
}

/** A stream that makes a Blob of what is written. */
function intoBlob(done: (content: Blob) => void): WritableStream<Uint8Array> {
  const parts: Blob[] = []
  let waiting: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  const flush = (): void => {
    parts.push(new Blob(waiting))
    waiting = []
    size = 0
  }
  return new WritableStream<Uint8Array>({
    write: (chunk) => {
      waiting.push(new Uint8Array(chunk))
      size += chunk.length
      if (size >= PIECE) flush()
    },
    close: () => {
      flush()
      done(new Blob(parts))
    },
  })
}
