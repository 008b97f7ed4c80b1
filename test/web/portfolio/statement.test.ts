import { expect } from 'chai'
import { zeroHash, type Address } from 'viem'
import type { FeeRow, PaymentRow, PledgeRow, TransferRow } from '../../../web/data/answers/money.ts'
import {
  csvOf,
  isOfShares,
  sharesIn,
  statementOf,
  totalsOf,
  type StatementRows,
} from '../../../web/views/portfolio/statement.ts'

const address = (n: number): Address => `0x${String(n).padStart(40, '0')}`
const usdc = { address: address(1), symbol: 'USDC', decimals: 6 }
const odd = { address: address(2), symbol: '=1+1', decimals: 0 }
const place = { transaction: zeroHash, block: 1, finality: 'final' as const }
const pledge = (at: number, amount: bigint, logIndex = 0): PledgeRow => ({
  escrow: address(9),
  sender: address(5),
  account: address(7),
  amount,
  asset: usdc,
  at,
  logIndex,
  ...place,
})
const payment = (at: number, kind: string, amount: bigint, more: Partial<PaymentRow> = {}): PaymentRow => ({
  escrow: address(9),
  kind,
  account: address(7),
  to: null,
  amount,
  asset: usdc,
  shares: null,
  claim: null,
  at,
  logIndex: 1,
  ...place,
  ...more,
})
const fee = (at: number, kind: FeeRow['kind'], amount: bigint): FeeRow => ({
  escrow: address(9),
  kind,
  account: address(7),
  amount,
  asset: usdc,
  claim: zeroHash,
  at,
  ...place,
})

const moved = (at: number, from: number, to: number, shares: bigint): TransferRow => ({
  escrow: address(9),
  from: address(from),
  to: address(to),
  shares,
  asset: usdc,
  at,
  logIndex: 0,
  ...place,
})
const refund = payment(40, 'refund', 3_000_000n, { to: address(7), shares: 3_250_000n })
const of = (rows: StatementRows) => statementOf(address(7), rows)

describe('The statement of an account', () => {
  const lines = of({
    pledges: [pledge(30, 2_000_000n), pledge(10, 1_500_000n)],
    payments: [refund, payment(20, 'claim', 7n), payment(21, 'collected', 7n)],
    fees: [fee(35, 'challenge fee', 50n), fee(16, 'filing fee', 0n), fee(15, 'filing fee', 300n)],
    transfers: [moved(38, 7, 8, 1_000_000n), moved(36, 8, 7, 750_000n)],
  })

  it('has every movement in order, with the way it went; filing for nothing is none', () => {
    expect(lines.map(({ at, kind, way }) => [at, kind, way])).to.deep.equal([
      [10, 'pledge', 'out'],
      [15, 'filing fee', 'out'],
      [20, 'claim', 'credit'],
      [21, 'collected', 'in'],
      [30, 'pledge', 'out'],
      [35, 'challenge fee', 'out'],
      [36, 'shares received', 'in'],
      [38, 'shares sent', 'out'],
      [40, 'refund', 'in'],
    ])
  })

  it('says what each movement changed of the shares: together, what is left of them', () => {
    expect(lines.map(({ shares }) => shares).filter((shares) => shares !== 0n)).to.deep.equal([
      ...[1_500_000n, 2_000_000n, 750_000n, -1_000_000n, -3_250_000n],
    ])
    const ofShares = lines.filter(isOfShares)
    expect(ofShares.map(({ kind, other, amount }) => [kind, other, amount])).to.deep.equal([
      ['shares received', address(8), 0n],
      ['shares sent', address(8), 0n],
    ])
    expect(ofShares.map(sharesIn)).to.deep.equal(['0.75 USDC', '1 USDC'])
  })

  it('keeps the order of a block', () => {
    const [first, second] = of({ pledges: [pledge(10, 2n, 5), pledge(10, 1n, 3)] })
    expect([first?.amount, second?.amount]).to.deep.equal([1n, 2n])
  })

  it('sums by token, what was collected once', () => {
    const other = of({ payments: [payment(50, 'refund', 1n, { asset: odd })], transfers: [moved(51, 8, 7, 5n)] })
    expect(totalsOf([...lines, ...other])).to.deep.equal([
      { asset: usdc, out: 3_500_350n, in: 3_000_007n, credit: 7n },
      { asset: odd, out: 0n, in: 1n, credit: 0n },
    ])
  })

  it('is CSV with exact amounts that no spreadsheet runs', () => {
    const csv = csvOf(
      of({ pledges: [pledge(0, 1_234_500_000n), { ...pledge(1, 5n), asset: odd }], transfers: [moved(2, 7, 8, 5n)] }),
      () => '@cmd, "quoted"',
    )
    const [header, first, second, third, end] = csv.split('\r\n')
    expect(header).to.equal(
      'time,unix,kind,way,amount,symbol,token,base units,shares,outcome,escrow,from or to,claim,transaction,finality',
    )
    expect(first).to.equal(
      `1970-01-01T00:00:00.000Z,0,pledge,out,1234.5,USDC,${address(1)},1234500000,1234500000,"'@cmd, ""quoted""",${address(9)},${address(5)},,${zeroHash},final`,
    )
    expect(second).to.contain(`,5,“=1+1”,`)
    expect(third)
      .to.contain(`,shares sent,out,0,USDC,${address(1)},0,-5,`)
      .and.to.contain(`,${address(8)},,`)
    expect(end).to.equal('')
  })

  it('is empty but for its header where nothing happened', () => {
    expect(csvOf(of({}), () => '').split('\r\n')).to.have.length(2)
  })
})
