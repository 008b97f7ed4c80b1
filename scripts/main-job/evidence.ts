/** Evidence as solvers bring it: packed, encrypted to those who judge, and handed in to those who take it in. */
import { createHash } from 'node:crypto'
import { concatBytes, stringToBytes, type Address, type Hex } from 'viem'
import type { OperatorEntry } from '../../sdk/actions/getOperators.ts'
import { intakeUrl } from '../../sdk/evidence/intakeUrl.ts'
import { packBundle } from '../../sdk/evidence/packBundle.ts'
import { seal } from '../../sdk/evidence/seal.ts'
import { chunksOf } from '../../sdk/evidence/streams.ts'
import { canonicalJson, type Json } from '../../sdk/model/canonicalJson.ts'
import { commitmentOf, fileEntry, makeSalt, manifestDigest, type Manifest } from '../../sdk/model/evidence.ts'

/** The one file of each bundle. */
export const RESULTS = 'results.json'

/** Where a claim is to be filed, and by whom. */
export interface Place {
  readonly chainId: number
  readonly escrow: Address
  readonly solver: Address
}

/** Packs `results` for a claim at `place`, encrypts them to `recipients`, and commits to them. */
export async function pack(
  place: Place,
  statement: string,
  results: Json,
  recipients: readonly string[],
): Promise<{ sealed: Uint8Array<ArrayBuffer>; commitment: Hex }> {
  const content = stringToBytes(canonicalJson(results))
  const { escrow, solver } = place
  const manifest: Manifest = { version: 1, escrow, solver, statement, files: [fileEntry(RESULTS, content)] }
  const salt = makeSalt()
  const commitment = commitmentOf({ ...place, manifestDigest: manifestDigest(manifest), salt })
  const bundle = packBundle(manifest, salt, () => new Blob([new Uint8Array(content)]).stream())
  const chunks: Uint8Array[] = []
  for await (const chunk of chunksOf(await seal(bundle, recipients))) chunks.push(chunk)
  return { sealed: new Uint8Array(concatBytes(chunks)), commitment }
}

/** Hands a bundle in to all of `judges` who take bundles in. @returns how many took it, and how many said that it is not the claim's. */
export async function handIn(
  judges: readonly OperatorEntry[],
  { chainId, escrow }: Place,
  claim: Hex,
  sealed: Uint8Array<ArrayBuffer>,
): Promise<{ taken: number; refused: number }> {
  const digest = createHash('sha256').update(sealed).digest('base64')
  const headers = { 'content-type': 'application/age', 'repr-digest': `sha-256=:${digest}:` }
  const urls = judges
    .map(({ endpoint }) => intakeUrl(endpoint, chainId, escrow, claim))
    .filter((url) => url !== undefined)
  const statuses = await Promise.all(
    urls.map(async (url) => (await fetch(url, { method: 'PUT', headers, body: sealed })).status),
  )
  const wrong = statuses.find((status) => ![201, 204, 422].includes(status))
  if (wrong !== undefined) throw new Error(`A member answers ${wrong} to the evidence of claim ${claim}.`)
  const refused = statuses.filter((status) => status === 422).length
  return { taken: statuses.length - refused, refused }
}
