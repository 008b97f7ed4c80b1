/** The rows of a CSV file (RFC 4180), each by the names in its header. @throws {Error} where a row has another number of cells. */
export function rowsOfCsv(text: string): Record<string, string>[] {
  const lines: string[][] = []
  let line: string[] = []
  // A cell is quoted, with quotes doubled, or has none of these marks in it.
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/g)) {
    line.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    lines.push(line)
    line = []
    if (end === '') break
  }
  const [header = [], ...rows] = lines
  if (rows.pop()?.join('') !== '') throw new Error('The last line does not end.')
  return rows.map((cells) => {
    if (cells.length !== header.length) throw new Error(`A row has ${cells.length} cells, not ${header.length}.`)
    return Object.fromEntries(header.map((name, i) => [name, cells[i] ?? '']))
  })
}
