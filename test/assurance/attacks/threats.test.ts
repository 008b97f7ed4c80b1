/** docs/threats.md names a test for each claim: each must exist, and each attack must be named. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'

const TESTS = join(import.meta.dirname, '../..')
const PAGE = join(TESTS, '../docs/threats.md')
/** As many references and attacks as there are; fewer would mean that some were not found. */
const LEAST_REFERENCES = 104
const LEAST_ATTACKS = 93

interface Reference {
  file: string
  title: string
}

/** `delays.test.ts: should ...` in the page; a file without a folder is an attack. */
function references(page: string): Reference[] {
  return [...page.matchAll(/`([\w/.-]+\.test\.ts): (should [^`]+)`/g)].map(([, file = '', title = '']) => ({
    file: file.includes('/') ? file : `assurance/attacks/${file}`,
    title,
  }))
}

/** The titles of the tests in `source`. What a table fills in is left as it is written. */
function titles(source: string): string[] {
  return [...source.matchAll(/\bit\(\s*(['"`])((?:\\.|(?!\1)[\s\S])*)\1/g)].map((match) => match[2] ?? '')
}

/** What is wrong with the references of `page`; `read` gives the text of a test file, undefined if there is none. */
function faults(page: string, read: (file: string) => string | undefined): string[] {
  return references(page).flatMap(({ file, title }) => {
    const source = read(file)
    if (source === undefined) return [`no file test/${file}`]
    const found = titles(source).filter((name) => name.startsWith(title)).length
    return found === 1 ? [] : [`${found} tests in test/${file} begin with "${title}"`]
  })
}

/** Attacks that `page` does not name. */
function unnamed(page: string, attacks: { file: string; source: string }[]): string[] {
  const named = references(page)
  return attacks.flatMap(({ file, source }) =>
    titles(source)
      .filter((name) => !named.some((reference) => reference.file === file && name.startsWith(reference.title)))
      .map((name) => `test/${file}: ${name}`),
  )
}

const read = (file: string) => (existsSync(join(TESTS, file)) ? readFileSync(join(TESTS, file), 'utf8') : undefined)

describe('docs/threats.md', () => {
  const page = readFileSync(PAGE, 'utf8')
  const attacks = readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith('.test.ts') && name !== 'threats.test.ts')
    .map((name) => ({ file: `assurance/attacks/${name}`, source: read(`assurance/attacks/${name}`) ?? '' }))

  it('should name tests that exist, each without doubt', () => {
    expect(references(page).length, 'references').to.be.at.least(LEAST_REFERENCES)
    expect(faults(page, read)).to.deep.equal([])
  })

  it('should name every attack', () => {
    expect(attacks.flatMap(({ source }) => titles(source)).length, 'attacks').to.be.at.least(LEAST_ATTACKS)
    expect(unnamed(page, attacks)).to.deep.equal([])
  })

  it('should be found at fault for a file or test that does not exist, two that fit, and an attack left out', () => {
    const planted = (file: string) => (file === 'x/a.test.ts' ? "it('should b'); it('should bc')" : undefined)
    expect(faults('`x/a.test.ts: should bc`', planted), 'fine').to.deep.equal([])
    expect(faults('`x/none.test.ts: should b`', planted), 'no file').to.have.length(1)
    expect(faults('`x/a.test.ts: should d`', planted), 'no test').to.have.length(1)
    expect(faults('`x/a.test.ts: should b`', planted), 'two tests').to.have.length(1)
    const attack = [{ file: 'assurance/attacks/a.test.ts', source: "it('should b'); it('should c')" }]
    expect(unnamed('`a.test.ts: should b`', attack), 'one left out').to.deep.equal([
      'test/assurance/attacks/a.test.ts: should c',
    ])
  })
})
