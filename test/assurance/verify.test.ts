/** The frame of `npm run verify`: nothing passes that did not say so, and the page shows what the record holds. */
import { expect } from 'chai'
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { fillIn, freshPage, readPage } from './page.ts'
import { DEEP, type Part, QUICK } from './parts.ts'
import { fingerprint, readRecord } from './record.ts'
import { runPart, summaryOf } from './run-part.ts'

const FOLDER = 'cache/assurance/planted-part'

describe('verify', () => {
  beforeEach(() => {
    mkdirSync(FOLDER, { recursive: true })
  })
  afterEach(() => {
    rmSync(FOLDER, { recursive: true })
  })

  const planted = (name: string, text: string): Part => {
    const path = `${FOLDER}/${name}.ts`
    writeFileSync(path, text)
    return { name, shows: '', command: '', args: [path], of: 'all' }
  }

  it('should take a program that exits with 0 and says what it found', async () => {
    const answer = await runPart(planted('fine', "console.log('fine: 3 of 3 hold')"))
    expect(answer).to.include({ passed: true, figures: '3 of 3 hold' })
  })

  it('should fail a program that exits with 1, whatever it says', async () => {
    const answer = await runPart(planted('bad', "console.log('bad: 3 of 3 hold'); process.exitCode = 1"))
    expect(answer).to.include({ passed: false, figures: '3 of 3 hold; it ended with exit code 1' })
  })

  it('should fail a program that exits with 0 and says nothing', async () => {
    const answer = await runPart(planted('silent', "console.log('nothing to say')"))
    expect(answer).to.include({ passed: false, figures: 'it printed no summary' })
  })

  it('should fail a program that does not exist', async () => {
    const part = { name: 'none', shows: '', command: '', args: [`${FOLDER}/none.ts`], of: 'all' } as const
    expect((await runPart(part)).passed).to.equal(false)
  })

  it('should take the last summary', () => {
    expect(summaryOf('x', 'x: first\ny: other\nx: last \n')).to.equal('last')
    expect(summaryOf('x', 'xy: other\n')).to.equal(undefined)
  })

  it('should have a program for each part', () => {
    const parts = [...QUICK, ...DEEP]
    expect(new Set(parts.map(({ name }) => name)).size, 'names').to.equal(parts.length)
    for (const { args } of parts) expect(existsSync(args[0]), args[0]).to.equal(true)
  })

  it('should record parts that exist only', () => {
    const names = [...QUICK, ...DEEP].map(({ name }) => name)
    expect(names).to.include.members(Object.keys(readRecord()))
  })

  it('should mark figures of earlier contracts, and parts never run', () => {
    const entry = { figures: '9 of 9', contracts: '0123456789ab', on: '2026-01-02', minutes: 1.5 }
    const frame = 'a\n<!-- figures: npm run verify writes them -->\nold\n<!-- end of figures -->\nb\n'
    const lines = { ...entry, contracts: 'eeeeeeeeeeee' }
    const page = fillIn(frame, { static: entry, coverage: lines }, { core: 'eeeeeeeeeeee', all: 'ffffffffffff' })
    expect(page).to.include('| 9 of 9 | 2026-01-02, 1.5 min | earlier (0123456789ab) |')
    expect(page).to.include('not run yet')
    expect(page, 'of the core').to.include('| today’s |')
    expect(page).not.to.include('old')
    const today = { core: 'eeeeeeeeeeee', all: '0123456789ab' }
    expect(fillIn(page, { static: entry }, today)).to.include('| today’s |')
    expect(() => fillIn('a page without a place', {}, today)).to.throw('docs/assurance.md')
  })

  it('should show the record in docs/assurance.md as it is (npm run verify -- --page)', () => {
    expect(freshPage() === readPage(), `of contracts ${fingerprint('all')}`).to.equal(true)
  })
})
