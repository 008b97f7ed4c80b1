/** Lives in which all is well, what the model asks of others, and the order of logs. */
import { expect } from 'chai'
import type { Entry } from '../../../audit/history.ts'
import { ESCROW, MEMBERS, observed, subjectOf, who, type Script } from '../support/script.ts'
import { keep } from '../support/keep.ts'
import { contestLife, unitsLife } from '../support/lives.ts'

const judge = (s: Script, entries: Entry[] = s.entries) => keep(subjectOf(s.terms), entries, s.end())

describe('audit: the books', () => {
  it('finds nothing in lives in which all is well, and has every figure', async () => {
    const units = judge(await unitsLife())
    expect(units.findings, 'units').to.deep.equal([])
    expect(
      [units.state.supply, units.state.balance, units.state.held, units.state.openFees],
      'all is gone',
    ).to.deep.equal([0n, 0n, 0n, 0n])
    expect([units.state.collected, units.state.refunded, units.state.feesIn, units.state.returned]).to.deep.equal([
      504n,
      530n,
      34n,
      30n,
    ])
    expect(units.state.frozen, 'frozen').to.deep.equal({ pledged: 1_000n, refundable: 530n })
    const contest = judge(await contestLife())
    expect(contest.findings, 'contest').to.deep.equal([])
    expect([contest.state.lastCallEnd, contest.state.progress, contest.state.balance]).to.deep.equal([22_700n, 2n, 0n])
  })

  it('says who was credited and what left, to the last unit', async () => {
    const { payments } = judge(await unitsLife())
    const sums = new Map<string, bigint>()
    for (const { kind, amount } of payments) sums.set(kind, (sums.get(kind) ?? 0n) + amount)
    expect(Object.fromEntries(sums)).to.deep.equal({
      claim: 400n,
      'member fee': 24n,
      'fee rest': 3n,
      'arbiter fee': 7n,
      broken: 30n,
      release: 40n,
      collected: 504n,
      refund: 530n,
    })
    const refund = payments.find(({ kind }) => kind === 'refund')
    expect(refund, 'a refund').to.deep.include({ account: who('Ada'), to: who('Ada'), amount: 265n, shares: 500n })
  })

  it('asks a chain about each signature that ECDSA does not answer for, and about no other', async () => {
    const s = await unitsLife()
    const other = await observed(s.keys.first, 1, 29n)
    s.args('observe', 'Observed', 1)['signature'] = other.args['signature']
    s.args('observe again', 'Observed')['signature'] = '0x1234'
    const { queries, findings } = judge(s)
    expect(findings, 'for the model both may be contracts').to.deep.equal([])
    const expected = [
      [MEMBERS[1]!.address, s.keys.first],
      [MEMBERS[0]!.address, s.keys.second],
    ]
    expect(queries.map(({ member, claim }) => [member, claim])).to.deep.equal(expected)
    expect(queries[1]).to.deep.include({ signature: '0x1234' })
    expect(queries[1]?.place.timestamp, 'when it was recorded').to.equal(9_100n)
  })

  describe('the order of logs', () => {
    const rules = (s: Script, entries: Entry[]) => judge(s, entries).findings.map(({ rule }) => rule)

    it('two logs of a block that changed places', async () => {
      const s = (await unitsLife()).endWith('sell')
      const [a, b, c, ...rest] = s.entries
      expect(rules(s, [a!, c!, b!, ...rest])).to.deep.equal(['logs'])
    })

    it('a log twice', async () => {
      const s = (await unitsLife()).endWith('sell')
      const last = s.entries.at(-1)!
      expect(rules(s, [...s.entries, last])).to.deep.equal(['logs'])
    })

    it('a log of another contract', async () => {
      const s = (await unitsLife()).endWith('sell')
      const entries = s.entries.map((entry, i) => (i === 0 ? ({ ...entry, address: who('Max') } as Entry) : entry))
      expect(rules(s, entries)).to.deep.equal(['logs'])
      const lower = s.entries.map((entry) => ({ ...entry, address: ESCROW.toLowerCase() }) as Entry)
      expect(rules(s, lower), 'spelt otherwise').to.deep.equal([])
    })

    it('a block of two hashes, and one that is older than the one before', async () => {
      const s = (await unitsLife()).endWith('sell')
      const forked = s.entries.map((entry, i) =>
        i === 1 ? { ...entry, blockHash: `0x${'ab'.repeat(32)}` as const } : entry,
      )
      expect(rules(s, forked)[0]).to.equal('logs')
      s.named('sell').time = 150n
      expect(rules(s, s.entries)).to.deep.equal(['logs'])
    })
  })

  it('finds that a log is missing, whichever it is, and says so a few times at most', async () => {
    const whole = await unitsLife()
    let found = 0
    for (let i = 0; i < whole.entries.length; i++) {
      const { findings } = judge(whole, whole.entries.toSpliced(i, 1))
      if (findings.length > 0) found++
      expect(
        findings.length,
        `without log ${i}: ${findings.map(({ rule, what }) => `${rule} ${what}`).join('; ')}`,
      ).to.be.below(12)
    }
    expect(found, 'logs whose absence is found').to.equal(whole.entries.length)
  })

  it('does not fail on figures beyond what their types allow', async () => {
    const huge = 2n ** 256n - 1n
    const whole = await unitsLife()
    for (const [i, entry] of whole.entries.entries()) {
      if (entry.eventName === 'AssetTransfer') continue
      for (const [name, value] of Object.entries(entry.args)) {
        if (typeof value !== 'bigint') continue
        const changed = { ...entry, args: { ...entry.args, [name]: huge } } as Entry
        const { findings } = judge(whole, whole.entries.with(i, changed))
        expect(findings.length, `${entry.eventName}.${name}`).to.be.above(0)
      }
    }
  })
})
