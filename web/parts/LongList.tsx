import { memo, type ReactNode } from 'react'
import { classes } from './basics.tsx'
import css from './longList.module.css'

export interface LongColumn<R> {
  title: string
  cell: (row: R) => ReactNode
  number?: boolean
}

interface Shown<R> {
  /** The same object every time: pages that did not change are not drawn again. */
  columns: readonly LongColumn<R>[]
  keyOf: (row: R) => string
}

/** A table of many thousand rows, page by page: those out of sight cost nothing. `pages` are the pages of a list as they were loaded. */
export function LongList<R>({
  caption,
  pages,
  columns,
  keyOf,
}: Shown<R> & { caption: string; pages: readonly (readonly R[])[] }) {
  return (
    <div className={css.scroll} tabIndex={0} role="region" aria-label={caption}>
      <div role="table" aria-label={caption} className={css.table}>
        <div role="rowgroup">
          <div role="row" className={classes(css.row, css.head)}>
            {columns.map(({ title, number = false }) => (
              <span key={title} role="columnheader" className={classes(number && css.number)}>
                {title}
              </span>
            ))}
          </div>
        </div>
        {pages.map((rows, i) => (
          <Page key={i} rows={rows} columns={columns} keyOf={keyOf} />
        ))}
      </div>
    </div>
  )
}

const Page = memo(PageOf) as typeof PageOf

function PageOf<R>({ rows, columns, keyOf }: Shown<R> & { rows: readonly R[] }) {
  return (
    <div role="rowgroup" className={css.page} style={{ containIntrinsicSize: `auto ${rows.length * 2.75}rem` }}>
      {rows.map((row) => (
        <div key={keyOf(row)} role="row" className={css.row}>
          {columns.map(({ title, cell, number = false }) => (
            <span key={title} role="cell" className={classes(number && css.number)}>
              {cell(row)}
            </span>
          ))}
        </div>
      ))}
    </div>
  )
}
