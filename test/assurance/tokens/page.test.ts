/** The page that people read says what the tables say. */
import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { COLUMNS, refused } from './cells.ts'
import { page } from './page.ts'
import { TABLE } from './table.ts'

describe('docs/tokens.md', () => {
  it('should be fresh: if not, `npm run tokens`', () => {
    expect(readFileSync(new URL('../../../docs/tokens.md', import.meta.url), 'utf8')).to.equal(page())
  })
  it('should change with a cell', () => {
    const { plain18 } = TABLE
    const planted = { ...plain18, cells: { ...plain18.cells, deposit: refused('Planted') } }
    const lines = page({ ...TABLE, plain18: planted })
      .split('\n')
      .filter((line) => !page().split('\n').includes(line))
    expect(lines.length, 'lines that differ').to.equal(1)
    expect(lines[0]!.split('|').length, 'cells').to.equal(COLUMNS.length + 4)
    expect(lines[0]).to.include('refused: `Planted`')
  })
})
