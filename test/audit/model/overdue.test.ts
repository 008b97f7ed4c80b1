/** What is due at the pinned block and nobody has done: a remark with the command that does it. */
import { expect } from 'chai'
import { ESCROW, Script, subjectOf, who } from '../support/script.ts'
import { keep } from '../support/keep.ts'
import { contestLife, unitsLife } from '../support/lives.ts'

/** The commands that are said to be due some seconds after the last transaction. */
function commands(s: Script, seconds = 0n): (string | undefined)[] {
  const { findings } = keep(subjectOf(s.terms), s.entries, s.end(seconds))
  for (const { rule, grade, what } of findings) expect([rule, grade], what).to.deep.equal(['L1', 'remark'])
  return findings.map(({ command }) => command)
}

const SETTLE = `lodestone settle ${ESCROW}`

describe('audit: overdue actions', () => {
  it('a decided claim, from the second after its challenge', async () => {
    const s = (await unitsLife()).endWith('observe the last')
    expect(commands(s, 500n), 'the last second for a challenge').to.deep.equal([])
    expect(commands(s, 501n), 'decided').to.deep.equal([SETTLE])
  })

  it('a decided break claim', async () => {
    const s = (await unitsLife()).endWith('rule')
    const collect = `lodestone collect ${ESCROW} ${who('Sol')}`
    expect(commands(s), 'ruled, and Sol is owed most').to.deep.equal([SETTLE, collect])
  })

  it('a holding whose warranty is over, not before and not while a break claim is open', async () => {
    const s = await unitsLife()
    s.endWith('settle again')
    const release = `lodestone release ${ESCROW} ${s.keys.second}`
    expect(commands(s, 10_000n), 'the last second of the warranty').not.to.include(release)
    expect(commands(s, 10_001n), 'over').to.include(release)
    s.file('late break', 19_601n, 'Rea', 0n, s.keys.second)
    expect(commands(s, 1n), 'open').not.to.include(release)
  })

  it('a contest that can be awarded', async () => {
    const s = (await contestLife()).endWith('settle')
    expect(commands(s, 20_000n), 'the last second of the last call').to.deep.equal([])
    expect(commands(s, 20_001n), 'over').to.deep.equal([SETTLE])
  })

  it('refunds that are open', async () => {
    const s = (await unitsLife()).endWith('collect m2')
    expect(commands(s, 100_000n), 'closed').to.deep.equal([`lodestone refund ${ESCROW}`])
    const missed = new Script().pledge('pledge', 100n, 'Ada', 499n)
    expect(commands(missed, 900n), 'pledging').to.deep.equal([])
    expect(commands(missed, 901n), 'void').to.deep.equal([`lodestone refund ${ESCROW}`])
  })
})
