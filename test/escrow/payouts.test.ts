import { expect } from 'chai'
import { Rule, UNIT } from '../support/escrow.ts'
import { observed, open } from '../support/claims.ts'
import type { Opened } from '../support/claims.ts'

const curve = (...pairs: [bigint, bigint][]) => {
  const price = pairs.at(-1)![1]
  return { curve: pairs.map(([measurement, price]) => ({ measurement, price })), threshold: 1n, cap: price }
}

/** Claims of `verdicts` in a row, each with the progress after it and what it pays. */
async function pays(o: Opened, rows: [verdict: bigint, progress: bigint, paid: bigint][]): Promise<void> {
  let total = 0n
  for (const [verdict, progress, paid] of rows) {
    const key = await observed(o, verdict)
    await expect(o.escrow.settle(1), `verdict ${verdict}`)
      .to.emit(o.escrow, 'Settled')
      .withArgs(key, o.w.payee.address, verdict, progress, paid, 0)
    total += paid
    expect(await o.escrow.owed(o.w.payee), `owed after ${verdict}`).to.equal(total)
    expect(await o.escrow.paid(), `G(x) after ${verdict}`).to.equal(total)
    expect(await o.escrow.refundable(), `refundable after ${verdict}`).to.equal((await o.escrow.pledged()) - total)
  }
}

/** Outcome D: attested servers. Panel 2 of 3. */
const servers = (w: { members: { address: string }[] }) => ({
  ...curve([0n, 0n], [10_000n, 3_500_000n * UNIT], [30_000n, 6_500_000n * UNIT], [60_000n, 8_000_000n * UNIT]),
  panel: w.members.slice(0, 3).map((m) => m.address),
  quorum: 2n,
})
/** Outcome E: jailbreak rate, measurement = 2,000 minus the value. */
const jailbreak = { rule: Rule.Record, ...curve([0n, 0n], [1900n, 8_000_000n * UNIT]) }
const MAX_64 = 2n ** 64n - 1n

describe('settle: payouts', () => {
  describe('given the rule Units', () => {
    it('should pay outcome D its falling tranches', async () => {
      await pays(await open(servers), [
        [9_500n, 9_500n, 3_325_000n * UNIT],
        [1_000n, 10_500n, 250_000n * UNIT],
        [49_000n, 59_500n, 4_400_000n * UNIT],
        [1_000n, 60_000n, 25_000n * UNIT],
      ])
    })
    it('should count a verdict at minStep and not one below', async () => {
      await pays(await open({ minStep: 10n }), [
        [9n, 0n, 0n],
        [10n, 10n, 100n * UNIT],
        [9n, 10n, 0n],
      ])
    })
    it('should never pass the last measurement, however large the verdict', async () => {
      await pays(await open(), [
        [99n, 99n, 990n * UNIT],
        [MAX_64, 100n, 10n * UNIT],
      ])
    })
    it('should never pay more for parts than for the whole', async () => {
      // F(m) = 10 m / 3 rounded down: 3, 6, 10
      await pays(await open(curve([0n, 0n], [3n, 10n])), [
        [1n, 1n, 3n],
        [1n, 2n, 3n],
        [1n, 3n, 4n],
      ])
    })
    it('should pay first-come prizes at jumps', async () => {
      await pays(await open(curve([1n, 50n], [2n, 50n], [2n, 80n])), [
        [1n, 1n, 50n],
        [1n, 2n, 30n],
      ])
    })
    it('should cap payments by what was pledged', async () => {
      for (const rest of [55n * UNIT, 1n]) {
        await pays(await open({}, 200n * UNIT + rest), [
          [20n, 20n, 200n * UNIT],
          [20n, 40n, rest],
        ])
      }
    })
    it('should stay below 2^128 at the largest measurement and price', async () => {
      const price = 2n ** 128n - 1n
      const o = await open({ ...curve([0n, 0n], [MAX_64, price]), cap: 10n ** 30n })
      await pays(o, [
        [1n, 1n, price / MAX_64],
        [MAX_64, MAX_64, 10n ** 30n - price / MAX_64],
      ])
    })
  })

  describe('given the rule Record', () => {
    // Values 2000 -> 1200 -> 1190 -> 400 -> 50, clamped at 100: measurement = 2000 - value
    it('should pay outcome E to the unit with minStep 1', async () => {
      await pays(await open({ ...jailbreak, minStep: 1n }), [
        [800n, 800n, 3_368_421_052631n],
        [810n, 810n, 42_105_263158n],
        [1600n, 1600n, 3_326_315_789474n],
        [1950n, 1900n, 1_263_157_894737n],
      ])
    })
    it('should pay outcome E with minStep 50: nothing for the second, the more for the third', async () => {
      await pays(await open({ ...jailbreak, minStep: 50n }), [
        [800n, 800n, 3_368_421_052631n],
        [810n, 800n, 0n],
        [1600n, 1600n, 3_368_421_052632n],
        [1950n, 1900n, 1_263_157_894737n],
      ])
    })
    it('should count an advance of minStep, not one below, and the last measurement always', async () => {
      await pays(await open({ rule: Rule.Record, minStep: 30n }), [
        [29n, 0n, 0n],
        [30n, 30n, 300n * UNIT],
        [59n, 30n, 0n],
        [60n, 60n, 300n * UNIT],
        [75n, 60n, 0n],
        [90n, 90n, 300n * UNIT],
        [99n, 90n, 0n],
        [100n, 100n, 100n * UNIT],
      ])
    })
    it('should pay nothing for the same or less', async () => {
      await pays(await open({ rule: Rule.Record }), [
        [50n, 50n, 500n * UNIT],
        [50n, 50n, 0n],
        [49n, 50n, 0n],
      ])
    })
    it('should pay all at a jump and nothing below it', async () => {
      const o = await open({ rule: Rule.Record, ...curve([365n, 25_000_000n * UNIT]) })
      await pays(o, [
        [364n, 364n, 0n],
        [365n, 365n, 25_000_000n * UNIT],
      ])
    })
    it('should give the higher value at a jump within the curve, and the line below it', async () => {
      await pays(
        await open({ rule: Rule.Record, ...curve([0n, 0n], [10n, 100n], [10n, 300n], [20n, 300n], [30n, 400n]) }),
        [
          [9n, 9n, 90n],
          [10n, 10n, 210n],
          [20n, 20n, 0n],
          [21n, 21n, 10n],
          [MAX_64, 30n, 90n],
        ],
      )
    })
    it('should cap payments by what was pledged', async () => {
      await pays(await open({ rule: Rule.Record }, 455n * UNIT), [
        [40n, 40n, 400n * UNIT],
        [90n, 90n, 55n * UNIT],
      ])
    })
    it('should accept a minStep above the last measurement, which only the last satisfies', async () => {
      await pays(await open({ rule: Rule.Record, minStep: MAX_64 }), [
        [99n, 0n, 0n],
        [100n, 100n, 1000n * UNIT],
      ])
    })
    it('should pay nothing above the last measurement, however large minStep', async () => {
      const o = await open({ rule: Rule.Record, minStep: MAX_64 })
      await observed(o, 100n)
      const key = await observed(o, 101n)
      await expect(o.escrow.settle(2)).to.emit(o.escrow, 'Settled').withArgs(key, o.w.payee.address, 101, 100, 0, 0)
      expect((await o.escrow.docket()).settled, 'settled').to.equal(2n)
    })
    it('should pay the difference of progress that earned nothing before pledging went on', async () => {
      const o = await open({ rule: Rule.Record, ...curve([0n, 0n], [10n, 0n], [20n, 500n]) }, 100n)
      await pays(o, [[10n, 10n, 0n]])
      await o.escrow.connect(o.w.funders[1]).deposit(400n, o.w.funders[1]!)
      await pays(o, [[20n, 20n, 500n]])
    })
  })
})
