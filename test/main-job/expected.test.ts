/** The independent calculation against figures worked out by hand (those of OUTCOMES in the design among them). */
import { expect } from 'chai'
import {
  expectedOf,
  merge,
  verdictOf,
  type ExpectedClaim,
  type ExpectedOutcome,
} from '../../scripts/main-job/expected.ts'
import { FACTS } from '../../scripts/main-job/facts.ts'
import { differences } from '../../scripts/main-job/ledger.ts'

const MEMBERS = ['m1', 'm2', 'm3']
const claim = (measurement: bigint, more: Partial<ExpectedClaim> = {}): ExpectedClaim => ({
  solver: 'solver',
  payee: 'payee',
  observed: { m1: measurement, m2: measurement },
  ...more,
})
const outcome = (override: Partial<ExpectedOutcome>): ExpectedOutcome => ({
  rule: 'Record',
  points: [[1n, 100n]],
  minStep: 1n,
  threshold: 1n,
  members: MEMBERS,
  quorum: 2,
  arbiter: 'arbiter',
  claimFee: 0n,
  challengeFee: 0n,
  holdback: 0n,
  pledges: { funder: 100n },
  claims: [],
  ...override,
})
const jailbreak = (minStep: bigint): bigint[] => {
  const values = [1200n, 1190n, 400n, 100n]
  const claims = values.map((value) => claim(2000n - value))
  return [...expectedOf({ ...FACTS.E, minStep, quorum: 2, pledges: { funder: 8_000_000_000_000n }, claims }).earned]
}

describe('main job: the independent calculation', () => {
  it('units fall in price: 250,000 and 25,000 for 1,000 more', () => {
    const { earned, refundable } = expectedOf(FACTS.D)
    expect(earned[2], 'from 9,500').to.equal(250_000_000_000n)
    expect(earned[5], 'from 59,500').to.equal(25_000_000_000n)
    expect(refundable, 'left').to.equal(0n)
  })

  it('a record is paid for its advance, small steps not at all', () => {
    expect(jailbreak(1n), 'minStep 1').to.deep.equal([
      3_368_421_052_631n,
      42_105_263_158n,
      3_326_315_789_474n,
      1_263_157_894_737n,
    ])
    expect(jailbreak(50n).slice(0, 3), 'minStep 50').to.deep.equal([3_368_421_052_631n, 0n, 3_368_421_052_632n])
  })

  it('10,000,001 units over three equal pledges: 3,333,333 each, 2 left', () => {
    // 10,000,001 of 30,000,003 pledged stay the funders'.
    const pledges = { a: 10_000_001n, b: 10_000_001n, c: 10_000_001n }
    const { ledger, refundable } = expectedOf(outcome({ pledges, points: [[1n, 20_000_002n]], claims: [claim(1n)] }))
    expect(refundable, 'refundable').to.equal(10_000_001n)
    for (const name of Object.keys(pledges)) expect(ledger.get(name)?.received, name).to.equal(3_333_333n)
  })

  it('a contest pays the earlier of two equals first and leaves prizes unfilled', () => {
    const { earned, refundable } = expectedOf(FACTS.C)
    expect(earned, 'prizes').to.deep.equal([2_000_000_000_000n, 1_000_000_000_000n, 0n, 0n])
    expect(refundable, 'third prize').to.equal(500_000_000_000n)
  })

  it('the verdict is the k-th highest observation, 0 with too few, the ruling where there is one', () => {
    expect(verdictOf(claim(0n, { observed: { m1: 5n, m2: 9n, m3: 7n } }), 2), 'second of three').to.equal(7n)
    expect(verdictOf(claim(0n, { observed: { m1: 5n } }), 2), 'one of two').to.equal(0n)
    expect(verdictOf(claim(5n, { ruling: 3n }), 2), 'ruled').to.equal(3n)
  })

  it('fees: an equal part to each observer, the rest to the payee; the challenge fee to an arbiter who rules', () => {
    const fees = { claimFee: 10n, challengeFee: 7n, points: [[1n, 100n]] as const }
    const ruled = expectedOf(outcome({ ...fees, claims: [claim(0n, { challenger: 'critic', ruling: 0n })] })).ledger
    expect(ruled.get('m1')?.received, 'member').to.equal(3n)
    expect(ruled.get('m3')?.received ?? 0n, 'silent member').to.equal(0n)
    expect(ruled.get('payee')?.received, 'payee').to.equal(4n)
    expect(ruled.get('arbiter')?.received, 'arbiter').to.equal(7n)
    expect(ruled.get('critic')?.paidIn, 'critic').to.equal(7n)
    const silent = expectedOf(outcome({ ...fees, claims: [claim(0n, { challenger: 'critic' })] })).ledger
    expect(silent.get('m1')?.received, 'member, no ruling').to.equal(5n)
    expect(silent.get('payee')?.received, 'payee, no ruling').to.equal(7n)
    expect(silent.has('arbiter'), 'arbiter, no ruling').to.equal(false)
  })

  it('the first true break takes half of what is held, rounded down; without one it is released', () => {
    const paid = claim(1n, {
      breaks: [claim(0n, { payee: 'liar' }), claim(1n, { payee: 'breaker' }), claim(1n, { payee: 'late' })],
    })
    const broken = expectedOf(outcome({ holdback: 4_990n, claims: [paid] }))
    // 100 x 50.1 % = 50.1: 50 at once, 50 held
    expect(broken.ledger.get('payee')?.received, 'at once').to.equal(50n)
    expect(broken.ledger.get('breaker')?.received, 'breaker').to.equal(25n)
    expect(broken.refundable, 'funders').to.equal(25n)
    for (const name of ['liar', 'late']) expect(broken.ledger.get(name)?.received, name).to.equal(0n)
    const whole = expectedOf(outcome({ holdback: 4_990n, claims: [claim(1n)] }))
    expect(whole.ledger.get('payee')?.received, 'released').to.equal(100n)
  })

  it('below the threshold everything goes back', () => {
    const { ledger, refundable } = expectedOf(FACTS.E)
    expect(refundable, 'refundable').to.equal(3_700_000_500_001n)
    for (const [name, { paidIn, received }] of ledger) expect(received, name).to.equal(paidIn)
  })

  it('notices a wrong ledger: a unit too much, an account too many, one too few', () => {
    const { ledger } = expectedOf(FACTS.A)
    expect(differences(ledger, ledger), 'the same').to.deep.equal([])
    const one = new Map([['Sol', { paidIn: 0n, received: 1n }]])
    expect(differences(merge([ledger, one]), ledger), 'a unit too much').to.deep.equal(['Sol'])
    const other = new Map([['Eve', { paidIn: 0n, received: 1n }]])
    expect(differences(merge([ledger, other]), ledger), 'an account too many').to.deep.equal(['Eve'])
    expect(differences(new Map([...ledger].slice(1)), ledger), 'one too few').to.deep.equal(
      [...ledger.keys()].slice(0, 1),
    )
  })
})
