import type { ReactNode } from 'react'
import { classes } from './basics.tsx'
import css from './parts.module.css'

export interface Column<R> {
  title: string
  cell: (row: R) => ReactNode
  number?: boolean
  /** Its cells may hold sentences. */
  words?: boolean
}

/** A table that scrolls sideways by itself where the screen is narrow. */
export function Table<R>({
  caption,
  rows,
  columns,
  keyOf,
}: {
  caption: string
  rows: readonly R[]
  columns: readonly Column<R>[]
  keyOf: (row: R) => string
}) {
  return (
    <div className={css.scroll} tabIndex={0} role="region" aria-label={caption}>
      <table className={css.table}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, number = false }) => (
              <th key={title} scope="col" className={classes(number && css.number)}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map(({ title, cell, number = false, words = false }) => (
                <td key={title} className={classes(number && css.number, words && css.words)}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
