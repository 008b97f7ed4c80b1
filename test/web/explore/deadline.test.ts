import { expect } from 'chai'
import { nextDeadline } from '../../../web/views/explore/deadline.ts'

const OPEN = { status: 'Pledging', pledgeBy: 100, claimsEnd: 200, passed: false, pledged: 0n, cap: 10n } as const

describe('the next deadline', () => {
  it('is the end of pledging up to its last second, while pledges are taken', () => {
    expect(nextDeadline(OPEN, 100)).to.deep.equal({ what: 'pledging', at: 100 })
    expect(nextDeadline({ ...OPEN, status: 'Binding', pledged: 5n }, 100)).to.deep.equal({ what: 'pledging', at: 100 })
  })

  it('is the end of claims once no pledge can come any more', () => {
    const binding = { ...OPEN, status: 'Binding' } as const
    expect(nextDeadline({ ...binding, pledged: 10n }, 50), 'full').to.deep.equal({ what: 'claims', at: 200 })
    expect(nextDeadline({ ...binding, passed: true }, 50), 'passed').to.deep.equal({ what: 'claims', at: 200 })
    expect(nextDeadline(binding, 101), 'late').to.deep.equal({ what: 'claims', at: 200 })
    expect(nextDeadline(binding, 200), 'last second').to.deep.equal({ what: 'claims', at: 200 })
  })

  it('is none where time alone ends nothing', () => {
    expect(nextDeadline({ ...OPEN, status: 'Binding' }, 201), 'claims have ended').to.equal(undefined)
    expect(nextDeadline({ ...OPEN, status: 'Closed' }, 50), 'closed').to.equal(undefined)
    expect(nextDeadline({ ...OPEN, status: 'Void' }, 50), 'void').to.equal(undefined)
  })
})
