import { useLayoutEffect, useRef, useState, type RefObject } from 'react'
import type { EscrowRow } from '../../data/answers/escrows.ts'
import { classes } from '../../parts/basics.tsx'
import { useWindowed } from '../../parts/useWindowed.ts'
import { EscrowCard } from './EscrowCard.tsx'
import css from './explore.module.css'

/** Pixels: the least width of a card, the space between cards, the height of one that was not drawn yet. */
const [WIDTH, GAP, HEIGHT] = [336, 16, 310]
/** Pixels beside the list, and its width on a wide screen: see app.module.css. */
const [EDGES, WIDEST] = [64, 1088]
/** Rows of cards that are drawn beyond what is in sight. */
const BEYOND = 2

/** The outcomes that were found; only cards near what is in sight are drawn, and each says its number. */
export function Cards({ rows, isWhole, isOld }: { rows: readonly EscrowRow[]; isWhole: boolean; isOld: boolean }) {
  const list = useRef<HTMLUListElement>(null)
  const columns = useColumns(list)
  const count = Math.ceil(rows.length / columns)
  const { from, to, before, after, measure } = useWindowed(list, {
    count,
    estimate: HEIGHT,
    gap: GAP,
    overscan: BEYOND,
  })
  const first = from * columns
  return (
    <ul
      ref={list}
      className={classes(css.cards, isOld && css.old)}
      style={{ paddingBlock: `${before}px ${after}px`, gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
    >
      {rows.slice(first, to * columns).map((row, i) => (
        <li
          key={row.address}
          aria-posinset={first + i + 1}
          aria-setsize={isWhole ? rows.length : -1}
          data-index={from + Math.floor(i / columns)}
          ref={i % columns === 0 ? measure : undefined}
        >
          <EscrowCard of={row} />
        </li>
      ))}
    </ul>
  )
}

/** Cards that fit beside one another, in a list so wide. */
function fitting(width: number): number {
  return Math.max(1, Math.floor((width + GAP) / (WIDTH + GAP)))
}

/** Cards that fit beside one another. */
function useColumns(list: RefObject<HTMLElement | null>): number {
  // A guess, until the observer says what place there is: to ask the element here would have the browser lay out twice.
  const [columns, setColumns] = useState(() => fitting(Math.min(window.innerWidth - EDGES, WIDEST)))
  useLayoutEffect(() => {
    const element = list.current
    if (element === null) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setColumns(fitting(entry.contentRect.width))
    })
    observer.observe(element)
    return () => {
      observer.disconnect()
    }
  }, [list])
  return columns
}
