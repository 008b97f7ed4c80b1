import { expect } from 'chai'
import { areaOf, chartOf, measurementAt, pathOf, shareOf } from '../../../web/views/outcome/chart.ts'

const RAMP = [
  { measurement: 0n, price: 0n },
  { measurement: 16n, price: 1_600n },
]
const JUMP = [{ measurement: 160n, price: 16n }]

/** Chai's own comparison of fractions is not there beside Hardhat's, which takes whole numbers alone. */
function near(actual: number | undefined, expected: number, within: number): void {
  expect(Math.abs(Number(actual) - expected), `${String(actual)} beside ${expected}`).to.be.below(within)
}

describe('the drawing of a curve', () => {
  it('goes a little beyond the last point, and is level there', () => {
    const { until, top, prices, pledged } = chartOf({ curve: RAMP }, 1_600n)
    expect(until).to.equal(17n)
    expect(top).to.equal(1_700n)
    expect(pledged, 'all is pledged').to.equal(undefined)
    const [last, before] = [prices.at(-1)!, prices.at(-2)!]
    expect(last.x).to.equal(1)
    expect(last.y).to.equal(before.y)
    near(before.x, 16 / 17, 1e-6)
    near(before.y, 16 / 17, 1e-6)
  })

  it('is nothing before the first point, and jumps there', () => {
    const { prices } = chartOf({ curve: JUMP }, 16n)
    const there = 160 / 170
    expect(prices[0]).to.deep.equal({ x: 0, y: 0 })
    near(prices[1]!.x, there, 1e-6)
    expect(prices[1]!.y).to.equal(0)
    near(prices[2]!.x, there, 1e-6)
    near(prices[2]!.y, 16 / 17, 1e-6)
  })

  it('is cut off at what is pledged, exactly where the curve crosses it', () => {
    const { paid, pledged, prices } = chartOf({ curve: RAMP }, 400n)
    near(pledged, 400 / 1_700, 1e-6)
    expect(Math.max(...paid.map(({ y }) => y))).to.equal(pledged)
    const crossing = paid.find(({ y }) => y === pledged)!
    near(crossing.x, 4 / 17, 1e-5)
    expect(paid.at(-1)!.x).to.equal(1)
    expect(prices.at(-2)!.y, 'the curve itself is not').to.be.greaterThan(pledged!)
  })

  it('cuts a jump off where it stands', () => {
    const { paid, pledged } = chartOf({ curve: JUMP }, 8n)
    const there = 160 / 170
    for (const { x, y } of paid) expect(y, `at ${x}`).to.equal(x < there - 1e-6 || y === 0 ? 0 : pledged)
    expect(paid.filter(({ y }) => y === pledged).length).to.be.greaterThan(0)
  })

  it('is all along the ground while nothing is pledged', () => {
    expect(chartOf({ curve: RAMP }, 0n).paid.every(({ y }) => y === 0)).to.equal(true)
  })

  it('takes figures of 128 bits', () => {
    const most = 2n ** 128n - 1n
    const { paid } = chartOf({ curve: [{ measurement: 2n ** 64n - 1n, price: most }] }, most / 2n)
    near(paid.at(-1)!.y, 0.5 * (16 / 17), 1e-5)
  })

  it('finds the measurement of a place, and not one beyond the edges', () => {
    expect(measurementAt(0.5, 200n)).to.equal(100n)
    expect(measurementAt(-3, 200n)).to.equal(0n)
    expect(measurementAt(7, 200n)).to.equal(200n)
    expect(measurementAt(shareOf(123_456n, 10n ** 6n), 10n ** 6n)).to.equal(123_456n)
  })

  it('is written from the upper left corner, as drawings are', () => {
    const spots = [
      { x: 0, y: 0 },
      { x: 0.5, y: 1 },
    ]
    expect(pathOf(spots)).to.equal('M0 1000L500 0')
    expect(areaOf(spots)).to.equal('M0 1000L500 0L500 1000L0 1000Z')
    expect(areaOf([])).to.equal('')
  })
})
