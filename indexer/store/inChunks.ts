/** Values of one statement: every database takes so many. */
const MOST_VALUES = 20_000

/** Rows in lists that fit into one statement each. */
export function* rowsInChunks<T extends object>(rows: readonly T[]): Generator<T[]> {
  const [first] = rows
  if (first === undefined) return
  const most = Math.floor(MOST_VALUES / Object.keys(first).length)
  for (let i = 0; i < rows.length; i += most) yield rows.slice(i, i + most)
}

/** Keys in lists that fit into one statement each. */
export function* keysInChunks<T>(keys: Iterable<T>, most = 1_000): Generator<T[]> {
  const all = [...keys]
  for (let i = 0; i < all.length; i += most) yield all.slice(i, i + most)
}
