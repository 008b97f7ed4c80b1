/** A claim that is prepared: everything that is needed to file it and to prove it, kept on this device until it is done. */
import * as z from 'zod'
import type { Address, Hex } from 'viem'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { parseInput } from '../../../sdk/errors/parseInput.ts'
import { cidOf, sealedName } from '../../../sdk/evidence/cid.ts'
import { claimFileSchema } from '../../../sdk/evidence/claimFile.ts'
import { checked, Digester, type Digest } from '../../../sdk/evidence/digest.ts'
import type { Reader } from '../../../sdk/evidence/judgeKeys.ts'
import { bundleSize } from '../../../sdk/evidence/layout.ts'
import { packBundle } from '../../../sdk/evidence/packBundle.ts'
import { seal } from '../../../sdk/evidence/seal.ts'
import { chunksOf } from '../../../sdk/evidence/streams.ts'
import {
  claimKey,
  commitmentOf,
  makeSalt,
  manifestDigest,
  manifestSchema,
  parseManifest,
  type Manifest,
} from '../../../sdk/model/evidence.ts'
import { addressSchema, bytes32Schema } from '../../../sdk/model/schemas.ts'
import { countedStream } from '../../data/countedStream.ts'
import type { Chosen } from './chosen.ts'

export const preparedSchema = z.strictObject({
  version: z.literal(1),
  claim: claimFileSchema.required({ bundle: true }),
  manifest: manifestSchema,
  salt: bytes32Schema,
  payee: addressSchema,
  /** Where the bundle is to be: with members who take it in, or at a place of the solver's own. */
  place: z.enum(['members', 'own']),
  /** Pieces in which the encrypted bundle is kept. */
  pieces: z.int().min(1),
  /** Whether the receipt was saved. */
  saved: z.boolean(),
  /** Milliseconds. */
  at: z.number(),
})
export type Prepared = z.output<typeof preparedSchema>

/** Parses what was kept on this device. @throws {InputError} when another version of the page wrote it. */
export function parsePrepared(input: unknown): Prepared {
  return parseInput(preparedSchema, input, 'claim that is kept on this device')
}

/** What was kept, as far as it can be read. */
export interface Readable {
  claims: Prepared[]
  unreadable: number
}

/** Parses all that was kept: one that cannot be read does not hide the others. */
export function readAll(kept: readonly unknown[]): Readable {
  const claims = kept.flatMap((one) => {
    try {
      return [parsePrepared(one)]
    } catch (error) {
      if (error instanceof InputError) return []
      throw error
    }
  })
  return { claims, unreadable: kept.length - claims.length }
}

/** What is to be claimed, by whom and before whom. */
export interface Preparation {
  chainId: number
  escrow: Address
  solver: Address
  /** The paid claim that a break claim attacks. */
  target?: Hex | undefined
  statement: string
  readers: readonly Reader[]
  payee: Address
  place: Prepared['place']
}

/** Where a prepared claim is kept. */
export interface Keeper {
  /** Keeps a piece of the encrypted bundle; pieces come in order, from 0. */
  piece: (key: Hex, place: number, content: Blob) => Promise<void>
  /** Keeps the claim, once all pieces are there. */
  claim: (prepared: Prepared) => Promise<void>
}

/** How far the preparation is; bytes of all. */
export interface Progress {
  doing: 'reading' | 'encrypting'
  done: number
  total: number
}

/** Bytes of the encrypted bundle that are kept at a time. */
const PIECE = 4 * 1024 * 1024

/**
 * Reads the files, fixes what is claimed, encrypts the bundle and keeps it all. Nothing is sent. Holds a few pieces in memory.
 * @returns the claim's key.
 * @throws {InputError} naming what cannot go into a bundle, files that change meanwhile, and keys that are none.
 */
export async function prepareClaim(
  preparation: Preparation,
  chosen: readonly Chosen[],
  keeper: Keeper,
  progress: (progress: Progress) => void = () => undefined,
): Promise<Prepared> {
  const { chainId, escrow, solver, target, statement, readers, payee, place } = preparation
  const files = await digestFiles(chosen, progress)
  const manifest = parseManifest({ version: 1, escrow, solver, statement, files })
  const salt = makeSalt()
  const commitment = commitmentOf({ chainId, escrow, solver, manifestDigest: manifestDigest(manifest), salt })
  const key = claimKey(solver, commitment, target)
  const sources = new Map(chosen.map(({ path, file }) => [path, file]))
  const total = bundleSize(manifest, salt)
  const packed = packBundle(manifest, salt, (path) => (sources.get(path) ?? new Blob([])).stream())
  const sealed = await seal(
    countedStream(packed, (done) => {
      progress({ doing: 'encrypting', done, total })
    }),
    readers.map(({ recipient }) => recipient),
  )
  const { digest, pieces } = await keepPieces(sealed, (place, content) => keeper.piece(key, place, content))
  const cid = cidOf(digest.sha256)
  const prepared: Prepared = {
    version: 1,
    claim: {
      version: 1,
      chainId,
      escrow,
      solver,
      ...(target === undefined ? {} : { target }),
      commitment,
      key,
      bundle: { ...digest, cid, recipients: [...readers] },
      // The name alone, as the command line does for a folder: members get it from the solver.
      ...(place === 'members' ? { uri: `file:///${sealedName(cid)}` } : {}),
      takenIn: {},
    },
    manifest,
    salt,
    payee,
    place,
    pieces,
    saved: false,
    at: Date.now(),
  }
  await keeper.claim(prepared)
  return prepared
}

async function digestFiles(
  chosen: readonly Chosen[],
  progress: (progress: Progress) => void,
): Promise<Manifest['files']> {
  const total = chosen.reduce((sum, { file }) => sum + file.size, 0)
  const entries: Manifest['files'] = []
  let before = 0
  for (const { path, file } of chosen) {
    const digester = new Digester()
    const start = before
    const stream = countedStream(file.stream(), (done) => {
      progress({ doing: 'reading', done: start + done, total })
    })
    for await (const chunk of chunksOf(stream)) digester.update(chunk)
    entries.push({ path, ...digester.digest() })
    before += file.size
  }
  return entries
}

/** Cuts a stream into pieces and keeps them. */
async function keepPieces(
  stream: ReadableStream<Uint8Array>,
  keep: (place: number, content: Blob) => Promise<void>,
): Promise<{ digest: Digest; pieces: number }> {
  let digest: Digest | undefined
  let waiting: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  let pieces = 0
  const flush = async (): Promise<void> => {
    await keep(pieces++, new Blob(waiting))
    waiting = []
    size = 0
  }
  for await (const chunk of chunksOf(checked(stream, (one) => (digest = one)))) {
    waiting.push(new Uint8Array(chunk))
    size += chunk.length
    if (size >= PIECE) await flush()
  }
  if (size > 0) await flush()
  if (digest === undefined) throw new TypeError('the stream ended without its digest')
  return { digest, pieces }
}
