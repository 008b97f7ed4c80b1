import { expect } from 'chai'
import { getAddress, zeroAddress, zeroHash } from 'viem'
import { makeIdentity } from '../../../sdk/evidence/seal.ts'
import { judgeKeys, type JudgeKey } from '../../../sdk/evidence/judgeKeys.ts'
import { Rule, type Terms } from '../../../sdk/model/terms.ts'
import { EMPTY, measurementTyped, payeeOf, statementOf } from '../../../web/views/claim/draft.ts'
import { faultOfUri, reachOf } from '../../../web/views/claim/reach.ts'
import { worthOf } from '../../../web/views/claim/worth.ts'

const metric = {
  name: 'Error',
  definition: 'Share of wrong answers.',
  unit: 'percent',
  direction: 'lower',
  baseline: '10',
  scale: '100',
} as const
const account = getAddress('0x2222222222222222222222222222222222222222')
const member = (i: number) => getAddress(`0x${`a${i}`.repeat(20)}`)

describe('page, claim: what is typed', () => {
  it('a value of the metric becomes a measurement, or a fault', () => {
    expect(measurementTyped({ metric }, '7.5'), 'value').to.deep.equal({ measurement: 250n, fault: undefined })
    expect(measurementTyped({ metric }, 'many').fault, 'no number').to.be.a('string')
    for (const nothing of [measurementTyped({ metric }, ' '), measurementTyped(undefined, '7')])
      expect(nothing, 'nothing').to.deep.equal({ measurement: undefined, fault: undefined })
  })

  it('the payee is the account, or another address with its checksum, never zero, the escrow or the token', () => {
    const other = getAddress('0xabcdefabcdefabcdefabcdefabcdefabcdefabcd')
    const not = { escrow: member(1), token: member(2) }
    expect(payeeOf(EMPTY, account, not), 'self').to.deep.equal({ address: account })
    expect(payeeOf({ ...EMPTY, payee: other }, account, not), 'not asked for').to.deep.equal({ address: account })
    const toOther = (payee: string) => payeeOf({ ...EMPTY, toOther: true, payee }, account, not)
    expect(toOther(` ${other} `), 'other').to.deep.equal({ address: other })
    expect(toOther(account), 'the account, written out').to.deep.equal({ address: account })
    for (const [wrong, fault] of [
      ['', undefined],
      ['0x12', 'form'],
      [other.replace('A', 'a'), 'checksum'],
      [zeroAddress, 'zero'],
      [not.escrow, 'escrow'],
      [not.token, 'token'],
    ] as const)
      expect(toOther(wrong), wrong).to.deep.equal({ fault })
  })

  it('the statement says the value that is claimed first', () => {
    const draft = { ...EMPTY, value: ' 7.5 ', statement: ' It holds. ' }
    const claimed = (value: string) => `Claimed: ${value}.`
    expect(statementOf(draft, claimed, true), 'both').to.equal('Claimed: 7.5.\nIt holds.')
    expect(statementOf(draft, claimed, false), 'a break claim').to.equal('It holds.')
    expect(statementOf({ ...draft, statement: '' }, claimed, true), 'value alone').to.equal('Claimed: 7.5.')
    expect(statementOf(EMPTY, claimed, true), 'nothing').to.equal('')
  })

  it('a place is https or ipfs, without a password', () => {
    for (const good of ['https://files.example/b.age', ' ipfs://bafkreigh2akiscaildc/x '])
      expect(faultOfUri(good), good).to.equal(undefined)
    for (const bad of [
      '',
      'bundle.age',
      'http://files.example/b',
      'file:///b.age',
      'https://user:word@files.example/b',
    ])
      expect(faultOfUri(bad), bad).to.be.a('string')
  })
})

describe('page, claim: who can read it', () => {
  let judges: JudgeKey[]
  before(async () => {
    const keys = await Promise.all([makeIdentity(), makeIdentity(), makeIdentity()])
    const [one, two, arbiter] = keys.map(({ recipient }) => recipient)
    const operators = [
      { account: member(1), endpoint: 'https://one.example', encryptionKey: one! },
      { account: member(2), endpoint: 'none', encryptionKey: two! },
      { account: member(3), endpoint: 'https://three.example', encryptionKey: 'age1broken' },
      { account: member(4), endpoint: '', encryptionKey: '' },
      { account: member(9), endpoint: 'https://arbiter.example', encryptionKey: arbiter! },
    ].map((one) => ({ ...one, publishedAt: 1n }))
    judges = await judgeKeys(operators, { arbiter: member(9) })
  })

  it('names who has no key that can be used, and counts members alone', () => {
    const reach = reachOf(judges, 2n)
    expect(
      reach.without.map(({ account, fault }) => [account, fault]),
      'without',
    ).to.deep.equal([
      [member(3), 'has an encryption key that is not an age recipient'],
      [member(4), 'has published no encryption key'],
    ])
    expect([reach.reading, reach.taking], 'members').to.deep.equal([2, 1])
    expect([reach.enoughRead, reach.enoughTake], 'for a quorum of 2').to.deep.equal([true, false])
    expect(reachOf(judges, 3n).enoughRead, 'for a quorum of 3').to.equal(false)
    expect(reachOf(judges, 1n).enoughTake, 'for a quorum of 1').to.equal(true)
  })

  it('is encrypted to all who have a key, and to the solver’s own if it wants', () => {
    expect(
      reachOf(judges, 2n, 'age1own').readers.map(({ who }) => who),
      'readers',
    ).to.deep.equal([member(1), member(2), member(9), 'also'])
  })

  it('takes a key that was given in place of the published one', async () => {
    const { recipient } = await makeIdentity()
    const [, , third] = await judgeKeys(judges, { arbiter: member(9) }, (who) =>
      who === member(3) ? recipient : undefined,
    )
    expect(third!.recipient, 'given').to.equal(recipient)
  })
})

describe('page, claim: what a measurement is worth', () => {
  const curve = [
    { measurement: 0n, price: 0n },
    { measurement: 100n, price: 1000n },
  ]
  const unused = { pledgeBy: 0n, threshold: 1n, cap: 1000n, claimBy: 0n, verifyWithin: 0n, challengeWithin: 0n }
  const none = {
    arbitrateWithin: 0n,
    lastCall: 0n,
    claimFee: 0n,
    challengeFee: 0n,
    warranty: 0n,
    quorum: 1n,
    panel: [],
  }
  const nobody = { outcome: zeroHash, asset: zeroAddress, arbiter: zeroAddress }
  const terms: Terms = { ...unused, ...none, ...nobody, rule: Rule.Units, curve, minStep: 10n, holdback: 2500n }
  const state = { progress: 20n, pledged: 500n, ranking: [] }

  it('of units: what the curve pays from here, as far as money is there', () => {
    expect(worthOf(terms, state, 9n), 'too little').to.deep.equal({ kind: 'nothing' })
    const paid = { kind: 'paid', progress: 30n, earned: 100n, direct: 75n, held: 25n }
    expect(worthOf(terms, state, 10n), 'a step').to.deep.equal(paid)
    expect(worthOf(terms, state, 80n), 'all that is left').to.include({ kind: 'paid', earned: 300n })
  })

  it('of a record: only above the progress', () => {
    const record = { ...terms, rule: Rule.Record }
    expect(worthOf(record, state, 20n), 'the same again').to.deep.equal({ kind: 'nothing' })
    expect(worthOf(record, state, 30n), 'better').to.include({ earned: 100n })
  })

  it('of a contest: a place behind all that are as good, and its prize', () => {
    const prizes = [
      { measurement: 1n, price: 300n },
      { measurement: 2n, price: 500n },
    ]
    const contest = { ...terms, rule: Rule.Contest, curve: prizes }
    const ranking = [{ score: 50n }, { score: 20n }]
    const at = (measurement: bigint) => worthOf(contest, { ...state, progress: 0n, ranking }, measurement)
    expect(at(60n), 'first').to.deep.equal({ kind: 'ranked', place: 1, prize: 300n })
    expect(at(50n), 'a tie goes to the earlier').to.deep.equal({ kind: 'ranked', place: 2, prize: 200n })
    expect(at(20n), 'no prize is left').to.deep.equal({ kind: 'nothing' })
    expect(at(9n), 'below the floor').to.deep.equal({ kind: 'nothing' })
  })
})
