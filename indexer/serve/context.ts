/** What a request is answered from: the index as of one moment. */
import type { Address } from 'viem'
import { unpackTerms } from '../../sdk/model/termsCode.ts'
import type { Terms } from '../../sdk/model/terms.ts'
import { keysInChunks } from '../store/inChunks.ts'
import { chainHead, cursorOf, type Position } from '../store/meta.ts'
import type { Index } from '../store/openIndex.ts'
import type { AssetsTable } from '../store/tables.ts'
import type { OperatorRow } from './answers.ts'

/** How many terms are remembered: they never change. */
const MOST_TERMS = 5_000

/** What is kept from one request to the next. */
export interface Cache {
  terms: Map<Address, Terms>
  /** What was reckoned for the answers of one block, by its hash. */
  operators: { of: string; rows: Promise<readonly OperatorRow[]> } | undefined
}

export interface Context {
  index: Index
  /** The last block that was read; undefined before the first. */
  cursor: Position | undefined
  finalized: number
  /** Unix seconds of that block. */
  now: number
  cache: Cache
}

/** Begins to answer a request. */
export async function contextOf(index: Index, cache: Cache): Promise<Context> {
  const cursor = await cursorOf(index)
  const { finalized } = await chainHead(index)
  return { index, cursor, finalized, now: cursor?.time ?? 0, cache }
}

/** The block of an answer, for `asOf`. */
export function asOfBlock({ cursor, finalized }: Context) {
  return cursor === undefined ? null : { ...cursor, finalized }
}

/** Whether what a block says can still be reorganised away. */
export function finalityOf({ finalized }: Context, block: number): { block: number; finality: 'final' | 'not yet' } {
  return { block, finality: block <= finalized ? 'final' : 'not yet' }
}

/** The terms of escrows of the index. */
export async function termsOfAll(
  { index, cache: { terms: cache } }: Context,
  escrows: readonly Address[],
): Promise<(escrow: Address) => Terms> {
  const missing = [...new Set(escrows)].filter((escrow) => !cache.has(escrow))
  if (cache.size + missing.length > MOST_TERMS) cache.clear()
  const found = new Map<Address, Terms>()
  for (const some of keysInChunks(cache.size === 0 ? new Set(escrows) : missing)) {
    const rows = await index.selectFrom('terms').selectAll().where('escrow', 'in', some).execute()
    for (const { escrow, code } of rows) found.set(escrow, unpackTerms(code))
  }
  for (const [escrow, terms] of found) cache.set(escrow, terms)
  return (escrow) => {
    const terms = cache.get(escrow) ?? found.get(escrow)
    if (terms === undefined) throw new Error(`The index has no terms of ${escrow}.`)
    return terms
  }
}

/** What assets call themselves. */
export async function tokensOfAll({ index }: Context): Promise<(asset: Address) => AssetToken> {
  const rows = await index.selectFrom('assets').selectAll().execute()
  const tokens = new Map(rows.map((row) => [row.asset, row]))
  return (asset) => {
    const { symbol = null, decimals = null } = tokens.get(asset) ?? ({} as Partial<AssetsTable>)
    return { address: asset, symbol, decimals }
  }
}

export interface AssetToken {
  address: Address
  symbol: string | null
  decimals: number | null
}
