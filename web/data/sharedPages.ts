/**
 * What did not change in a long list stays the same object, so that it is not drawn anew. Each page is compared when it comes: to compare
 * thousands of rows at once would take longer than a visitor waits.
 */
import { replaceEqualDeep } from '@tanstack/react-query'

/** The pages of a list and where each begins, as the library keeps them. */
interface Known<P> {
  pages: readonly P[]
  pageParams: readonly unknown[]
}

/** A page that has just come, with all that is equal in the one known before that begins at `start`. */
export function sharedPage<P>(known: Known<P> | undefined, start: unknown, page: P): P {
  const i = known?.pageParams.indexOf(start) ?? -1
  return i === -1 ? page : replaceEqualDeep<P>(known?.pages[i], page)
}

/** All pages, each of them shared already: the list before, where nothing in it is another. */
export function sharedPages<L>(before: unknown, after: L): L {
  const [old, fresh] = [before as Known<unknown> | undefined, after as Known<unknown>]
  const isSame = old?.pages.length === fresh.pages.length && fresh.pages.every((page, i) => page === old.pages[i])
  return isSame ? (before as L) : after
}
