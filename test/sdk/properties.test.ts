/** Properties that must hold for any input: round trips, and the model against the contracts. */
import { expect } from 'chai'
import { parseAbi } from 'viem'
import { escrowFactoryAbi } from '../../sdk/abi/escrowFactory.ts'
import { formatAmount, parseAmount } from '../../sdk/model/amount.ts'
import { checkTerms } from '../../sdk/model/checkTerms.ts'
import { priceAt } from '../../sdk/model/curve.ts'
import { formatDecimal, parseDecimal } from '../../sdk/model/decimal.ts'
import { draft } from '../../sdk/model/draft.ts'
import { formatDuration, formatMoment, parseDuration, parseMoment } from '../../sdk/model/duration.ts'
import { escrowAddress } from '../../sdk/model/escrowAddress.ts'
import { explainTerms } from '../../sdk/model/explainTerms.ts'
import { measurementOf, valueOf } from '../../sdk/model/metric.ts'
import { priceTable } from '../../sdk/model/priceTable.ts'
import { formatShare, parseShare } from '../../sdk/model/share.ts'
import { smallestClaim } from '../../sdk/model/smallestClaim.ts'
import { warningsOf } from '../../sdk/model/warningsOf.ts'
import { worstCase } from '../../sdk/model/worstCase.ts'
import { dice, randomCurve, randomDocuments } from './random.ts'
import { NOW, OUTCOME } from './samples.ts'
import { sdkWorld } from './world.ts'

const TIMES = 1000
const MOST_64 = 2n ** 64n - 1n

describe('sdk: properties', function () {
  this.timeout(120_000)

  it('what is written is read back: decimals, amounts, shares, durations, moments', () => {
    const d = dice(1)
    for (let i = 0; i < TIMES; i++) {
      const decimals = d.below(37)
      const units = d.bits(d.pick([1, 20, 64, 128]))
      const token = { symbol: d.pick(['USDC', 'W ETH', '$']), decimals }
      expect(parseDecimal(formatDecimal(units, decimals), decimals), `${units} by ${decimals}`).to.equal(units)
      expect(parseAmount(formatAmount(units, token), token), `amount ${units} by ${decimals}`).to.equal(units)
      const share = BigInt(d.below(10_001))
      expect(parseShare(formatShare(share)), `share ${share}`).to.equal(share)
      const seconds = d.bits(d.pick([6, 20, 34])) * d.pick([1n, 60n, 3600n, 86_400n])
      expect(parseDuration(formatDuration(seconds)), `duration ${seconds}`).to.equal(seconds)
      const moment = d.bits(37)
      expect(parseMoment(formatMoment(moment), 0n), `moment ${moment}`).to.equal(moment)
    }
  })

  it('the value that a measurement stands for measures it', () => {
    const d = dice(2)
    for (let i = 0; i < TIMES; i++) {
      const scale = d.pick(['1', '3', '0.7', '1,000.25', '0.001'])
      const metric = {
        ...OUTCOME.metric,
        scale,
        direction: d.pick(['higher', 'lower'] as const),
        baseline: `${10n ** 20n}`,
      }
      const measurement = d.bits(40)
      expect(measurementOf(metric, valueOf(metric, measurement)), `${measurement} at ${scale}`).to.equal(measurement)
    }
  })

  it('random valid sheets become the terms that they say, and these can be explained', () => {
    const d = dice(3)
    const seen = new Set<string>()
    for (let i = 0; i < TIMES; i++) {
      const { outcome, sheet, curve, claimBy, one } = randomDocuments(d, NOW)
      const { faults, read } = draft({ outcome, sheet }, { now: NOW })
      expect(faults, JSON.stringify(sheet)).to.deep.equal([])
      const { terms, token } = read!
      expect(terms.curve, 'curve').to.deep.equal(curve)
      expect([terms.claimBy, token.decimals, 10n ** BigInt(token.decimals)], 'claims').to.deep.equal([
        claimBy,
        sheet.decimals,
        one,
      ])
      expect(checkTerms(terms, NOW), 'bounds').to.deep.equal([])
      for (const known of [read!.outcome, undefined]) {
        const texts = explainTerms(terms, { token, outcome: known, now: NOW }).map(({ text }) => text)
        expect(texts.join(' '), 'no gap').to.not.match(/undefined|NaN|null|\[object|  /)
        const warnings = warningsOf(terms, known, { token, now: NOW })
        for (const { code } of warnings) seen.add(code)
      }
      const table = priceTable(terms, read!.outcome.metric)
      expect(table.at(-1)!.price, 'the table ends with the last price').to.equal(curve.at(-1)!.price)
      const { settledAfter, freeAfter } = worstCase(terms)
      expect(settledAfter > claimBy && freeAfter >= settledAfter, 'worst case').to.equal(true)
      expect(smallestClaim(terms) > 0n, 'a smallest claim').to.equal(true)
    }
    expect(seen.size, `warnings seen: ${[...seen].join(', ')}`).to.be.above(10)
  })

  describe('against the contracts', () => {
    it('prices 10,000 random curves at 5 measurements each as the library does', async () => {
      const w = await sdkWorld()
      const address = await w.deploy('mocks/CurveReader.sol/CurveReader', [])
      const abi = parseAbi([
        'struct Point { uint64 measurement; uint256 price; }',
        'function pricesOf(Point[][] curves, uint64[][] measurements) pure returns (uint256[][])',
      ])
      const d = dice(4)
      let compared = 0
      for (let batch = 0; batch < 50; batch++) {
        const curves = Array.from({ length: 200 }, () => randomCurve(d))
        const measurements = curves.map((curve) => {
          const { measurement } = d.pick(curve)
          const last = curve.at(-1)!.measurement
          return [
            measurement,
            measurement + 1n,
            measurement && measurement - 1n,
            d.bits(60) % (last + 2n),
            d.pick([0n, MOST_64]),
          ]
        })
        const args = [curves, measurements] as const
        const prices = await w.client.readContract({ address, abi, functionName: 'pricesOf', args })
        for (const [i, curve] of curves.entries()) {
          const mine = measurements[i]!.map((measurement) => priceAt(curve, measurement))
          if (mine.some((price, j) => price !== prices[i]![j]))
            expect(mine, `curve ${batch} ${i}`).to.deep.equal(prices[i])
          compared += mine.length
        }
      }
      expect(compared, 'prices compared').to.equal(50_000)
    })

    it('predicts the addresses of 300 random valid terms', async () => {
      const w = await sdkWorld()
      const d = dice(5)
      const addresses = new Set<string>()
      for (let i = 0; i < 300; i++) {
        const { outcome, sheet } = randomDocuments(d, NOW)
        const { terms } = draft({ outcome, sheet }, { now: NOW }).read!
        const call = {
          address: w.origin.factory,
          abi: escrowFactoryAbi,
          functionName: 'addressOf',
          args: [terms],
        } as const
        const address = escrowAddress(w.origin, terms)
        expect(await w.client.readContract(call), `terms ${i}`).to.equal(address)
        addresses.add(address)
      }
      expect(addresses.size, 'all differ').to.equal(300)
    })
  })
})
