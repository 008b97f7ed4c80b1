/** docs/oracle-threats.md names a test for each claim: each must exist, and each attack must be named. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'

const TESTS = join(import.meta.dirname, '..')
const PAGE = join(TESTS, '../../docs/oracle-threats.md')
/** As many as there are; fewer would mean that some were not found. */
const [LEAST_REFERENCES, LEAST_ATTACKS] = [45, 22]

interface Reference {
  file: string
  title: string
}

/** `attack/port.test.ts: behind ...` in the page. */
function references(page: string): Reference[] {
  return [...page.matchAll(/`([\w/]+\.test\.ts): ([^`]*)`/g)].map(([, file = '', title = '']) => ({ file, title }))
}

/** The beginnings of the tests in `source`, up to what a table fills in. */
function titles(source: string): string[] {
  return [...source.matchAll(/\bit\(\s*(['"`])((?:\\.|(?!\1)[\s\S])*)\1/g)].map(([, , title = '']) => title)
}

function faults(page: string, read: (file: string) => string | undefined): string[] {
  return references(page).flatMap(({ file, title }) => {
    const source = read(file)
    if (source === undefined) return [`no file ${file}`]
    return titles(source).some((one) => one.startsWith(title)) ? [] : [`no test in ${file} begins with "${title}"`]
  })
}

const read = (file: string) => (existsSync(join(TESTS, file)) ? readFileSync(join(TESTS, file), 'utf8') : undefined)

describe('docs/oracle-threats.md', () => {
  const page = readFileSync(PAGE, 'utf8')

  it('names tests that exist', () => {
    expect(references(page).length, 'references').to.be.at.least(LEAST_REFERENCES)
    expect(faults(page, read), 'faults').to.deep.equal([])
    expect(faults('`attack/none.test.ts: x` `attack/port.test.ts: no such`', read).length, 'planted').to.equal(2)
  })

  it('names every attack', () => {
    const attacks = readdirSync(import.meta.dirname)
      .filter((name) => name.endsWith('.test.ts') && name !== 'threats.test.ts')
      .flatMap((name) => titles(read(`attack/${name}`) ?? '').map((title) => ({ file: `attack/${name}`, title })))
    expect(attacks.length, 'attacks').to.be.at.least(LEAST_ATTACKS)
    const named = references(page)
    const isNamed = ({ file, title }: Reference) =>
      named.some((one) => one.file === file && one.title !== '' && title.startsWith(one.title))
    expect(
      attacks.filter((one) => !isNamed(one)),
      'left out',
    ).to.deep.equal([])
  })
})
