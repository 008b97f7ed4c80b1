/** What the bug bank remembers holds only for the same bug, the same contracts and the same text of its suites. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { z } from 'zod'
import { BANK } from './bank.ts'
import { HARMLESS } from './bug.ts'
import { Memory, filesOf, keyOf } from './memory.ts'

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
    const suites = HARMLESS.suite
    const keys = [
      keyOf(HARMLESS, suites, 'aa', read),
      keyOf(null, suites, 'aa', read),
      keyOf({ ...HARMLESS, to: 'if (true) return 0;' }, suites, 'aa', read),
      keyOf({ ...HARMLESS, also: [HARMLESS] }, suites, 'aa', read),
      keyOf(HARMLESS, suites, 'ab', read),
      keyOf(
        HARMLESS,
        suites,
        'aa',
        changed('escrow/settle.test.ts', `${read('escrow/settle.test.ts')}\nit('should b')`),
      ),
      keyOf(HARMLESS, suites, 'aa', changed('support/escrow.ts', '')),
    ]
    expect(new Set(keys).size).to.equal(keys.length)
    expect(keyOf(HARMLESS, suites, 'aa', changed('support/terms.ts', 'not imported'))).to.equal(keys[0])
  })

  it('should give every bug of the bank a key of its own', () => {
    const keys = Object.values(BANK)
      .flat()
      .map((bug) => keyOf(bug, bug.suite, 'aa'))
    expect(new Set(keys).size).to.equal(keys.length)
  })

  it('should remember and forget', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bugs-'))
    try {
      const path = join(folder, 'new/memory.json')
      const [one, two] = ['1'.repeat(64), '2'.repeat(64)]
      const memory = new Memory(path, z.number())
      expect(memory.get(one), 'without a file').to.equal(undefined)
      memory.set(one, 11)
      memory.set(two, 22)
      expect(new Memory(path, z.number()).get(one), 'remembered').to.equal(11)
      memory.set(one, undefined)
      expect([memory.get(one), memory.get(two)], 'forgotten, the other kept').to.deep.equal([undefined, 22])
      expect(() => new Memory(path, z.string()).get(two), 'a file that we did not write').to.throw('expected string')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
