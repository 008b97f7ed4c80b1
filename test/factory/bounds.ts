import { expect } from 'chai'
import {
  DAY,
  DOCUMENT,
  HOUR,
  Rule,
  UNIT,
  arbitrated,
  ethers,
  loadFixture,
  terms,
  time,
  world,
} from '../support/escrow.ts'
import type { TermsValues, World } from '../support/escrow.ts'

type Change = Partial<TermsValues>
type Row = [
  bound: string,
  change: (w: World, at: bigint) => Change,
  error: string,
  args: (w: World, at: bigint) => unknown[],
]
type Inside = [edge: string, change: (w: World, at: bigint) => Change]

const YEAR = 365n * DAY
const MAX_128 = 2n ** 128n - 1n
const points = (...pairs: [bigint, bigint][]) => pairs.map(([measurement, price]) => ({ measurement, price }))
const curve = (...pairs: [bigint, bigint][]): Change => ({
  curve: points(...pairs),
  cap: pairs.at(-1)![1],
  threshold: 1n,
})
const address = (i: number) => ethers.zeroPadValue(ethers.toBeHex(i), 20)
const panel = (n: number, quorum: number): Change => ({
  panel: Array.from({ length: n }, (_, i) => address(i + 0x1000)),
  quorum: BigInt(quorum),
})
const contest = (...pairs: [bigint, bigint][]): Change => ({ ...curve(...pairs), rule: Rule.Contest })

/** Each row violates one bound; `at` is the second in which the creation is mined. */
const REFUSED: Row[] = [
  ['an asset without code', (w) => ({ asset: w.stranger.address }), 'AssetWithoutCode', (w) => [w.stranger.address]],
  ['a zero asset', () => ({ asset: ethers.ZeroAddress }), 'AssetWithoutCode', () => [ethers.ZeroAddress]],
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

/** The values just inside. */
const ACCEPTED: Inside[] = [
  ['a curve of one point', () => curve([1n, 1n])],
  [
    'a curve of 16 points',
    () => curve(...Array.from({ length: 16 }, (_, i): [bigint, bigint] => [BigInt(i), BigInt(i)])),
  ],
  [
    'a jump, a level and two prices at one measurement',
    () => curve([0n, 0n], [5n, 0n], [5n, 3n], [5n, 4n], [9n, 4n], [10n, 5n]),
  ],
  ['a first point above 0', () => curve([365n, 25n])],
  ['the largest measurement and price', () => curve([2n ** 64n - 1n, MAX_128])],
  ['16 prizes', () => contest([16n, 10n])],
  ['measurements above 16 where it is no contest', () => curve([17n, 10n])],
  ['the largest smallest step', () => ({ minStep: 2n ** 64n - 1n })],
  ['pledges that end in a second', (_, at) => ({ pledgeBy: at + 1n })],
  ['claims that end with pledges', (_, at) => ({ pledgeBy: at + 1n, claimBy: at + 1n })],
  ['claims for 50 years', (_, at) => ({ claimBy: at + 50n * YEAR })],
  ['pledges for 50 years', (_, at) => ({ pledgeBy: at + 50n * YEAR, claimBy: at + 50n * YEAR })],
  ['a cap at the curve and a threshold at the cap', () => ({ cap: 1000n * UNIT, threshold: 1000n * UNIT })],
  ['a threshold and a cap of 1', () => ({ cap: 1n, threshold: 1n })],
  ['an hour to verify', () => ({ verifyWithin: HOUR })],
  ['a year to verify', () => ({ verifyWithin: YEAR })],
  ['a second each to challenge and arbitrate', (w) => ({ ...arbitrated(w), challengeWithin: 1n, arbitrateWithin: 1n })],
  [
    'a year each to challenge and arbitrate',
    (w) => ({ ...arbitrated(w), challengeWithin: YEAR, arbitrateWithin: YEAR }),
  ],
  ['a last call of a second', () => ({ ...contest([1n, 9n]), lastCall: 1n })],
  ['a last call of a year', () => ({ ...contest([1n, 9n]), lastCall: YEAR })],
  ['a contest without a last call', () => contest([1n, 9n])],
  ['1 of 1', () => panel(1, 1)],
  ['2 of 3', () => panel(3, 2)],
  ['3 of 4', () => panel(4, 3)],
  ['17 of 32', () => panel(32, 17)],
  ['31 of 32', () => panel(32, 31)],
  ['an arbiter without fees', (w) => ({ ...arbitrated(w), claimFee: 0n, challengeFee: 0n })],
  ['the largest fees', (w) => ({ ...arbitrated(w), claimFee: MAX_128, challengeFee: MAX_128 })],
  ['a holdback of all', () => ({ holdback: 10_000n, warranty: 1n })],
  ['a holdback of one basis point for 5 years', () => ({ holdback: 1n, warranty: 5n * YEAR })],
]

/** Terms that a change applies to, and the second in which their creation will be mined. */
async function subject() {
  const w = await loadFixture(world)
  const at = BigInt(await time.latest()) + 100n
  const t = await terms(w, { pledgeBy: at + 30n * DAY, claimBy: at + YEAR })
  await time.setNextBlockTimestamp(at)
  return { w, at, t }
}

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
    it('should throw every error of TermsRules in this table', async () => {
      const { interface: rules } = await ethers.getContractAt('TermsRules', ethers.ZeroAddress)
      const declared: string[] = []
      rules.forEachError((error) => declared.push(error.name))
      expect(declared.length, 'errors declared').to.be.greaterThan(20)
      expect([...new Set(REFUSED.map(([, , error]) => error))].sort()).to.deep.equal(declared.sort())
    })
  })

  describe('when a value is just inside its bound', () => {
    for (const [edge, change] of ACCEPTED) {
      it(`should accept ${edge}`, async () => {
        const { w, at, t } = await subject()
        const inside = { ...t, ...change(w, at) }
        await expect(w.factory.create(inside, DOCUMENT), edge).to.emit(w.factory, 'Created')
        const escrow = await ethers.getContractAt('Escrow', await w.factory.addressOf(inside))
        const read = await escrow.terms()
        const args = [read.claimFee, read.challengeFee, read.warranty, read.cap, read.minStep, read.claimBy]
        const { claimFee, challengeFee, warranty, cap, minStep, claimBy } = inside
        expect(args, 'terms as given').to.deep.equal([claimFee, challengeFee, warranty, cap, minStep, claimBy])
      })
    }
  })

  describe('when the rule is none of the three', () => {
    it('should be refused by the decoder', async () => {
      const { w, t } = await subject()
      await expect(w.factory.create({ ...t, rule: 3n }, DOCUMENT)).to.be.revertedWithoutReason(ethers)
    })
  })
})
