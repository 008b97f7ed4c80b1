import { expect } from 'chai'
import type { Metric } from '../../../sdk/model/metric.ts'
import { readTried } from '../../../web/views/outcome/tried.ts'

const LOWER: Metric = {
  name: 'rate',
  definition: 'A rate.',
  unit: 'basis points',
  direction: 'lower',
  baseline: '2000',
  best: '100',
  scale: '1',
}

describe('a result that a visitor tries', () => {
  it('is a measurement, with the value that it stands for', () => {
    const meant = readTried({ field: 'measurement', text: '1,900' }, LOWER, false)
    expect(meant).to.deep.include({ measurement: 1_900n, value: '100', whole: '1,900', measurementFault: false })
  })

  it('is a value of the metric, with its measurement', () => {
    expect(readTried({ field: 'value', text: '1,500.5' }, LOWER, false)).to.deep.include({
      measurement: 499n,
      whole: '499',
    })
    expect(readTried({ field: 'value', text: '3000' }, LOWER, false).measurement, 'worse').to.equal(0n)
    expect(readTried({ field: 'value', text: '0' }, LOWER, false).measurement, 'beyond the best').to.equal(1_900n)
  })

  it('is a difference where each claim adds to the last', () => {
    const units: Metric = { ...LOWER, direction: 'higher', baseline: '0', best: undefined, scale: '2' }
    expect(readTried({ field: 'value', text: '3.5' }, units, true).measurement).to.equal(7n)
    expect(readTried({ field: 'measurement', text: '7' }, units, true).value).to.equal('3.5')
  })

  it('keeps what was typed where it cannot be read, and says so', () => {
    for (const text of ['', '-1', '1.5', 'x', '18446744073709551616'])
      expect(readTried({ field: 'measurement', text }, LOWER, false), text).to.deep.include({
        measurement: undefined,
        whole: text,
        measurementFault: true,
      })
    const meant = readTried({ field: 'value', text: 'ten' }, LOWER, false)
    expect(meant.measurement).to.equal(undefined)
    expect(meant.value).to.equal('ten')
    expect(meant.valueFault).to.be.a('string')
  })

  it('is a measurement alone where the metric is not known', () => {
    expect(readTried({ field: 'value', text: '5' }, undefined, false)).to.deep.include({ measurement: 5n, value: '' })
    expect(readTried({ field: 'measurement', text: '18446744073709551615' }, undefined, false).measurement).to.equal(
      2n ** 64n - 1n,
    )
  })
})
