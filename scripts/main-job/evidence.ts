/** Evidence as solvers pack and encrypt it and members open it: bundles of the SDK, passed in memory instead of stored. */
import { bytesToString, concatBytes, stringToBytes, zeroHash, type Address, type Hex } from 'viem'
import { InputError } from '../../sdk/errors/InputError.ts'
import { checkFiling } from '../../sdk/evidence/checkFiling.ts'
import { packBundle } from '../../sdk/evidence/packBundle.ts'
import { makeIdentity, seal, unseal } from '../../sdk/evidence/seal.ts'
import { chunksOf } from '../../sdk/evidence/streams.ts'
import { unpackBundle } from '../../sdk/evidence/unpackBundle.ts'
import { canonicalJson, type Json } from '../../sdk/model/canonicalJson.ts'
import { claimKey, commitmentOf, fileEntry, makeSalt, manifestDigest, type Manifest } from '../../sdk/model/evidence.ts'

const RESULTS = 'results.json'

/** Where a claim stands: what its commitment must reproduce. */
export interface Filed {
  readonly chainId: number
  readonly escrow: Address
  readonly solver: Address
  readonly commitment: Hex
}

/** The age keys of those who judge, by name; each is made when it is first asked for. */
export class Keys {
  readonly #made = new Map<string, ReturnType<typeof makeIdentity>>()

  of(name: string): ReturnType<typeof makeIdentity> {
    const made = this.#made.get(name) ?? makeIdentity()
    this.#made.set(name, made)
    return made
  }
}

/** Packs `results` for a claim by `solver` on `escrow`, encrypts them to `recipients`, and commits to them. */
export async function pack(
  place: Omit<Filed, 'commitment'>,
  statement: string,
  results: Json,
  recipients: readonly string[],
): Promise<{ sealed: Uint8Array; commitment: Hex }> {
  const content = stringToBytes(canonicalJson(results))
  const { escrow, solver } = place
  const manifest: Manifest = { version: 1, escrow, solver, statement, files: [fileEntry(RESULTS, content)] }
  const salt = makeSalt()
  const commitment = commitmentOf({ ...place, manifestDigest: manifestDigest(manifest), salt })
  const bundle = packBundle(manifest, salt, () => streamOfBytes(content))
  return { sealed: await bytesOf(await seal(bundle, recipients)), commitment }
}

/** The results in a bundle; undefined unless it opens, all in it is the manifest's, and this is what the claim has committed to. */
export async function open(sealed: Uint8Array, filed: Filed, identity: string): Promise<unknown> {
  const { solver, commitment } = filed
  const chunks: Uint8Array[] = []
  try {
    await unpackBundle(await unseal(streamOfBytes(sealed), [identity]), {
      begin: (manifest, salt) => {
        const faults = checkFiling(manifest, salt, { ...filed, claim: claimKey(solver, commitment), target: zeroHash })
        return faults.length === 0 ? Promise.resolve() : Promise.reject(new InputError('evidence bundle', faults))
      },
      file: () =>
        Promise.resolve(new WritableStream<Uint8Array>({ write: (chunk) => void chunks.push(chunk.slice()) })),
    })
  } catch (error) {
    if (error instanceof InputError) return undefined
    throw error
  }
  return JSON.parse(bytesToString(concatBytes(chunks)))
}

function streamOfBytes(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes)
      controller.close()
    },
  })
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of chunksOf(stream)) chunks.push(chunk)
  return concatBytes(chunks)
}
