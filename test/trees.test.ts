/**
 * Each `.tree` specifies the test file beside it: every leaf ("it should ...") is the title of a test there, and every test is a
 * leaf. What a table fills in is `${name}` in the title and `<name>` in the leaf.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect } from 'chai'

const ROOT = import.meta.dirname
/** Every test file of these folders has a tree. */
const COMPLETE = ['escrow', 'factory', 'periphery', 'deploy']
/** Suites that serve several actions, each of which has a tree. */
const SHARED: Record<string, string> = {
  'vault/deposit.tree': 'vault/pledging.ts',
  'vault/mint.tree': 'vault/pledging.ts',
  'vault/redeem.tree': 'vault/refunding.ts',
  'vault/withdraw.tree': 'vault/refunding.ts',
  'vault/views.tree': 'vault/views.ts',
}

const testOf = (tree: string) => {
  const shared = SHARED[relative(ROOT, tree)]
  return shared === undefined ? tree.replace(/\.tree$/, '.test.ts') : join(ROOT, shared)
}

const filled = (text: string) => text.replace(/\$\{[^}]*\}|<[^>]*>/g, '<>')

function leaves(tree: string): string[] {
  const lines = [...tree.matchAll(/^[│├└─\s]*(?:it )?(should .*)$/gmu)]
  return lines.map((line) => filled(line[1]!.trimEnd())).sort()
}

function titles(source: string): string[] {
  const tests = [...source.matchAll(/\bit\(\s*(['"`])((?:\\.|(?!\1)[\s\S])*)\1/g)]
  return tests.map((test) => filled(test[2]!.replaceAll("\\'", "'"))).sort()
}

const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).map((file) => join(ROOT, file))
const trees = files.filter((file) => file.endsWith('.tree'))

describe('trees', () => {
  it('should be there for every test of the escrow and the factory', () => {
    expect(trees.length, 'trees found').to.be.greaterThan(15)
    const tests = files.filter(
      (file) => file.endsWith('.test.ts') && COMPLETE.some((dir) => file.startsWith(join(ROOT, dir, '/'))),
    )
    const bare = tests.filter((file) => !existsSync(file.replace(/\.test\.ts$/, '.tree')))
    expect(bare, 'tests without a tree').to.deep.equal([])
  })

  it('should tell a missing leaf from a missing test', () => {
    const tree = 'f\n├── when a\n│   └── it should b <c>\n└── it should d\n'
    expect(leaves(tree), 'leaves').to.deep.equal(titles("it(`should b ${x[0]}`, f); it('should d', f)"))
    expect(leaves(tree), 'one test less').not.to.deep.equal(titles("it('should d', f)"))
    expect(leaves(tree), 'one test more').not.to.deep.equal(
      titles("it(`should b ${c}`); it('should d'); it('should e')"),
    )
  })

  for (const tree of trees) {
    it(`should be tested as specified: ${relative(ROOT, tree)}`, () => {
      const specified = leaves(readFileSync(tree, 'utf8'))
      expect(specified.length, 'leaves').to.be.greaterThan(0)
      expect(titles(readFileSync(testOf(tree), 'utf8'))).to.deep.equal(specified)
    })
  }
})
