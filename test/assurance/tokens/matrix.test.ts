/** Executes the table of table.ts: every kind of token against every entry point. */
import { expect } from 'chai'
import { loadFixture } from '../../support/escrow.ts'
import { COLUMNS, UNTOUCHED, harms, refused, works } from './cells.ts'
import type { Cell, Column } from './cells.ts'
import { KINDS } from './kinds.ts'
import { ORDER } from './life.ts'
import { runKind, stage } from './run-kind.ts'
import { TABLE } from './table.ts'
import type { KindName } from './table.ts'

const NAMES = Object.keys(TABLE) as KindName[]

describe('hostile tokens: the matrix', () => {
  it('should have a cell of every kind for every entry point', () => {
    expect(NAMES.length, 'kinds').to.be.greaterThan(23)
    expect(Object.keys(KINDS).sort(), 'kinds that are made').to.deep.equal([...NAMES].sort())
    expect([...ORDER].sort(), 'entry points of a life').to.deep.equal([...COLUMNS].sort())
    for (const name of NAMES) expect(Object.keys(TABLE[name].cells), name).to.deep.equal([...COLUMNS])
  })
  for (const name of NAMES) {
    it(`should hold over a token that: ${TABLE[name].label} (${name})`, async () => {
      const { faults, cells } = await runKind(await loadFixture(stage), KINDS[name], TABLE[name])
      expect(faults, name).to.deep.equal([])
      expect(cells, 'cells executed').to.equal(COLUMNS.length)
    })
  }

  describe('given a wrong cell', () => {
    const planted: [KindName, Column, Cell][] = [
      ['plain18', 'deposit', refused('TokenDeliveredLess')],
      ['rebaseHalf', 'collect', works],
      ['feeLater', 'redeem', harms('short')],
      ['paused', 'withdraw', harms('gone', 'Pausable: paused')],
    ]
    for (const [name, column, cell] of planted) {
      it(`should say so: ${name}, ${column}`, async () => {
        const row = { ...TABLE[name], cells: { ...TABLE[name].cells, [column]: cell } }
        const { faults } = await runKind(await loadFixture(stage), KINDS[name], row)
        expect(faults.filter((fault) => fault.startsWith(`${column}: `)).length, faults.join('\n')).to.be.greaterThan(0)
      })
    }
    it('should say so when an entry point needs the token that must not', async () => {
      const { faults } = await runKind(await loadFixture(stage), KINDS.plain18, TABLE.plain18, [
        ...UNTOUCHED,
        'collect',
      ])
      expect(faults.length, faults.join('\n')).to.equal(1)
      expect(faults[0]).to.match(/^collect: without the token: /)
    })
  })
})
