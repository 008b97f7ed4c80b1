import { expect } from 'chai'
import type { EscrowState } from '../../../sdk/actions/getEscrow.ts'
import { compared, coverOf } from '../../../web/views/outcome/compare.ts'
import { escrowView, TERMS } from './samples.ts'

const VIEW = escrowView({ filed: 2, settled: 1, progress: 3n })
/** The same as the chain gives it. */
const CHAIN: EscrowState = {
  address: VIEW.address,
  blockNumber: 7n,
  now: 1n,
  terms: TERMS,
  token: { symbol: 'TUSD', decimals: 6 },
  status: 'Binding',
  pledged: 600n,
  progress: 3n,
  paid: 0n,
  refundable: 600n,
  held: 0n,
  passed: false,
  claimsEnd: 2_000n,
  filed: 2n,
  settled: 1n,
  ranked: 0,
  ranking: [],
  room: 400n,
}

describe('the index against the chain', () => {
  it('is the same, figure by figure', () => {
    const rows = compared(VIEW, CHAIN)
    expect(rows).to.have.lengthOf(10)
    expect(rows.every(({ same }) => same)).to.equal(true)
  })

  it('shows each figure that differs, and no other', () => {
    const other = {
      status: 'Closed',
      pledged: 1n,
      paid: 1n,
      held: 1n,
      refundable: 1n,
      room: 1n,
      progress: 1n,
      filed: 1n,
      settled: 2n,
      claimsEnd: 1n,
    } as const
    for (const [name, value] of Object.entries(other)) {
      const differing = compared(VIEW, { ...CHAIN, [name]: value }).filter(({ same }) => !same)
      expect(
        differing.map((row) => [row.name, row.chain]),
        name,
      ).to.deep.equal([[name, value]])
    }
  })
})

describe('what the escrow has', () => {
  const money = { pledged: 600n, feesIn: 10n, collected: 7n, refunded: 3n }

  it('is pledges and fees, less what was drawn', () => {
    expect(coverOf(money, 600n)).to.deep.equal({ needed: 600n, balance: 600n, verdict: 'exact' })
  })

  it('may be more, and must not be less, by a single unit', () => {
    expect(coverOf(money, 601n).verdict).to.equal('more')
    expect(coverOf(money, 599n).verdict).to.equal('less')
  })
})
