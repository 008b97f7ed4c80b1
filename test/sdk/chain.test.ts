/** The pure model against the contracts: addresses, bounds, curve, status and phases. */
import { readdir, readFile } from 'node:fs/promises'
import { expect } from 'chai'
import { getAddress, keccak256, numberToHex, pad, zeroAddress, type Address, type Hex } from 'viem'
import { create } from '../../sdk/actions/create.ts'
import { challenge } from '../../sdk/actions/challenge.ts'
import { explained } from '../../sdk/actions/explained.ts'
import { file } from '../../sdk/actions/file.ts'
import { getClaim } from '../../sdk/actions/getClaim.ts'
import { getEscrow } from '../../sdk/actions/getEscrow.ts'
import { getOutcome } from '../../sdk/actions/getOutcome.ts'
import { pledge } from '../../sdk/actions/pledge.ts'
import { settle } from '../../sdk/actions/settle.ts'
import { verifyEscrow } from '../../sdk/actions/verifyEscrow.ts'
import { escrowFactoryAbi } from '../../sdk/abi/escrowFactory.ts'
import { RevertError } from '../../sdk/errors/RevertError.ts'
import { checkTerms } from '../../sdk/model/checkTerms.ts'
import { priceAt } from '../../sdk/model/curve.ts'
import { escrowAddress } from '../../sdk/model/escrowAddress.ts'
import { encodeOutcome, parseOutcome } from '../../sdk/model/outcome.ts'
import { phaseAt } from '../../sdk/model/phase.ts'
import type { Phase } from '../../sdk/model/phaseNames.ts'
import { parseSheet } from '../../sdk/model/sheet.ts'
import { statusAt, type Status } from '../../sdk/model/status.ts'
import type { Point, Terms } from '../../sdk/model/terms.ts'
import { packTerms, unpackTerms } from '../../sdk/model/termsCode.ts'
import { termsOfSheet } from '../../sdk/model/termsOfSheet.ts'
import { DAY, NAMES, observeAs, OUTCOME, sampleTerms, USDC } from './samples.ts'
import { sdkWorld, UNIT, type SdkWorld } from './world.ts'

/** Repeatable pseudo-random numbers below `bound`. */
function randomiser(seed: number): (bound: bigint) => bigint {
  let i = 0
  return (bound) => BigInt(keccak256(numberToHex(BigInt(seed) * 1_000_000n + BigInt(i++), { size: 32 }))) % bound
}

function randomCurve(below: (bound: bigint) => bigint, points: number, mostStep: bigint): Point[] {
  const curve: Point[] = [{ measurement: 0n, price: 0n }]
  for (let i = 1; i < points; i++) {
    const before = curve.at(-1)!
    curve.push({ measurement: before.measurement + below(mostStep), price: before.price + 1n + below(50_000n * UNIT) })
  }
  if (curve[1]?.measurement === 0n) curve.splice(0, 2, { measurement: 0n, price: 0n })
  return curve.filter(({ measurement, price }) => measurement > 0n || price === 0n)
}

function randomTerms(below: (bound: bigint) => bigint): Terms {
  const address = (): Address => getAddress(numberToHex(1n + below(2n ** 160n - 1n), { size: 20 }))
  return {
    outcome: numberToHex(below(2n ** 256n), { size: 32 }),
    asset: address(),
    rule: Number(below(3n)),
    curve: randomCurve(below, 2 + Number(below(15n)), 2n ** 59n),
    minStep: below(2n ** 64n),
    pledgeBy: below(2n ** 40n),
    threshold: below(2n ** 128n),
    cap: below(2n ** 128n),
    claimBy: below(2n ** 40n),
    verifyWithin: below(2n ** 32n),
    challengeWithin: below(2n ** 32n),
    arbitrateWithin: below(2n ** 32n),
    lastCall: below(2n ** 32n),
    panel: Array.from({ length: 1 + Number(below(32n)) }, address),
    quorum: below(33n),
    arbiter: below(2n) === 0n ? zeroAddress : address(),
    claimFee: below(2n ** 128n),
    challengeFee: below(2n ** 128n),
    holdback: below(10_001n),
    warranty: below(2n ** 32n),
  }
}

describe('sdk: the model against the chain', function () {
  this.timeout(60_000)
  let w: SdkWorld
  before(async () => {
    w = await sdkWorld()
  })
  const addressOf = (terms: Terms) =>
    w.client.readContract({
      address: w.origin.factory,
      abi: escrowFactoryAbi,
      functionName: 'addressOf',
      args: [terms],
    })

  it('predicts the addresses of outcomes A to F', async () => {
    const folders = await readdir(new URL('../../outcomes/', import.meta.url))
    expect(folders, 'outcomes').to.have.length(6)
    for (const folder of folders) {
      const json = async (name: string): Promise<unknown> =>
        JSON.parse(await readFile(new URL(`../../outcomes/${folder}/${name}.json`, import.meta.url), 'utf8'))
      const outcome = parseOutcome(await json('outcome'))
      const names = { ...NAMES, USDC: w.token }
      const terms = termsOfSheet(parseSheet(await json('sheet')), outcome, { token: USDC, now: await w.now(), names })
      const predicted = escrowAddress(w.origin, terms)
      expect(await addressOf(terms), `address of ${folder}`).to.equal(predicted)
      const { escrow } = await create(w.writers[0]!, w.origin, terms, outcome)
      const { terms: read, faults } = await verifyEscrow(w.client, w.origin, escrow, { terms, outcome })
      expect([read, faults], `${folder} as created`).to.deep.equal([terms, []])
      const published = await getOutcome(w.client, { factory: w.origin.factory, block: Number(w.block) }, escrow)
      expect(published, `document of ${folder}`).to.deep.equal(outcome)
    }
  })

  it('predicts the addresses of 40 random terms and reads their code back', async () => {
    const below = randomiser(1)
    for (let i = 0; i < 40; i++) {
      const terms = randomTerms(below)
      expect(escrowAddress(w.origin, terms), `address of random terms ${i}`).to.equal(await addressOf(terms))
      expect(unpackTerms(packTerms(terms)), `random terms ${i} read back`).to.deep.equal(terms)
    }
  })

  it('finds what is wrong with an address', async () => {
    const terms = await sampleTerms(w)
    const { escrow } = await create(w.writers[0]!, w.origin, terms, OUTCOME)
    const faultsOf = async (...args: Parameters<typeof verifyEscrow>) =>
      (await verifyEscrow(...args)).faults.map(({ path }) => path)
    expect(await faultsOf(w.client, w.origin, w.token), 'a token').to.deep.equal(['escrow', 'code'])
    const other = { terms: { ...terms, cap: terms.cap - 1n }, outcome: { ...OUTCOME, title: 'Another' } }
    expect(await faultsOf(w.client, w.origin, escrow, other), 'other terms').to.deep.equal([
      'terms.cap',
      'terms.outcome',
    ])
    const origin = { ...w.origin, implementation: w.token }
    expect(await faultsOf(w.client, origin, escrow), 'another implementation').to.deep.equal([
      'implementation',
      'escrow',
    ])
  })

  describe('names the bound that the factory names', () => {
    const arbiter = '0x00000000000000000000000000000000000000a2'
    const point = (measurement: bigint, price: bigint): Point => ({ measurement, price })
    const cases: [string, (t: Terms) => Partial<Terms>][] = [
      ['CurveLength', () => ({ curve: [] })],
      [
        'CurveLength',
        () => ({ curve: Array.from({ length: 17 }, (_, i) => point(BigInt(i), BigInt(i) * 100n * UNIT)) }),
      ],
      ['CurveNotRising', () => ({ curve: [point(5n, 1000n * UNIT), point(4n, 1000n * UNIT)] })],
      ['CurveNotRising', () => ({ curve: [point(5n, 1000n * UNIT), point(5n, 1000n * UNIT)] })],
      ['CurvePaysForNothing', () => ({ curve: [point(0n, 1000n * UNIT)] })],
      ['CurveLastPrice', () => ({ curve: [point(5n, 0n)] })],
      ['CurveLastPrice', () => ({ curve: [point(5n, 2n ** 128n)] })],
      ['TooManyPrizes', () => ({ rule: 2, curve: [point(17n, 1000n * UNIT)] })],
      ['MinStepZero', () => ({ minStep: 0n })],
      ['CapAboveCurve', (t) => ({ cap: t.cap + 1n })],
      ['ThresholdOutOfRange', () => ({ threshold: 0n })],
      ['ThresholdOutOfRange', (t) => ({ threshold: t.cap + 1n })],
      ['ClaimFeeTooHigh', () => ({ claimFee: 2n ** 128n })],
      ['ChallengeFeeOutOfRange', () => ({ challengeFee: 1n })],
      ['PledgeByPassed', () => ({ pledgeBy: 1n })],
      ['ClaimByOutOfRange', (t) => ({ claimBy: t.pledgeBy - 1n })],
      ['ClaimByOutOfRange', (t) => ({ claimBy: t.claimBy + 50n * 365n * DAY })],
      ['VerifyWithinOutOfRange', () => ({ verifyWithin: 3599n })],
      ['VerifyWithinOutOfRange', () => ({ verifyWithin: 365n * DAY + 1n })],
      ['ChallengeWithinOutOfRange', () => ({ challengeWithin: 1n })],
      ['ChallengeWithinOutOfRange', () => ({ arbiter, arbitrateWithin: 1n })],
      ['ArbitrateWithinOutOfRange', () => ({ arbiter, challengeWithin: 1n })],
      ['LastCallOutOfRange', () => ({ lastCall: 1n })],
      ['PanelSize', (t) => ({ panel: t.panel.slice(0, 2) })],
      ['PanelNotAscending', (t) => ({ panel: [...t.panel].reverse() })],
      ['PanelNotAscending', () => ({ panel: [zeroAddress], quorum: 1n })],
      ['QuorumOutOfRange', () => ({ quorum: 2n })],
      ['QuorumOutOfRange', () => ({ quorum: 5n })],
      ['ArbiterOnPanel', (t) => ({ arbiter: t.panel[0]!, challengeWithin: 1n, arbitrateWithin: 1n })],
      ['HoldbackOutOfRange', () => ({ holdback: 10_001n, warranty: 1n })],
      ['HoldbackOutOfRange', () => ({ warranty: 1n })],
      ['WarrantyOutOfRange', () => ({ holdback: 1n })],
      ['WarrantyOutOfRange', () => ({ holdback: 1n, warranty: 5n * 365n * DAY + 1n })],
    ]
    for (const [i, [error, edit]] of cases.entries()) {
      it(`${error} (${i})`, async () => {
        const valid = await sampleTerms(w)
        const now = await w.now()
        expect(checkTerms(valid, now), 'faults before the edit').to.deep.equal([])
        const terms = { ...valid, ...edit(valid) }
        expect(
          checkTerms(terms, now).map((fault) => fault.code),
          'by the model',
        ).to.include(error)
        const call = { address: w.origin.factory, abi: escrowFactoryAbi, functionName: 'create' } as const
        const args = [terms, encodeOutcome(OUTCOME).document] as const
        const thrown = await explained(() => w.client.simulateContract({ ...call, args })).catch((one: unknown) => one)
        expect(thrown, 'thrown by create').to.be.instanceOf(RevertError)
        expect((thrown as RevertError).errorName, 'by the factory').to.equal(error)
      })
    }
  })

  it('prices random curves as escrows pay them', async () => {
    const below = randomiser(7)
    let compared = 0
    for (let i = 0; i < 4; i++) {
      const curve = randomCurve(below, 3 + i * 4, 1000n)
      const cap = curve.at(-1)!.price
      const override = { rule: 1, curve, cap, threshold: cap, panel: w.panel.slice(0, 1), quorum: 1n }
      const terms = await sampleTerms(w, override)
      const { escrow } = await create(w.writers[0]!, w.origin, terms, OUTCOME)
      await pledge(w.writers[i]!, escrow, { amount: cap })
      const last = curve.at(-1)!.measurement
      for (let part = 1n; part <= 5n; part++) {
        const measurement = part === 5n ? last : (last * part) / 5n + below(last / 10n + 1n)
        const commitment = pad(numberToHex(part))
        const { key } = await file(w.writers[3]!, escrow, { commitment, uri: 'x' })
        await observeAs(w, escrow, key, [measurement])
        await settle(w.writers[0]!, escrow, 1n)
        const { progress, paid } = await getEscrow(w.client, escrow)
        expect(paid, `curve ${i} at ${progress}`).to.equal(priceAt(curve, progress))
        compared++
      }
    }
    expect(compared, 'prices compared').to.equal(20)
  })

  it('derives status and phase at every deadline, one second before and after, as the contract does', async () => {
    const arbiter = w.accounts[15]!
    const arbitrated = { arbiter, challengeWithin: DAY, arbitrateWithin: DAY, holdback: 1000n, warranty: DAY }
    const terms = await sampleTerms(w, arbitrated)
    const { escrow } = await create(w.writers[0]!, w.origin, terms, OUTCOME)
    const seen: { statuses: Status[]; phases: Phase[] } = { statuses: [], phases: [] }
    const compare = async (key?: Hex): Promise<void> => {
      const state = await getEscrow(w.client, escrow)
      expect(statusAt(terms, state, state.now), 'status').to.equal(state.status)
      seen.statuses.push(state.status)
      if (key === undefined) return
      const claim = await getClaim(w.client, { address: escrow, terms }, key)
      expect(phaseAt(terms, claim, state.now).phase, 'phase').to.equal(claim.phase)
      seen.phases.push(claim.phase)
    }
    const around = async (moment: bigint, key?: Hex): Promise<void> => {
      for (const second of [moment - 1n, moment, moment + 1n]) {
        if (second <= (await w.now())) continue
        await w.mineAt(second)
        await compare(key)
      }
    }
    await compare()
    await pledge(w.writers[0]!, escrow, { amount: 200n * UNIT })
    const { key } = await file(w.writers[3]!, escrow, { commitment: pad('0x9'), uri: 'x' })
    await observeAs(w, escrow, key, [5n, 6n, 7n])
    const claim = () => getClaim(w.client, { address: escrow, terms }, key)
    await around((await claim()).until!, key)
    await challenge(w.writers[4]!, escrow, key, 'doubt')
    await around((await claim()).until!, key)
    await settle(w.writers[0]!, escrow, 1n)
    await compare(key)
    await around(terms.pledgeBy)
    await around(terms.claimBy)
    expect(new Set(seen.phases), 'phases seen').to.deep.equal(
      new Set(['Observing', 'Challenging', 'Arbitrating', 'Decided', 'Settled']),
    )
    const later = await sampleTerms(w, { minStep: 2n })
    const { escrow: unused } = await create(w.writers[0]!, w.origin, later, OUTCOME)
    const statuses: Status[] = []
    for (const second of [later.pledgeBy - 1n, later.pledgeBy, later.pledgeBy + 1n]) {
      await w.mineAt(second)
      const state = await getEscrow(w.client, unused)
      expect(statusAt(later, state, second), `status at ${second}`).to.equal(state.status)
      statuses.push(state.status)
    }
    expect(statuses, 'around the end of pledging').to.deep.equal(['Pledging', 'Pledging', 'Void'])
  })
})
