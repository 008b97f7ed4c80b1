/** How many kinds of fraud are tried, and of how many rules. */
import { expect } from 'chai'
import { LIES } from './lies.ts'
import { TAMPERED } from './tampered.ts'

describe('audit: kinds of fraud', () => {
  const all = [...TAMPERED, ...LIES]

  it('should be at least 160, each under a name of its own', () => {
    expect(TAMPERED.length, 'contracts').to.be.at.least(95)
    expect(LIES.length, 'lies').to.be.at.least(70)
    expect(new Set(all.map(({ name }) => name)).size, 'names').to.equal(all.length)
    expect(new Set(TAMPERED.map(({ tampering }) => JSON.stringify(tampering))).size, 'changes').to.be.at.least(90)
  })

  it('should be of every rule that a fraud can break', () => {
    const rules = new Set(all.flatMap(({ rules }) => (rules === 'refused' ? [] : [...rules])))
    const broken = ['S1', 'S2', 'S3', 'T1', 'T2', 'V1', 'V2', 'Q1', 'Q2', 'R1', 'R2', 'document', 'bounds'] as const
    const named = ['pledge', 'file', 'observe', 'challenge', 'rule', 'settle', 'award', 'fees', 'warranty'] as const
    const others = ['collect', 'assign', 'logs', 'proof'] as const
    expect([...rules]).to.include.members([...broken, ...named, ...others])
  })
})
