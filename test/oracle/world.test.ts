import { expect } from 'chai'
import { getClaim } from '../../sdk/actions/getClaim.ts'
import { oracleWorld } from './world.ts'
describe('oracle: its tests', () => {
  it('have a chain with an escrow and operators', async () => {
    const world = await oracleWorld()
    const claim = await world.claim()
    const operator = await world.operator(1)
    expect(
      (await getClaim(operator.chain.client, { address: world.escrow, terms: world.terms }, claim)).phase,
    ).to.equal('Observing')
    operator.log.warn({ salt: 'x' }, 'said')
    expect(operator.entries.map(({ msg, salt }) => [msg, salt])).to.deep.equal([['said', '[secret]']])
    await world.stop()
  })
})
