/** Where prepared claims are kept on this device: IndexedDB, which pages and workers share. Pieces of bundles lie beside them. */
import type { Address, Hex } from 'viem'
import { parsePrepared, readAll, type Keeper, type Prepared, type Readable } from './prepared.ts'

const NAME = 'lodestone-claims'
const CLAIMS = 'claims'
const PIECES = 'pieces'

/** Which claims are meant. */
export interface Whose {
  chainId: number
  escrow: Address
  solver: Address
  target: Hex | undefined
}

/** Keeps what `prepareClaim` makes. */
export const keeper: Keeper = {
  piece: async (key, place, content) => {
    await inStore(PIECES, 'readwrite', (pieces) => pieces.put(content, [key, place]))
  },
  claim: keepPrepared,
}

/** Keeps a claim, in place of what was kept of it. */
export async function keepPrepared(prepared: Prepared): Promise<void> {
  await inStore(CLAIMS, 'readwrite', (claims) => claims.put(prepared, prepared.claim.key))
}

/** Changes what is kept of a claim as it is now. */
export async function changePrepared(key: Hex, change: (prepared: Prepared) => Prepared): Promise<Prepared> {
  const changed = change(parsePrepared(await inStore(CLAIMS, 'readonly', (claims) => claims.get(key))))
  await keepPrepared(changed)
  return changed
}

/** The claims of an account that are kept here, the newest first, and how many there are that cannot be read, whosever they are. */
export async function listPrepared({ chainId, escrow, solver, target }: Whose): Promise<Readable> {
  const all: unknown[] = await inStore(CLAIMS, 'readonly', (claims) => claims.getAll())
  const read = readAll(all)
  const claims = read.claims
    .filter(
      ({ claim }) =>
        claim.chainId === chainId && claim.escrow === escrow && claim.solver === solver && claim.target === target,
    )
    .sort((one, other) => other.at - one.at)
  return { ...read, claims }
}

/** The encrypted bundle of a claim, which stays on the disk until it is read. */
export async function bundleOf({ claim, pieces }: Prepared): Promise<Blob> {
  const found: unknown[] = await inStore(PIECES, 'readonly', (store) => store.getAll(piecesOf(claim.key)))
  const blobs = found.filter((one) => one instanceof Blob)
  const bundle = new Blob(blobs, { type: 'application/age' })
  if (blobs.length !== pieces || bundle.size !== claim.bundle.size)
    throw new Error('The encrypted bundle on this device is not whole: the browser has removed a part of it.')
  return bundle
}

/** Removes a claim and its bundle from this device. */
export async function forgetPrepared(key: Hex): Promise<void> {
  await inStore(CLAIMS, 'readwrite', (claims) => claims.delete(key))
  await inStore(PIECES, 'readwrite', (pieces) => pieces.delete(piecesOf(key)))
}

/** Removes pieces that a preparation has left which never came to its end. */
export async function sweepPieces(): Promise<void> {
  const kept = new Set(await inStore(CLAIMS, 'readonly', (claims) => claims.getAllKeys()))
  const places = await inStore(PIECES, 'readonly', (pieces) => pieces.getAllKeys())
  const left = new Set(places.map((place) => (Array.isArray(place) ? place[0] : place)))
  for (const key of left) {
    if (key !== undefined && !kept.has(key) && typeof key === 'string')
      await inStore(PIECES, 'readwrite', (pieces) => pieces.delete(piecesOf(key)))
  }
}

const piecesOf = (key: string) => IDBKeyRange.bound([key, 0], [key, Number.MAX_SAFE_INTEGER])

/** Asks one question of a store; writing is done once its transaction is. */
async function inStore<T>(
  name: string,
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const database = await open()
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(name, mode, { durability: 'strict' })
      const request = ask(transaction.objectStore(name))
      transaction.oncomplete = () => {
        resolve(request.result)
      }
      transaction.onabort = () => {
        reject(transaction.error ?? new Error('The browser kept nothing.'))
      }
    })
  } finally {
    database.close()
  }
}

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore(CLAIMS)
      request.result.createObjectStore(PIECES)
    }
    request.onsuccess = () => {
      resolve(request.result)
    }
    request.onerror = () => {
      reject(request.error ?? new Error('This browser keeps nothing for pages; private windows of some do not.'))
    }
  })
}
