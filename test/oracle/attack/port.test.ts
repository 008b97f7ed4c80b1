/** Somebody on the network who reaches the public port. */
import { expect } from 'chai'
import { exchangeRoutes } from '../../../oracle/exchange/exchangeRoutes.ts'
import { publicServer } from '../../../oracle/serve/server.ts'
import { signClaim } from '../panel.ts'
import { oracleWorld, type OracleWorld } from '../world.ts'

describe('oracle: who floods the public port', function () {
  this.timeout(60_000)
  let world: OracleWorld
  before(async () => {
    world = await oracleWorld(3, 2)
  })
  after(async () => {
    await world.stop()
  })

  it('behind the same proxy as a member does not keep that one out; nor by an address that it writes itself', async () => {
    const operator = await world.operator(0)
    const claim = await world.claim()
    await signClaim(world, operator, 0, claim)
    const server = publicServer(operator, [exchangeRoutes])
    const url = `/exchange/31337/${world.escrow.toLowerCase()}/${claim}/commitment`
    const ask = async (forwarded: string, remoteAddress = '127.0.0.1') => {
      const headers = { 'x-forwarded-for': forwarded }
      return (await server.inject({ url, remoteAddress, headers })).statusCode
    }
    // The proxy adds whom it sees behind what that one wrote.
    for (let i = 0; i < 240; i++) await ask(`10.0.0.${i}, 203.0.113.1`)
    expect(await ask('10.1.1.1, 203.0.113.1'), 'who floods').to.equal(429)
    expect(await ask('203.0.113.2'), 'a member').to.equal(200)
    for (let i = 0; i < 240; i++) await ask(`198.51.100.${i}`, '203.0.113.9')
    expect(await ask('198.51.100.1', '203.0.113.9'), 'who comes without the proxy').to.equal(429)
    await server.close()
  })
})
