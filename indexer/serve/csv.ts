import * as z from 'zod'

/** Cells that a spreadsheet would take for a formula begin so; a letter before them makes them text (OWASP). */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/

/**
 * Rows as CSV (RFC 4180): a header, lines that end with CRLF, quotation marks where needed. What is in a row's objects has a column
 * each, named `outer.inner`; lists are JSON. Texts that a spreadsheet would run are preceded by an apostrophe.
 * @param schema of a row: it fixes the columns, also of no rows.
 */
export function csvOf(schema: z.ZodType, rows: readonly unknown[]): string {
  const columns = columnsOf(schema)
  const lines = [columns.map((path) => path.join('.')), ...rows.map((row) => columns.map((path) => cellAt(row, path)))]
  return lines.map((cells) => `${cells.map(quoted).join(',')}\r\n`).join('')
}

/** The paths of all fields that are no objects. */
function columnsOf(schema: z.ZodType, path: readonly string[] = []): string[][] {
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional)
    return columnsOf(schema.unwrap() as z.ZodType, path)
  if (!(schema instanceof z.ZodObject)) return [[...path]]
  return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([name, inner]) =>
    columnsOf(inner, [...path, name]),
  )
}

function cellAt(row: unknown, path: readonly string[]): string {
  const value = path.reduce<unknown>(
    (at, name) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined),
    row,
  )
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return FORMULA.test(value) ? `'${value}` : value
  return JSON.stringify(value)
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
