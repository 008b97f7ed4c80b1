import { expect } from 'chai'
import type { Hex } from 'viem'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { exchange } from '../../../oracle/exchange/exchange.ts'
import { memoryOf } from '../../../oracle/exchange/memory.ts'
import { openReveal } from '../../../oracle/exchange/reveal.ts'
import { commitmentOf } from '../../../oracle/sign/commitment.ts'
import { peer, restarted, signClaim, told, type Peer } from '../panel.ts'
import { MEMBERS, oracleWorld, type OracleWorld, type TestOperator } from '../world.ts'

describe('oracle: exchange', () => {
  let world: OracleWorld
  let peers: Peer[]
  const path = (claim: Hex, what: string) => `/exchange/31337/${world.escrow.toLowerCase()}/${claim}/${what}`
  const get = async (of: Peer, claim: Hex, what: string) => fetch(`${of.url}${path(claim, what)}`)

  before(async () => {
    world = await oracleWorld(3, 2)
    peers = [await peer(world, 0), await peer(world, 1), await peer(world, 2)]
  })
  after(async () => {
    for (const { server } of peers) await server.close()
    await world.stop()
  })
  /** Lets time pass that no pause outlasts. */
  const later = (): void => {
    for (const { operator } of peers) operator.clock.at += 700_000
  }
  const reveals = async ({ store }: TestOperator, claim: Hex) =>
    store.selectFrom('observations').selectAll().where('claim', '=', claim).execute()

  it('brings every observation to every member, and is silent then', async () => {
    const claim = await world.claim()
    const signed = await Promise.all(peers.map(({ operator, seat }) => signClaim(world, operator, seat, claim, 7n)))
    for (let round = 0; round < 2; round++) {
      for (const { operator } of peers) await exchange(operator)
    }
    for (const { operator, seat } of peers) {
      const rows = await reveals(operator, claim)
      const others = signed.filter(({ member }) => member !== MEMBERS[seat]!.address)
      expect(
        rows.map(({ digest, salt, signature }) => ({ digest, salt, signature })),
        `observations at seat ${seat}`,
      ).to.have.deep.members(others.map(({ digest, salt, signature }) => ({ digest, salt, signature })))
      const said = operator.entries.length
      expect(await exchange(operator), `seat ${seat} a second time`).to.equal(false)
      expect(operator.entries.length, `what seat ${seat} logs the second time`).to.equal(said)
      expect(told(operator, 40), `complaints of seat ${seat}`).to.deep.equal([])
    }
  })

  it('does not forget who asked while a peer has its pause', async () => {
    const [a, b] = peers as [Peer, Peer]
    later()
    const claim = await world.claim()
    for (const { operator, seat } of [a, b]) await signClaim(world, operator, seat, claim)
    await exchange(a.operator)
    await exchange(b.operator)
    expect((await reveals(a.operator, claim)).length, 'before: b had not committed when it was asked').to.equal(0)
    const known = memoryOf(a.operator).peers.get(b.operator.member)
    known!.nextAt = a.operator.clock.at + 100
    expect(await exchange(a.operator), 'in the pause: comes again soon').to.equal(true)
    expect((await reveals(a.operator, claim)).length, 'in the pause').to.equal(0)
    a.operator.clock.at += 100
    await exchange(a.operator)
    expect((await reveals(a.operator, claim)).length, 'after it').to.equal(1)
  })

  it('shows a commitment once it is signed, and the observation only to who has committed', async () => {
    const [a, b] = peers as [Peer, Peer]
    const claim = await world.claim()
    const observation = `observation?for=${MEMBERS[1]!.address}`
    expect((await get(a, claim, 'commitment')).status, 'commitment before signing').to.equal(404)
    expect((await get(a, claim, observation)).status, 'observation before signing').to.equal(404)
    const signed = await signClaim(world, a.operator, 0, claim)
    const shown = (await (await get(a, claim, 'commitment')).json()) as unknown
    const commitment = commitmentOf(signed.digest, signed.salt)
    expect(shown, 'commitment').to.deep.equal({ version: 1, member: MEMBERS[0]!.address, commitment })
    expect((await get(a, claim, observation)).status, 'before the asker commits').to.equal(403)
    expect((await get(a, claim, `observation?for=${MEMBERS[4]!.address}`)).status, 'a stranger').to.equal(404)
    expect((await get(a, claim, `observation?for=${MEMBERS[0]!.address}`)).status, 'in its own name').to.equal(404)
    // The other one signs, but this one has not seen its commitment yet.
    await signClaim(world, b.operator, 1, claim)
    expect((await get(a, claim, observation)).status, 'before the commitment is pulled').to.equal(403)
    await exchange(a.operator)
    expect((await get(a, claim, observation)).status, 'after').to.equal(200)
  })

  it('answers an impostor with what only the real member can read', async () => {
    const [a, b, c] = peers as [Peer, Peer, Peer]
    const claim = await world.claim()
    const { salt, measurement } = await signClaim(world, a.operator, 0, claim)
    await signClaim(world, b.operator, 1, claim)
    later()
    await exchange(a.operator)
    const answer = await get(a, claim, `observation?for=${MEMBERS[1]!.address}`)
    const sealed = new Uint8Array(await answer.arrayBuffer())
    const refused = await openReveal(sealed, [c.identity]).catch((error: unknown) => error)
    expect(refused, 'the impostor').to.be.instanceOf(InputError)
    const text = Buffer.from(sealed).toString('latin1')
    expect([text.includes(salt), text.includes(salt.slice(2))], 'salt in the clear').to.deep.equal([false, false])
    expect((await openReveal(sealed, [b.identity])).measurement, 'the member').to.equal(`${measurement}`)
  })

  it('wakes for a member that commits late, without waiting for its pause', async () => {
    const [a, b] = peers as [Peer, Peer]
    const claim = await world.claim()
    await signClaim(world, a.operator, 0, claim)
    later()
    await exchange(a.operator)
    await signClaim(world, b.operator, 1, claim)
    await exchange(a.operator)
    expect(await reveals(a.operator, claim), 'within the pause').to.have.length(0)
    await exchange(b.operator)
    await exchange(a.operator)
    expect(await reveals(a.operator, claim), 'once the other has asked').to.have.length(1)
  })

  it('ends the same wherever the process ends', async () => {
    const [a, b] = peers as [Peer, Peer]
    let points = 0
    for (let end = 0; ; end++) {
      const claim = await world.claim()
      await signClaim(world, a.operator, 0, claim)
      await signClaim(world, b.operator, 1, claim)
      await exchange(restarted(b.operator))
      const dying = restarted(a.operator)
      let passed = 0
      dying.mark = () => {
        if (passed++ === end) throw new Error('killed')
      }
      await exchange(dying)
      const ended = passed <= end
      await exchange(restarted(b.operator))
      await exchange(restarted(a.operator))
      await exchange(restarted(b.operator))
      expect(await reveals(a.operator, claim), `killed at point ${end}`).to.have.length(1)
      expect(await reveals(b.operator, claim), `the other, killed at point ${end}`).to.have.length(1)
      points++
      if (ended) break
    }
    expect(points, 'points at which it was killed').to.be.greaterThan(2)
  })
})
