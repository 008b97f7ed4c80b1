import { sql, type SelectQueryBuilder } from 'kysely'
import type { Tables } from '../store/tables.ts'

/** Where a row stands on the chain. */
type Place = readonly [block: number, logIndex: number]

/**
 * Rows that one log each was the reason of, the newest first.
 * @param table theirs. @param after the row before the first, if any. @param most how many.
 */
export async function newestFirst<T extends keyof Tables, R>(
  query: SelectQueryBuilder<Tables, T, R>,
  table: 'pledges' | 'transfers',
  after: Place | undefined,
  most: number,
): Promise<R[]> {
  const [block, logIndex] = [sql.ref(`${table}.block`), sql.ref(`${table}.logIndex`)]
  const page =
    after === undefined ? query : query.where(sql<boolean>`(${block}, ${logIndex}) < (${after[0]}, ${after[1]})`)
  return page.orderBy(block, 'desc').orderBy(logIndex, 'desc').limit(most).execute()
}
