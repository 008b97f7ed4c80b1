import { expect } from 'chai'
import { keccak256 } from 'viem'
import { makeIdentity } from '../../../sdk/evidence/seal.ts'
import { exchangeWith } from '../../../oracle/exchange/exchange.ts'
import { signedBy } from '../../../oracle/exchange/findings.ts'
import { openReveal, sealReveal, type Reveal } from '../../../oracle/exchange/reveal.ts'
import { commitmentOf } from '../../../oracle/sign/commitment.ts'
import { learn, listen, peer, publish, signAs, signClaim, told, type Peer, type Signed } from '../panel.ts'
import { MEMBERS, oracleWorld, type OracleWorld } from '../world.ts'

const exchange = exchangeWith(undefined, 500)

describe('oracle: exchange with hostile peers', () => {
  let world: OracleWorld
  let honest: Peer
  let victim: Peer
  const stops: (() => Promise<unknown>)[] = []

  beforeEach(async () => {
    world = await oracleWorld(4, 3)
    honest = await peer(world, 0)
    victim = await peer(world, 1)
    stops.push(
      () => honest.server.close(),
      () => victim.server.close(),
      () => world.stop(),
    )
  })
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop()
  })

  const revealOf = ({ member, claim, measurement, report, signature, salt }: Signed): Reveal => ({
    version: 1,
    chainId: 31337,
    escrow: world.escrow,
    claim,
    member,
    measurement: `${measurement}`,
    report,
    signature,
    salt,
  })
  /** A member at seat 2 or 3 that answers as the test says. */
  const hostile = async (seat: number, answers: { commitment: () => unknown; observation: () => unknown }) => {
    const { identity, recipient } = await makeIdentity()
    const asked: string[] = []
    const { server, url } = await listen((one) => {
      one.get('/*', (request) => {
        asked.push(request.url)
        return request.url.includes('/commitment') ? answers.commitment() : answers.observation()
      })
    })
    await publish(world, seat, url, recipient)
    stops.push(() => server.close())
    return { identity, asked }
  }
  const findings = async () => honest.operator.store.selectFrom('findings').selectAll().execute()
  const recipientOfHonest = async () => {
    const { recipientOf } = await import('../../../sdk/evidence/seal.ts')
    return recipientOf(honest.identity)
  }

  it('finds who commits to nothing, copies and shows the copy', async () => {
    const claim = await world.claim()
    await signClaim(world, honest.operator, 0, claim, 42n)
    const member = MEMBERS[2]!.address
    let shown: Uint8Array | undefined = undefined
    const { identity } = await hostile(2, {
      commitment: () => ({ version: 1, member, commitment: keccak256('0x01') }),
      observation: () => (shown === undefined ? Promise.reject(new Error('not yet')) : Buffer.from(shown)),
    })
    await exchange(honest.operator)
    const path = `/exchange/31337/${world.escrow}/${claim}/observation?for=${member}`
    const stolen = await openReveal(new Uint8Array(await (await fetch(`${honest.url}${path}`)).arrayBuffer()), [
      identity,
    ])
    const copy = await signAs(world, 2, claim, BigInt(stolen.measurement))
    shown = await sealReveal(revealOf(copy), await recipientOfHonest())
    honest.operator.clock.at += 700_000
    expect(await exchange(honest.operator), 'something is found').to.equal(true)
    const [finding, ...more] = await findings()
    expect(more, 'other findings').to.have.length(0)
    expect([finding?.kind, finding?.member], 'finding').to.deep.equal(['commitment broken', member])
    expect(finding?.details, 'the evidence').to.include(copy.signature).and.to.include(copy.salt)
    const { measurement, report, signature } = revealOf(copy)
    const [shownOf] = await signedBy(honest.operator.store, finding!)
    expect(shownOf, 'what it signed').to.deep.equal({ measurement, report, signature })
    expect(told(honest.operator, 50), 'reported').to.have.length(1)
    expect(JSON.stringify(honest.operator.entries), 'the log').to.not.include(copy.salt)
    const kept = await honest.operator.store.selectFrom('observations').selectAll().execute()
    expect(kept, 'what is kept to be submitted').to.have.length(0)
    honest.operator.clock.at += 700_000
    await exchange(honest.operator)
    expect(told(honest.operator, 50), 'reported a second time').to.have.length(1)
  })

  it('refuses what is not signed by the member, or is about something else', async () => {
    const claim = await world.claim()
    const other = await world.claim()
    await signClaim(world, honest.operator, 0, claim)
    const mine = await signAs(world, 2, claim, 5n)
    const recipient = await recipientOfHonest()
    const elsewhere = await signAs(world, 2, other, 5n)
    const alien = await signAs(world, 3, claim, 5n)
    const tries: Record<string, Reveal> = {
      'another claim': revealOf(elsewhere),
      'another member': revealOf(alien),
      'another’s signature': { ...revealOf(mine), signature: alien.signature },
      'another measurement': { ...revealOf(mine), measurement: '6' },
      'another chain': { ...revealOf(mine), chainId: 1 },
    }
    let shown = revealOf(mine)
    await hostile(2, {
      commitment: () => ({ version: 1, member: mine.member, commitment: commitmentOf(mine.digest, mine.salt) }),
      observation: async () => Buffer.from(await sealReveal(shown, recipient)),
    })
    for (const [what, reveal] of Object.entries(tries)) {
      shown = reveal
      honest.operator.clock.at += 700_000
      await exchange(honest.operator)
      const kept = await honest.operator.store.selectFrom('observations').selectAll().execute()
      expect(kept, what).to.have.length(0)
    }
    expect(await findings(), 'what anybody could have made is no finding').to.have.length(0)
    shown = revealOf(mine)
    honest.operator.clock.at += 700_000
    await exchange(honest.operator)
    const kept = await honest.operator.store.selectFrom('observations').select('digest').execute()
    expect(kept, 'the right one').to.deep.equal([{ digest: mine.digest }])
  })

  it('counts the first commitment', async () => {
    const claim = await world.claim()
    await signClaim(world, honest.operator, 0, claim)
    const first = await signAs(world, 2, claim, 5n)
    const second = await signAs(world, 2, claim, 6n)
    const recipient = await recipientOfHonest()
    let committed = first
    let shown: Signed | undefined = undefined
    await hostile(2, {
      commitment: () => ({
        version: 1,
        member: first.member,
        commitment: commitmentOf(committed.digest, committed.salt),
      }),
      observation: async () =>
        shown === undefined
          ? Promise.reject(new Error('no'))
          : Buffer.from(await sealReveal(revealOf(shown), recipient)),
    })
    await exchange(honest.operator)
    committed = second
    shown = second
    honest.operator.clock.at += 700_000
    await exchange(honest.operator)
    const row = await honest.operator.store.selectFrom('commitments').select('commitment').executeTakeFirst()
    expect(row?.commitment, 'the commitment kept').to.equal(commitmentOf(first.digest, first.salt))
    expect(
      (await findings()).map(({ kind }) => kind),
      'findings',
    ).to.deep.equal(['commitment broken'])
  })

  it('keeps and reports two observations of one member, once', async () => {
    const claim = await world.claim()
    await signClaim(world, honest.operator, 0, claim)
    await learn(world, honest.operator, await signAs(world, 2, claim, 5n))
    await learn(world, honest.operator, await signAs(world, 2, claim, 9n), 1)
    expect(await exchange(honest.operator), 'found').to.equal(true)
    const [finding] = await findings()
    expect([finding?.kind, finding?.member], 'finding').to.deep.equal(['equivocation', MEMBERS[2]!.address])
    expect(Object.keys(JSON.parse(finding!.details) as object), 'evidence').to.have.length(2)
    expect(await honest.operator.store.selectFrom('observations').selectAll().execute(), 'kept').to.have.length(2)
    const shown = await signedBy(honest.operator.store, finding!)
    expect(shown.map(({ measurement }) => measurement).sort(), 'shown to whoever asks').to.deep.equal(['5', '9'])
    expect(await exchange(honest.operator), 'found again').to.equal(false)
    expect(told(honest.operator, 50), 'reported').to.have.length(1)
  })

  it('is not kept from the others by garbage, a flood or silence, and asks those later', async () => {
    const claim = await world.claim()
    await signClaim(world, honest.operator, 0, claim)
    const signed = await signClaim(world, victim.operator, 1, claim)
    let flooded = 0
    const chunk = new Uint8Array(65_536).fill(0x20)
    const flood = () =>
      new Response(
        new ReadableStream({
          pull: (controller) => {
            flooded += chunk.length
            if (flooded > 100_000_000) controller.close()
            else controller.enqueue(chunk)
          },
        }),
      )
    const flooding = await hostile(2, { commitment: flood, observation: flood })
    const silent = await hostile(3, { commitment: () => new Promise(() => undefined), observation: () => '' })
    for (let round = 0; round < 2; round++) {
      await exchange(honest.operator)
      await exchange(victim.operator)
    }
    const kept = await honest.operator.store.selectFrom('observations').select('digest').execute()
    expect(kept, 'the honest peer').to.deep.equal([{ digest: signed.digest }])
    expect(flooded, 'bytes of the flood').to.be.lessThan(50_000_000)
    expect([flooding.asked.length, silent.asked.length], 'each is asked by two, once').to.deep.equal([2, 2])
    expect(told(honest.operator, 40), 'said once of each').to.have.length(2)
    honest.operator.clock.at += 13_000
    await exchange(honest.operator)
    expect([flooding.asked.length, silent.asked.length], 'after a pause').to.deep.equal([3, 3])
    honest.operator.clock.at += 13_000
    await exchange(honest.operator)
    expect([flooding.asked.length, silent.asked.length], 'the pause gets longer').to.deep.equal([3, 3])
    expect(told(honest.operator, 40), 'not said again').to.have.length(2)
  })

  const GARBAGE: Record<string, () => unknown> = {
    'no JSON': () => '<html>',
    'another shape': () => ({ commitment: 1 }),
    'another member': () => ({ version: 1, member: MEMBERS[0]!.address, commitment: keccak256('0x') }),
    'more than is asked': () => ({ version: 1, member: MEMBERS[2]!.address, commitment: keccak256('0x'), x: 1 }),
    bytes: () => Buffer.alloc(1000, 0xff),
    'an error': () => Promise.reject(new Error('down')),
    'deep JSON': () => '['.repeat(60_000),
  }
  it('takes no garbage for a commitment', async () => {
    const claim = await world.claim()
    await signClaim(world, honest.operator, 0, claim)
    for (const [what, garbage] of Object.entries(GARBAGE)) {
      await hostile(2, { commitment: garbage, observation: garbage })
      // The directory is read anew, and every pause is over.
      honest.operator.clock.at += 700_000
      await exchange(honest.operator)
      expect(await honest.operator.store.selectFrom('commitments').selectAll().execute(), what).to.have.length(0)
    }
    expect(stops.length, 'servers that were asked').to.equal(3 + Object.keys(GARBAGE).length)
  })

  it('answers whatever it is asked, and not too often', async () => {
    const claim = await world.claim()
    await signClaim(world, honest.operator, 0, claim)
    const status = async (path: string) => (await fetch(`${honest.url}/exchange/${path}`)).status
    const whole = `31337/${world.escrow}/${claim}`
    const member = MEMBERS[1]!.address
    const asked: [string, number][] = [
      [`1/${world.escrow}/${claim}/commitment`, 404],
      [`31337/0x12/${claim}/commitment`, 404],
      [`31337/${world.escrow}/0xzz/commitment`, 404],
      [`31337/${world.escrow}/${keccak256('0x05')}/commitment`, 404],
      [`31337/${world.escrow}/${'a'.repeat(5000)}/commitment`, 414],
      [`NaN/${encodeURIComponent('../../x')}/%00/commitment`, 404],
      [`31337/${world.escrow}/%ff/commitment`, 400],
      [`${whole}/observation`, 404],
      [`${whole}/observation?for=`, 404],
      [`${whole}/observation?for=${member}&for=${member}`, 404],
      [`${whole}/observation?for[a]=${member}`, 404],
      [`${whole}/observation?for=${'9'.repeat(5000)}`, 404],
    ]
    for (const [path, expected] of asked) expect(await status(path), path.slice(0, 120)).to.equal(expected)
    let [passed, refused] = [0, 0]
    for (let i = 0; i < 260; i++) {
      const answer = await status(`${whole}/commitment`)
      if (answer === 200) passed++
      if (answer === 429) refused++
    }
    expect(passed, 'within the limit, besides what was asked above').to.equal(235)
    expect(refused, 'beyond it').to.equal(25)
    honest.operator.clock.at += 61_000
    expect(await status(`${whole}/commitment`), 'a minute later').to.equal(200)
    expect(
      honest.operator.entries.filter(({ level }) => level >= 40),
      'complaints',
    ).to.deep.equal([])
  })

  it('asks where it may only', async () => {
    const claim = await world.claim()
    await signClaim(world, honest.operator, 0, claim)
    for (const endpoint of [
      'http://192.168.1.1',
      'https://user:word@example.org',
      'ftp://example.org',
      'nothing',
      'https://x.org/?a',
    ]) {
      await publish(world, 2, endpoint, 'age1x')
      honest.operator.clock.at += 700_000
      const urls: string[] = []
      const step = exchangeWith((url) => {
        urls.push(url.href)
        return Promise.reject(new Error('refused'))
      })
      await step(honest.operator)
      expect(
        urls.filter((url) => !url.startsWith('http://127.0.0.1')),
        endpoint,
      ).to.deep.equal([])
    }
  })
})
