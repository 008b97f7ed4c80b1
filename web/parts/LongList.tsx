import { memo, useRef, type ReactNode } from 'react'
import { classes } from './basics.tsx'
import css from './longList.module.css'
import { useWindowed } from './useWindowed.ts'

export interface LongColumn<R> {
  title: string
  cell: (row: R) => ReactNode
  number?: boolean
}

/** Pixels of a row of one line. */
const ROW = 45
/** Rows that are drawn beyond what is in sight: the next ones are there when the focus moves on to them. */
const BEYOND = 12

/** A table of many thousand rows: only those near what is in sight are drawn, and each says its number. `columns` are the same object every time. */
export function LongList<R>({
  caption,
  rows,
  columns,
  keyOf,
  isWhole,
}: {
  caption: string
  rows: readonly R[]
  columns: readonly LongColumn<R>[]
  keyOf: (row: R) => string
  /** Whether there are no more rows than these. */
  isWhole: boolean
}) {
  const body = useRef<HTMLDivElement>(null)
  const { from, to, before, after, measure } = useWindowed(body, {
    count: rows.length,
    estimate: ROW,
    overscan: BEYOND,
  })
  return (
    <div className={css.scroll} tabIndex={0} role="region" aria-label={caption}>
      <div role="table" aria-label={caption} className={css.table} aria-rowcount={isWhole ? rows.length + 1 : -1}>
        <div role="rowgroup">
          <div role="row" aria-rowindex={1} className={classes(css.row, css.head)}>
            {columns.map(({ title, number = false }) => (
              <span key={title} role="columnheader" className={classes(number && css.number)}>
                {title}
              </span>
            ))}
          </div>
        </div>
        <div role="rowgroup" ref={body} className={css.body} style={{ paddingBlock: `${before}px ${after}px` }}>
          {rows.slice(from, to).map((row, i) => (
            <div
              key={keyOf(row)}
              role="row"
              aria-rowindex={from + i + 2}
              data-index={from + i}
              ref={measure}
              className={css.row}
            >
              <Cells row={row} columns={columns} />
            </div>
          ))}
        </div>
      </div>
    </div>
  )
}

const Cells = memo(CellsOf) as typeof CellsOf

function CellsOf<R>({ row, columns }: { row: R; columns: readonly LongColumn<R>[] }): ReactNode {
  return columns.map(({ title, cell, number = false }) => (
    <span key={title} role="cell" className={classes(number && css.number)}>
      {cell(row)}
    </span>
  ))
}
