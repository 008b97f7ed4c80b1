/** From signatures to the verdict: operators over real servers, some of them dead or lying, in rounds as the service runs them. */
import { expect } from 'chai'
import type { Hex } from 'viem'
import { getClaim } from '../../../sdk/actions/getClaim.ts'
import { exchange } from '../../../oracle/exchange/exchange.ts'
import { finishTransactions } from '../../../oracle/submit/finishTransactions.ts'
import { positionOf } from '../../../oracle/submit/rotation.ts'
import { settleDue } from '../../../oracle/submit/settleDue.ts'
import { submit } from '../../../oracle/submit/submit.ts'
import { peer, signClaim, told, type Peer } from '../panel.ts'
import { oracleWorld, type OracleWorld } from '../world.ts'

const ROUND = 12
const SLOT = 60

describe('oracle: a panel', () => {
  let world: OracleWorld
  let peers: Peer[]

  before(async () => {
    world = await oracleWorld(5, 3)
    peers = []
    for (let seat = 0; seat < 5; seat++) peers.push(await peer(world, seat))
  })
  after(async () => {
    for (const { server } of peers) await server.close()
    await world.stop()
  })

  const stateOf = async (claim: Hex) => getClaim(world.sdk.client, { address: world.escrow, terms: world.terms }, claim)
  /** Rounds of the living until `isDone`, at most `most`; returns how many seconds had passed. */
  const run = async (living: readonly Peer[], most: number, isDone: () => Promise<boolean>): Promise<number> => {
    for (let passed = 0; passed <= most; passed += ROUND) {
      for (const { operator } of living) {
        for (const step of [exchange, submit, settleDue, finishTransactions]) await step(operator)
      }
      if (await isDone()) return passed
      for (const { operator } of peers) operator.clock.at += ROUND * 1000
    }
    return Infinity
  }
  const sent = async (claim: Hex): Promise<number> => {
    let count = 0
    for (const { operator } of peers) {
      const rows = await operator.store.selectFrom('transactions').select('purpose').execute()
      count += rows.filter(({ purpose }) => purpose.startsWith(`observe ${world.escrow} ${claim}`)).length
    }
    return count
  }

  it('records five observations in one transaction, within the second round', async () => {
    const claim = await world.claim()
    for (const { operator, seat } of peers) await signClaim(world, operator, seat, claim, 20n)
    const passed = await run(peers, 10 * SLOT, async () => (await stateOf(claim)).seats.length === 5)
    expect(passed, 'seconds').to.be.at.most(2 * ROUND)
    expect((await stateOf(claim)).verdict, 'verdict').to.equal(20n)
    await run(peers, 5 * SLOT, async () => false)
    expect(await sent(claim), 'transactions of all').to.equal(1)
  })

  for (let place = 0; place < 5; place++) {
    it(`loses one slot where the member at place ${place} is dead`, async () => {
      const claim = await world.claim()
      const dead = peers.find(({ seat }) => positionOf(seat, BigInt(claim), 5) === place)!
      const living = peers.filter((one) => one !== dead)
      for (const { operator, seat } of living) await signClaim(world, operator, seat, claim, 20n)
      const passed = await run(living, 10 * SLOT, async () => (await stateOf(claim)).seats.length === 4)
      expect(passed, 'seconds').to.be.at.most(SLOT + 3 * ROUND)
      expect(await sent(claim), 'transactions of all').to.equal(1)
    })
  }

  it('reaches the honest verdict although one lies and one is dead', async () => {
    const claim = await world.claim()
    const measurements = [20n, 99n, 20n, 20n]
    for (const [seat, measurement] of measurements.entries()) {
      await signClaim(world, peers[seat]!.operator, seat, claim, measurement)
    }
    await run(peers.slice(0, 4), 10 * SLOT, async () => (await stateOf(claim)).seats.length === 4)
    expect((await stateOf(claim)).verdict, 'verdict').to.equal(20n)
    for (const { operator, seat } of peers) expect(told(operator, 50), `errors of seat ${seat}`).to.deep.equal([])
  })
})
