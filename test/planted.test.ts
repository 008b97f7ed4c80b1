/** The planted bugs fit today's contracts; `npm run verify:planted` shows that each is caught. */
import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import { BUGS } from '../scripts/tools/planted-bugs.ts'

describe('planted bugs', () => {
  it('should be at least twelve', () => {
    expect(BUGS.length).to.be.at.least(12)
  })

  for (const { name, file, from } of BUGS) {
    it(`should have one place in the contracts: ${name}`, () => {
      const source = readFileSync(new URL(`../contracts/${file}`, import.meta.url), 'utf8')
      expect(source.split(from).length - 1, `occurrences in ${file}`).to.equal(1)
    })
  }
})
