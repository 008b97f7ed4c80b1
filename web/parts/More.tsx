import { text } from '../text/en/parts.ts'
import { Button } from './basics.tsx'

/** Loads the next page of a list. */
export function More({
  list,
}: {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> }
}) {
  if (!list.hasNextPage) return null
  return (
    <p>
      <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
        {list.isFetchingNextPage ? text.loading : text.more}
      </Button>
    </p>
  )
}
