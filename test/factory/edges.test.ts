import { expect } from 'chai'
import { DOCUMENT, HOUR, UNIT, arbitrated, ethers } from '../support/escrow.ts'
import { MAX_128, YEAR, contest, curve, panel, subject } from '../support/terms.ts'
import type { Change } from '../support/terms.ts'

/** The values just inside. */
const ACCEPTED: [edge: string, change: Change][] = [
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

describe('edges of the terms', () => {
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
})
