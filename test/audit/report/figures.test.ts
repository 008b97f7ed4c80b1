/** What the report works out by itself: flows, statements of funders, when money is free. */
import { expect } from 'chai'
import { figuresOf, type Figures } from '../../../audit/report/figures/figures.ts'
import type { FlowPart } from '../../../audit/report/figures/flow.ts'
import { everything, market, resultOf } from './fixture.ts'
import { at, DAY, Play, who } from './play.ts'

const sum = (parts: readonly FlowPart[]): bigint => parts.reduce((total, { amount }) => total + amount, 0n)
const all = (): Figures[] => {
  const result = everything()
  return result.escrows.map((escrow) => figuresOf(escrow, result))
}
const one = (play: Play, status: Parameters<Play['done']>[0]): Figures => {
  const escrow = play.done(status)
  return figuresOf(escrow, resultOf([escrow]))
}

describe('audit report: figures', function () {
  it('flows add up exactly to the state, in every escrow', () => {
    for (const { flow, escrow } of [...all(), figuresOf(market(500, 40), resultOf([]))]) {
      const { state } = escrow
      expect(sum(flow.in), 'in')
        .to.equal(flow.totalIn)
        .and.to.equal(state.pledged + state.feesIn)
      expect(sum(flow.out), 'out')
        .to.equal(flow.totalOut)
        .and.to.equal(state.collected + state.refunded)
      expect(sum(flow.inside), 'inside')
        .to.equal(flow.totalInside)
        .and.to.equal(state.balance - state.stray)
      expect(flow.difference, 'difference').to.equal(0n)
      expect(
        [...flow.in, ...flow.out].some(({ group }) => group === 'unexplained'),
        'unexplained',
      ).to.equal(false)
    }
  })

  it('says what does not add up', () => {
    const play = new Play('short')
    play.pledge(1, 'Ada', 500_000_000n)
    play.state.collected += 7n
    const { flow } = one(play, 'binding')
    expect(flow.difference).to.equal(-7n)
    expect(flow.out).to.deep.equal([{ group: 'unexplained', accounts: 0, amount: 7n }])
  })

  it('statements of accounts add up to the state', () => {
    for (const { accounts, escrow } of all()) {
      const total = (of: (account: (typeof accounts)[number]) => bigint): bigint =>
        accounts.reduce((a, b) => a + of(b), 0n)
      const { state } = escrow
      expect(total((a) => a.pledged)).to.equal(state.pledged)
      expect(total((a) => a.claimFees + a.challengeFees)).to.equal(state.feesIn)
      expect(total((a) => a.collected)).to.equal(state.collected)
      expect(total((a) => a.refunded)).to.equal(state.refunded)
      for (const { creditedInAll, collected, owed } of accounts) expect(creditedInAll).to.equal(collected + owed)
    }
  })

  it('a funder bears the exact fraction of each payment, rounded down', () => {
    const play = new Play('thirds', { curve: [{ measurement: 1n, price: 1_000n }], threshold: 3n, cap: 1_000n })
    for (const name of ['Ada', 'Ben', 'Cleo']) play.pledge(1, name, 1n)
    const key = play.file(2, 'Sol')
    play.observe(3, key, [1n, 1n, 1n, 1n, 1n])
    play.settle(10, key, { verdict: 1n, to: 1n, paid: 2n })
    const { funders } = one(play, 'closed')
    // 1 of 3 units bears 2/3 of a unit, and 1/3 is left to it: both are 0 rounded down.
    for (const { spent, now, worst } of funders) expect([spent, now, worst]).to.deep.equal([0n, 0n, 0n])
  })

  it('tells pledges from shares that moved', () => {
    const [wall] = all()
    const ada = wall!.funders.find(({ account }) => account === who('Ada'))!
    expect(ada.pledged).to.equal(10_000_000_000_000n)
    expect(ada.moved).to.equal(-2_500_000_000_000n)
    expect(ada.shares).to.equal(7_500_000_000_000n)
    // 7.5 of 25 million shares of the 2,727,272.727273 that broke.
    expect(ada.expected).to.equal((7_500_000_000_000n * 2_727_272_727_273n) / 25_000_000_000_000n)
    expect(ada.now, 'refunds are closed').to.equal(0n)
    const fund = wall!.funders.find(({ account }) => account === who('Fund of funds'))!
    expect([fund.pledged, fund.spent, fund.shares]).to.deep.equal([0n, 0n, 2_500_000_000_000n])
  })

  it('says when refunds open at the latest', () => {
    const judging = (21n + 7n + 14n) * DAY
    const play = new Play('open', { holdback: 1_000n, warranty: 100n * DAY })
    play.pledge(1, 'Ada', 600_000_000n)
    const { closing, funders } = one(play, 'binding')
    expect(closing.payable).to.equal(600_000_000n)
    expect(closing.waitsUntil).to.equal(at(365) + judging + 100n * DAY + judging)
    expect(funders[0]!.worst).to.equal(0n)
    const [wall, contest] = all()
    // All is paid; what is held since day 158 is in its warranty of 120 days.
    expect(wall!.closing.payable).to.equal(0n)
    expect(wall!.closing.waitsUntil).to.equal(at(365) + judging)
    expect(contest!.closing.waitsUntil, 'closed').to.equal(undefined)
  })

  it('counts as payable only the prizes that are ranked, once claims have ended', () => {
    const curve = [1n, 2n].map((measurement) => ({ measurement, price: measurement * 100n }))
    const play = new Play('prizes', { rule: 2, curve, threshold: 200n, cap: 200n, claimBy: at(200) })
    play.pledge(1, 'Ada', 200n)
    const key = play.file(100, 'Sol')
    play.observe(110, key, [5n, 5n, 5n, 5n, 5n])
    play.settle(120, key, { verdict: 5n })
    play.rank(key, 5n)
    const { closing, funders } = one(play, 'binding')
    expect(closing.payable).to.equal(100n)
    expect(funders[0]!.worst).to.equal(100n)
    expect(closing.waitsUntil, 'it can be awarded at once').to.equal(at(250))
  })

  it('what was collected is told apart by what was credited first', () => {
    const [wall] = all()
    const of = (group: string): bigint => sum(wall!.flow.out.filter((part) => part.group === group))
    // 60 % of both payments; half of the 40 % that was held of the first one; the arbiter's one fee.
    expect(of('results')).to.equal(8_181_818_181_817n + 6_818_181_818_182n)
    expect(of('breaks')).to.equal(2_727_272_727_273n)
    expect(of('arbiter')).to.equal(50_000_000_000n)
    // Two members collected, each 7,000 for each of the five settled claims.
    expect(of('members')).to.equal(70_000_000_000n)
  })

  it('payments follow from the curve, and prizes from their ranks', () => {
    const [wall, contest] = all()
    for (const { amount, progress, kind } of [...wall!.paid, ...contest!.paid]) {
      if (kind !== 'break') expect(progress!.paidAfter - progress!.paidBefore).to.equal(amount)
    }
    expect(contest!.paid.map(({ amount, progress }) => [amount, progress!.to])).to.deep.equal([
      [300_000_000_000n, 2n],
      [500_000_000_000n, 1n],
    ])
  })
})
