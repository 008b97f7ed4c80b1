/** What the bug bank remembers holds only for the same bug, the same contracts and the same text of its suites. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { BANK } from './bank.ts'
import { HARMLESS } from './bug.ts'
import { caughtBefore, filesOf, keyOf, remember } from './caught.ts'

const TEXTS: Record<string, string> = {
  'escrow/settle.test.ts': "import { expect } from 'chai'\nimport { open } from '../support/claims.ts'\nit('should a')",
  'support/claims.ts':
    "import type { Escrow } from '../../typechain-types/index.ts'\nimport {\n  a,\n} from './escrow.ts'",
  'support/escrow.ts': "import '../support/claims.ts'",
  'support/terms.ts': '',
}
const read = (path: string) => TEXTS[path] ?? expect.fail(`read ${path}`)
/** The same with `text` at `path`. */
const changed = (path: string, text: string) => (asked: string) => (asked === path ? text : read(asked))

describe('memory of the bug bank', () => {
  it('should take a suite for what it imports below test/, and nothing else', () => {
    expect([...filesOf('escrow/settle.test.ts', read)]).to.deep.equal([
      'escrow/settle.test.ts',
      'support/claims.ts',
      'support/escrow.ts',
    ])
  })

  it('should give one key to one bug, and another once anything of it changed', () => {
    const keys = [
      keyOf(HARMLESS, 'aa', read),
      keyOf({ ...HARMLESS, to: 'if (true) return 0;' }, 'aa', read),
      keyOf({ ...HARMLESS, also: [HARMLESS] }, 'aa', read),
      keyOf(HARMLESS, 'ab', read),
      keyOf(HARMLESS, 'aa', changed('escrow/settle.test.ts', `${read('escrow/settle.test.ts')}\nit('should b')`)),
      keyOf(HARMLESS, 'aa', changed('support/escrow.ts', '')),
    ]
    expect(new Set(keys).size).to.equal(keys.length)
    expect(keyOf(HARMLESS, 'aa', changed('support/terms.ts', 'not imported'))).to.equal(keys[0])
  })

  it('should give every bug of the bank a key of its own', () => {
    const keys = Object.values(BANK)
      .flat()
      .map((bug) => keyOf(bug, 'aa'))
    expect(new Set(keys).size).to.equal(keys.length)
  })

  it('should remember and forget', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bugs-'))
    try {
      const path = join(folder, 'new/caught.json')
      const [one, two] = ['1'.repeat(64), '2'.repeat(64)]
      expect(caughtBefore(one, path), 'without a file').to.equal(undefined)
      remember(one, 'settle should settle once', path)
      remember(two, 'settle should settle twice', path)
      expect(caughtBefore(one, path), 'remembered').to.equal('settle should settle once')
      remember(one, undefined, path)
      expect(caughtBefore(one, path), 'forgotten').to.equal(undefined)
      expect(caughtBefore(two, path), 'the other').to.equal('settle should settle twice')
      expect(() => remember('no key', 'settle', path)).to.not.throw()
      expect(() => caughtBefore(one, path), 'a file that we did not write').to.throw('Invalid key')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
