import { expect } from 'chai'
import { zeroHash, type Address } from 'viem'
import type { FeeRow, PaymentRow, PledgeRow } from '../../../web/data/answers/money.ts'
import { csvOf, statementOf, totalsOf } from '../../../web/views/portfolio/statement.ts'

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

describe('The statement of an account', () => {
  const lines = statementOf(
    [pledge(30, 2_000_000n), pledge(10, 1_500_000n)],
    [payment(40, 'refund', 3_000_000n, { to: address(7) }), payment(20, 'claim', 7n), payment(21, 'collected', 7n)],
    [fee(35, 'challenge fee', 50n), fee(16, 'filing fee', 0n), fee(15, 'filing fee', 300n)],
  )

  it('has every movement in order, with the way it went; filing for nothing is none', () => {
    expect(lines.map(({ at, kind, way }) => [at, kind, way])).to.deep.equal([
      [10, 'pledge', 'out'],
      [15, 'filing fee', 'out'],
      [20, 'claim', 'credit'],
      [21, 'collected', 'in'],
      [30, 'pledge', 'out'],
      [35, 'challenge fee', 'out'],
      [40, 'refund', 'in'],
    ])
  })

  it('keeps the order of a block', () => {
    const [first, second] = statementOf([pledge(10, 2n, 5), pledge(10, 1n, 3)], [])
    expect([first?.amount, second?.amount]).to.deep.equal([1n, 2n])
  })

  it('sums by token, what was collected once', () => {
    expect(totalsOf([...lines, ...statementOf([], [payment(50, 'refund', 1n, { asset: odd })])])).to.deep.equal([
      { asset: usdc, out: 3_500_350n, in: 3_000_007n, credit: 7n },
      { asset: odd, out: 0n, in: 1n, credit: 0n },
    ])
  })

  it('is CSV with exact amounts that no spreadsheet runs', () => {
    const csv = csvOf(
      statementOf([pledge(0, 1_234_500_000n), { ...pledge(1, 5n), asset: odd }], []),
      () => '@cmd, "quoted"',
    )
    const [header, first, second, end] = csv.split('\r\n')
    expect(header).to.equal(
      'time,unix,kind,way,amount,symbol,token,base units,outcome,escrow,from or to,claim,transaction,finality',
    )
    expect(first).to.equal(
      `1970-01-01T00:00:00.000Z,0,pledge,out,1234.5,USDC,${address(1)},1234500000,"'@cmd, ""quoted""",${address(9)},${address(5)},,${zeroHash},final`,
    )
    expect(second).to.contain(`,5,“=1+1”,`)
    expect(end).to.equal('')
  })

  it('is empty but for its header where nothing happened', () => {
    expect(csvOf(statementOf([], []), () => '').split('\r\n')).to.have.length(2)
  })
})
