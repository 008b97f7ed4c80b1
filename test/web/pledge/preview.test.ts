import { expect } from 'chai'
import { zeroAddress, zeroHash } from 'viem'
import { Rule, type Terms } from '../../../sdk/model/terms.ts'
import { previewOf, refusalOf } from '../../../web/views/pledge/preview.ts'
import { isSevere } from '../../../web/views/pledge/severe.ts'

const panel = [1, 2, 3, 4, 5].map((n) => `0x${String(n).padStart(40, '0')}` as const)
const terms: Terms = {
  outcome: zeroHash,
  asset: zeroAddress,
  rule: Rule.Record,
  curve: [{ measurement: 10n, price: 1_000n }],
  minStep: 1n,
  pledgeBy: 100n,
  threshold: 500n,
  cap: 800n,
  claimBy: 200n,
  verifyWithin: 3_600n,
  challengeWithin: 0n,
  arbitrateWithin: 0n,
  lastCall: 0n,
  panel,
  quorum: 3n,
  arbiter: zeroAddress,
  claimFee: 0n,
  challengeFee: 0n,
  holdback: 0n,
  warranty: 0n,
}
const escrow = { terms, pledged: 300n, progress: 0n, held: 0n, refundable: 300n }

describe('What a pledge would mean', () => {
  it('is a part of the pool with it, and of the full one, rounded down', () => {
    expect(previewOf(escrow, 100n).share).to.deep.equal({ now: 2_500n, full: 1_250n })
    expect(previewOf({ ...escrow, pledged: 200n, refundable: 200n }, 100n).share.now).to.equal(3_333n)
  })

  it('binds from the threshold on', () => {
    expect(previewOf(escrow, 199n).binds).to.equal(false)
    expect(previewOf(escrow, 200n).binds).to.equal(true)
  })

  it('comes back in full if nothing is achieved and not at all if everything is', () => {
    expect(previewOf(escrow, 100n).back).to.deep.equal({ most: 100n, least: 0n })
  })

  it('leaves what the curve never pays, once others filled the escrow', () => {
    const short = { ...terms, curve: [{ measurement: 10n, price: 400n }], cap: 800n }
    // 400 of 800 are left then, of 400 with this pledge alone nothing is.
    expect(previewOf({ ...escrow, terms: short }, 100n).back).to.deep.equal({ most: 100n, least: 0n })
    expect(previewOf({ ...escrow, pledged: 700n, refundable: 700n, terms: short }, 100n).back.least).to.equal(50n)
  })
})

describe('Why nothing can be pledged', () => {
  const open = { status: 'Pledging', passed: false, room: 10n, terms }
  it('is no reason until the last second', () => {
    expect(refusalOf(open, 100n)).to.equal(undefined)
    expect(refusalOf(open, 101n)).to.equal('void')
    expect(refusalOf({ ...open, status: 'Binding' }, 101n)).to.equal('late')
  })

  it('is what ended pledging', () => {
    expect(refusalOf({ ...open, status: 'Binding', passed: true, room: 0n }, 50n)).to.equal('passed')
    expect(refusalOf({ ...open, status: 'Binding', room: 0n }, 50n)).to.equal('full')
    expect(refusalOf({ ...open, status: 'Void', room: 0n }, 150n)).to.equal('void')
    expect(refusalOf({ ...open, status: 'Closed', passed: true, room: 0n }, 50n)).to.equal('closed')
  })
})

describe('What has to be acknowledged', () => {
  const judges = { bareKeys: [], unaccepted: [], terms }
  it('is one person alone, or nobody above the panel', () => {
    for (const code of ['PanelOfOne', 'NoArbiter', 'ArbiterIsBareKey', 'DocumentUnknown'] as const)
      expect(isSevere({ code }, judges), code).to.equal(true)
    for (const code of ['CapBelowCurve', 'NoClaimFee', 'LockedLong'] as const)
      expect(isSevere({ code }, judges), code).to.equal(false)
  })

  it('is a quorum of bare keys', () => {
    expect(isSevere({ code: 'MemberIsBareKey' }, { ...judges, bareKeys: panel.slice(0, 2) })).to.equal(false)
    expect(isSevere({ code: 'MemberIsBareKey' }, { ...judges, bareKeys: panel.slice(0, 3) })).to.equal(true)
  })

  it('is a panel of which no quorum has accepted', () => {
    expect(isSevere({ code: 'MemberNotAccepted' }, { ...judges, unaccepted: panel.slice(0, 2) })).to.equal(false)
    expect(isSevere({ code: 'MemberNotAccepted' }, { ...judges, unaccepted: panel.slice(0, 3) })).to.equal(true)
  })
})
