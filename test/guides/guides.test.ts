/** Each command in the README's first hour and in the guides is run, top to bottom, beside a local chain. */
import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { filledIn, makeReader, missing, stepsOf } from './guide.ts'

const PAGES: readonly { page: string; heading?: string; steps: number }[] = [
  { page: 'README.md', heading: 'Your first hour', steps: 7 },
  { page: 'docs/funder.md', steps: 10 },
  { page: 'docs/solver.md', steps: 8 },
  { page: 'docs/operator.md', steps: 10 },
  { page: 'docs/auditor.md', steps: 6 },
  { page: 'docs/oracle.md', heading: 'Try it on a chain of your own', steps: 8 },
]

/** In `npm test` the README's first hour; with `npm run lives` (LIVES=all) all pages. */
const CHOSEN = process.env['LIVES'] === 'all' ? PAGES : PAGES.slice(0, 1)

describe('guides', function () {
  this.timeout(300_000)

  for (const { page, heading, steps } of CHOSEN) {
    it(`should run as written: ${page}`, async () => {
      const text = readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8')
      const all = stepsOf(text, heading)
      expect(all.length, 'steps').to.be.at.least(steps)
      const reader = await makeReader()
      try {
        let printed = ''
        let everything = ''
        for (const step of all) {
          if (step.is === 'run') {
            printed = await reader.run(filledIn(step.script, everything)).catch((error: unknown) => {
              throw new Error(`${page}, line ${step.line}`, { cause: error })
            })
            everything += printed
          } else
            expect(missing(step.lines, printed), `${page}, line ${step.line}: not printed\n${printed}`).to.equal(
              undefined,
            )
        }
      } finally {
        await reader.stop()
      }
    })
  }

  it('should read fences, copies and output', () => {
    const page =
      '## A\n```sh\na\nESCROW=0x... # printed\nb\n```\n```text\nx 0x12 on 2026-01-01\n```\n## B\n```console\nc\n```\n'
    expect(stepsOf(page, 'A'), 'steps').to.deep.equal([
      { is: 'run', script: 'a', line: 3 },
      { is: 'run', script: 'ESCROW=0x... # printed\nb', line: 4 },
      { is: 'shown', lines: ['x 0x12 on 2026-01-01'], line: 8 },
    ])
    expect(stepsOf(page, 'B'), 'what is not run').to.deep.equal([])
    const address = `0x${'ab'.repeat(20)}`
    expect(filledIn('ESCROW=0x...', `Escrow ${address} created by 0x${'01'.repeat(20)}`), 'copied').to.equal(
      `ESCROW=${address}`,
    )
    expect(() => filledIn('CLAIM=0x...', address), 'nothing to copy').to.throw()
    expect(missing(['x 0x12 on 2026-01-01', '...', 'z'], `x ${address} on 2027-09-09\ny\nz\n`), 'as shown').to.equal(
      undefined,
    )
    expect(missing(['z', 'y'], 'y\nz\n'), 'out of order').to.equal('y')
  })
})
