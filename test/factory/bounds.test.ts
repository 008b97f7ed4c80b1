import { expect } from 'chai'
import { DAY, DOCUMENT, HOUR, Rule, UNIT, arbitrated, ethers, networkHelpers } from '../support/escrow.ts'
import type { World } from '../support/escrow.ts'
import { MAX_128, YEAR, address, contest, curve, panel, points, subject } from '../support/terms.ts'
import type { Change } from '../support/terms.ts'

type Row = [bound: string, change: Change, error: string, args: (w: World, at: bigint) => unknown[]]

/** Each row violates one bound; `at` is the second in which the creation is mined. */
const REFUSED: Row[] = [
  ['an asset without code', (w) => ({ asset: w.stranger.address }), 'AssetNotContract', (w) => [w.stranger.address]],
  ['a zero asset', () => ({ asset: ethers.ZeroAddress }), 'AssetNotContract', () => [ethers.ZeroAddress]],
  ['no point', () => ({ curve: [] }), 'CurveLength', () => [0n]],
  [
    '17 points',
    () => curve(...Array.from({ length: 17 }, (_, i): [bigint, bigint] => [BigInt(i), BigInt(i)])),
    'CurveLength',
    () => [17n],
  ],
  ['a falling measurement', () => curve([5n, 10n], [4n, 20n]), 'CurveNotRising', () => [1n, 4n, 20n]],
  ['a falling price', () => curve([1n, 5n], [5n, 10n], [6n, 9n]), 'CurveNotRising', () => [2n, 6n, 9n]],
  ['a repeated point', () => curve([5n, 10n], [5n, 10n]), 'CurveNotRising', () => [1n, 5n, 10n]],
  ['a price for measurement 0', () => curve([0n, 1n], [5n, 10n]), 'CurvePaysForNothing', () => [1n]],
  ['a jump at measurement 0', () => curve([0n, 0n], [0n, 7n]), 'CurvePaysForNothing', () => [7n]],
  ['a curve that pays nothing', () => ({ curve: points([0n, 0n], [9n, 0n]) }), 'CurveLastPrice', () => [0n]],
  ['a last price of 2^128', () => ({ curve: points([1n, MAX_128 + 1n]) }), 'CurveLastPrice', () => [MAX_128 + 1n]],
  [
    'a last price of 2^256 - 1',
    () => ({ curve: points([1n, 2n ** 256n - 1n]) }),
    'CurveLastPrice',
    () => [2n ** 256n - 1n],
  ],
  ['17 prizes', () => contest([17n, 10n]), 'TooManyPrizes', () => [17n]],
  ['no smallest step', () => ({ minStep: 0n }), 'MinStepZero', () => [0n]],
  ['pledges that end now', (_, at) => ({ pledgeBy: at }), 'PledgeByPassed', (_, at) => [at, at]],
  ['pledges that ended long ago', () => ({ pledgeBy: 0n }), 'PledgeByPassed', (_, at) => [0n, at]],
  [
    'claims that end before pledges',
    (_, at) => ({ pledgeBy: at + 9n, claimBy: at + 8n }),
    'ClaimByOutOfRange',
    (_, at) => [at + 8n, at + 9n, at + 50n * YEAR],
  ],
  [
    'claims a second past 50 years',
    (_, at) => ({ claimBy: at + 50n * YEAR + 1n }),
    'ClaimByOutOfRange',
    (_, at) => [at + 50n * YEAR + 1n, at + 30n * DAY, at + 50n * YEAR],
  ],
  [
    'claims that end at 2^256 - 1',
    () => ({ claimBy: 2n ** 256n - 1n }),
    'ClaimByOutOfRange',
    (_, at) => [2n ** 256n - 1n, at + 30n * DAY, at + 50n * YEAR],
  ],
  [
    'a cap above the curve',
    () => ({ cap: 1000n * UNIT + 1n }),
    'CapAboveCurve',
    () => [1000n * UNIT + 1n, 1000n * UNIT],
  ],
  ['no threshold', () => ({ threshold: 0n }), 'ThresholdOutOfRange', () => [0n, 1000n * UNIT]],
  ['a threshold above the cap', () => ({ threshold: 6n, cap: 5n }), 'ThresholdOutOfRange', () => [6n, 5n]],
  ['no cap', () => ({ cap: 0n }), 'ThresholdOutOfRange', () => [100n * UNIT, 0n]],
  ['less than an hour to verify', () => ({ verifyWithin: HOUR - 1n }), 'VerifyWithinOutOfRange', () => [HOUR - 1n]],
  ['more than a year to verify', () => ({ verifyWithin: YEAR + 1n }), 'VerifyWithinOutOfRange', () => [YEAR + 1n]],
  [
    'more than a year to challenge',
    (w) => ({ ...arbitrated(w), challengeWithin: YEAR + 1n }),
    'ChallengeWithinOutOfRange',
    () => [YEAR + 1n],
  ],
  [
    'an arbiter without time to challenge',
    (w) => ({ ...arbitrated(w), challengeWithin: 0n }),
    'ChallengeWithinOutOfRange',
    () => [0n],
  ],
  ['time to challenge without an arbiter', () => ({ challengeWithin: 1n }), 'ChallengeWithinOutOfRange', () => [1n]],
  [
    'more than a year to arbitrate',
    (w) => ({ ...arbitrated(w), arbitrateWithin: YEAR + 1n }),
    'ArbitrateWithinOutOfRange',
    () => [YEAR + 1n],
  ],
  [
    'an arbiter without time to arbitrate',
    (w) => ({ ...arbitrated(w), arbitrateWithin: 0n }),
    'ArbitrateWithinOutOfRange',
    () => [0n],
  ],
  ['time to arbitrate without an arbiter', () => ({ arbitrateWithin: 1n }), 'ArbitrateWithinOutOfRange', () => [1n]],
  [
    'a last call of more than a year',
    () => ({ ...contest([1n, 9n]), lastCall: YEAR + 1n }),
    'LastCallOutOfRange',
    () => [YEAR + 1n],
  ],
  ['a last call for units', () => ({ lastCall: 1n }), 'LastCallOutOfRange', () => [1n]],
  ['a last call for a record', () => ({ rule: Rule.Record, lastCall: 1n }), 'LastCallOutOfRange', () => [1n]],
  ['no member', () => panel(0, 0), 'PanelSize', () => [0n]],
  ['two members', () => panel(2, 2), 'PanelSize', () => [2n]],
  ['33 members', () => panel(33, 17), 'PanelSize', () => [33n]],
  [
    'members out of order',
    () => ({ panel: [address(1), address(3), address(2)], quorum: 2n }),
    'PanelNotAscending',
    () => [2n, address(2)],
  ],
  [
    'a member twice',
    () => ({ panel: [address(1), address(2), address(2)], quorum: 2n }),
    'PanelNotAscending',
    () => [2n, address(2)],
  ],
  [
    'a zero member',
    () => ({ panel: [ethers.ZeroAddress], quorum: 1n }),
    'PanelNotAscending',
    () => [0n, ethers.ZeroAddress],
  ],
  [
    'an arbiter on the panel',
    (w) => ({ ...arbitrated(w), arbiter: w.members[4]!.address }),
    'ArbiterOnPanel',
    (w) => [w.members[4]!.address],
  ],
  ['no quorum', () => ({ quorum: 0n }), 'QuorumOutOfRange', () => [0n, 5n]],
  ['a quorum of 2 of 5', () => ({ quorum: 2n }), 'QuorumOutOfRange', () => [2n, 5n]],
  ['a quorum of exactly half', () => panel(4, 2), 'QuorumOutOfRange', () => [2n, 4n]],
  ['a quorum of all', () => ({ quorum: 5n }), 'QuorumOutOfRange', () => [5n, 5n]],
  ['a quorum above the panel', () => ({ quorum: 6n }), 'QuorumOutOfRange', () => [6n, 5n]],
  ['a quorum of 2 of 1', () => panel(1, 2), 'QuorumOutOfRange', () => [2n, 1n]],
  ['a quorum of 2^256 - 1', () => ({ quorum: 2n ** 256n - 1n }), 'QuorumOutOfRange', () => [2n ** 256n - 1n, 5n]],
  ['a claim fee of 2^128', () => ({ claimFee: MAX_128 + 1n }), 'ClaimFeeTooHigh', () => [MAX_128 + 1n]],
  [
    'a challenge fee of 2^128',
    (w) => ({ ...arbitrated(w), challengeFee: MAX_128 + 1n }),
    'ChallengeFeeOutOfRange',
    () => [MAX_128 + 1n],
  ],
  ['a challenge fee without an arbiter', () => ({ challengeFee: 1n }), 'ChallengeFeeOutOfRange', () => [1n]],
  ['a holdback of more than all', () => ({ holdback: 10_001n, warranty: 1n }), 'HoldbackOutOfRange', () => [10_001n]],
  ['a warranty without a holdback', () => ({ warranty: 1n }), 'HoldbackOutOfRange', () => [0n]],
  ['a holdback without a warranty', () => ({ holdback: 1n }), 'WarrantyOutOfRange', () => [0n]],
  [
    'a warranty of more than 5 years',
    () => ({ holdback: 1n, warranty: 5n * YEAR + 1n }),
    'WarrantyOutOfRange',
    () => [5n * YEAR + 1n],
  ],
]

describe('bounds of the terms', () => {
  describe('when one bound is violated', () => {
    for (const [bound, change, error, args] of REFUSED) {
      it(`should refuse ${bound} with an error of its own`, async () => {
        const { w, at, t } = await subject()
        const rules = await ethers.getContractAt('TermsRules', await w.factory.getAddress())
        await expect(w.factory.create({ ...t, ...change(w, at) }, DOCUMENT), bound)
          .to.be.revertedWithCustomError(rules, error)
          .withArgs(...args(w, at))
      })
    }
    it('should refuse an EOA that delegates by EIP-7702 as the asset', async () => {
      const { w, t } = await subject()
      const code = ethers.concat(['0xef0100', await w.token.getAddress()])
      await networkHelpers.setCode(w.stranger.address, code)
      const rules = await ethers.getContractAt('TermsRules', await w.factory.getAddress())
      await expect(w.factory.create({ ...t, asset: w.stranger.address }, DOCUMENT))
        .to.be.revertedWithCustomError(rules, 'AssetNotContract')
        .withArgs(w.stranger.address)
    })
    it('should throw every error of TermsRules in this table', async () => {
      const { interface: rules } = await ethers.getContractAt('TermsRules', ethers.ZeroAddress)
      const declared: string[] = []
      rules.forEachError((error) => declared.push(error.name))
      expect(declared.length, 'errors declared').to.be.greaterThan(20)
      expect([...new Set(REFUSED.map(([, , error]) => error))].sort()).to.deep.equal(declared.sort())
    })
  })

  describe('when the rule is none of the three', () => {
    it('should be refused by the decoder', async () => {
      const { w, t } = await subject()
      await expect(w.factory.create({ ...t, rule: 3n }, DOCUMENT)).to.be.revertedWithoutReason(ethers)
    })
  })
})
