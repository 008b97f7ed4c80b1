/** Evidence as solvers pack it and members open it. Encryption is the oracle service's: here bundles are passed in memory. */
import { bytesToString, sha256, stringToBytes, toHex, type Address, type Hex } from 'viem'
import { canonicalJson, type Json } from '../../sdk/model/canonicalJson.ts'
import { commitmentOf, fileEntry, manifestDigest, type Manifest } from '../../sdk/model/evidence.ts'

const RESULTS = 'results.json'

/** What a member has after decrypting. */
export interface Bundle {
  readonly manifest: Manifest
  readonly results: Uint8Array
  readonly salt: Hex
}

/** Where a claim stands: what its commitment must reproduce. */
export interface Filed {
  readonly chainId: number
  readonly escrow: Address
  readonly solver: Address
  readonly commitment: Hex
}

/** Packs `results` for a claim by `solver` on `escrow` and commits to them. */
export function pack(
  place: Omit<Filed, 'commitment'>,
  statement: string,
  results: Json,
): { bundle: Bundle; commitment: Hex } {
  const content = stringToBytes(canonicalJson(results))
  const { escrow, solver } = place
  const manifest: Manifest = { version: 1, escrow, solver, statement, files: [fileEntry(RESULTS, content)] }
  const salt = toHex(crypto.getRandomValues(new Uint8Array(32)))
  const commitment = commitmentOf({ ...place, manifestDigest: manifestDigest(manifest), salt })
  return { bundle: { manifest, results: content, salt }, commitment }
}

/** The results in a bundle; undefined unless manifest and salt reproduce the claim's commitment and the file is the manifest's. */
export function open(bundle: Bundle, filed: Filed): unknown {
  const { commitment, ...place } = filed
  const digest = manifestDigest(bundle.manifest)
  if (commitmentOf({ ...place, manifestDigest: digest, salt: bundle.salt }) !== commitment) return undefined
  const entry = bundle.manifest.files.find(({ path }) => path === RESULTS)
  if (entry?.sha256 !== sha256(bundle.results)) return undefined
  return JSON.parse(bytesToString(bundle.results))
}
