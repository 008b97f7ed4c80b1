import { expect } from 'chai'
import { fieldsOf, jsonOf } from '../../../web/views/outcome/exact.ts'
import { escrowView, TERMS } from './samples.ts'

const { terms } = escrowView()
const TOKEN = { symbol: 'TUSD', decimals: 2 }

describe('the terms exactly', () => {
  const fields = fieldsOf(terms, TOKEN)
  const field = (name: string) => fields.find((one) => one.name === name)

  it('have every field, lists item by item', () => {
    const names = new Set(fields.map(({ name }) => name.split('.')[0]))
    expect([...names].sort()).to.deep.equal(Object.keys(TERMS).sort())
    expect(field('curve.1.price')).to.deep.equal({
      name: 'curve.1.price',
      value: '1000',
      unit: 'base',
      means: '10 TUSD',
    })
    expect(field('panel.2')!.value).to.equal(TERMS.panel[2])
  })

  it('say what each figure means', () => {
    expect(field('challengeFee')).to.deep.include({ value: '7', unit: 'base', means: '0.07 TUSD' })
    expect(field('verifyWithin')).to.deep.include({ value: '100', unit: 'seconds', means: '100 seconds' })
    expect(field('claimBy')).to.deep.include({ value: '2000', unit: 'unix', means: '1970-01-01T00:33:20Z' })
    expect(field('minStep')).to.deep.include({ value: '2', unit: 'measurement', means: '' })
  })

  it('come as JSON that loses nothing', () => {
    const big = { ...terms, cap: 2n ** 127n + 1n }
    expect((JSON.parse(jsonOf(big)) as { cap: string }).cap).to.equal('170141183460469231731687303715884105729')
  })
})
