import { expect } from 'chai'
import { zeroHash } from 'viem'
import type { ObservationRow } from '../../../web/data/answers/claims.ts'
import { dissentersOf, voicesOf } from '../../../web/views/outcome/dissent.ts'
import { address, TERMS } from './samples.ts'

const observed = (seat: number, measurement: bigint): ObservationRow => ({
  member: address(seat + 1),
  seat,
  measurement,
  report: zeroHash,
  signature: '0x',
  at: 1,
  transaction: zeroHash,
  block: 1,
  finality: 'final',
})

describe('what members said', () => {
  it('is told of every member, by seat, against the verdict', () => {
    const voices = voicesOf(TERMS.panel, { observations: [observed(2, 9n), observed(0, 5n)], verdict: 5n }, false)
    expect(voices.map(({ member, says }) => [member, says])).to.deep.equal([
      [address(1), 'same'],
      [address(2), 'missing'],
      [address(3), 'more'],
    ])
    expect(dissentersOf(voices)).to.equal(1)
  })

  it('takes the verdict as it stands, a ruling too: all may dissent from it', () => {
    const voices = voicesOf(TERMS.panel, { observations: [0, 1, 2].map((i) => observed(i, 5n)), verdict: 0n }, false)
    expect(dissentersOf(voices)).to.equal(3)
  })

  it('waits for those who can still observe', () => {
    const voices = voicesOf(TERMS.panel, { observations: [observed(1, 3n)], verdict: 4n }, true)
    expect(voices.map(({ says }) => says)).to.deep.equal(['awaited', 'less', 'awaited'])
  })
})
