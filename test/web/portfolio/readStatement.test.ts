import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import { zeroHash, type Address } from 'viem'
import { ConnectionError } from '../../../sdk/errors/ConnectionError.ts'
import { readStatement } from '../../../web/views/portfolio/readStatement.ts'

const address = (n: number): Address => `0x${String(n).padStart(40, '0')}`
const ACCOUNT = address(7)
const asset = { address: address(1), symbol: 'USDC', decimals: 6 }
const place = { transaction: zeroHash, block: 1, finality: 'final' }
const asOf = { number: 9, hash: zeroHash, time: 99, finalized: 9 }
const movement = (at: number, escrow: Address) => ({
  escrow,
  account: ACCOUNT,
  amount: '5',
  asset,
  at,
  logIndex: at,
  ...place,
})

/** What the index answers, by path and cursor; two pages of pledges. */
const ANSWERS: Readonly<Record<string, unknown>> = {
  [`/v1/accounts/${ACCOUNT}/pledges `]: {
    asOf,
    rows: [{ ...movement(20, address(9)), sender: ACCOUNT }],
    next: 'second',
  },
  [`/v1/accounts/${ACCOUNT}/pledges second`]: {
    asOf,
    rows: [{ ...movement(10, address(9)), sender: ACCOUNT }],
    next: null,
  },
  [`/v1/accounts/${ACCOUNT}/payments `]: {
    asOf,
    rows: [{ ...movement(30, address(9)), kind: 'refund', to: ACCOUNT, shares: '5', claim: null }],
    next: null,
  },
  [`/v1/accounts/${ACCOUNT}/transfers `]: {
    asOf,
    rows: [{ escrow: address(9), from: ACCOUNT, to: address(8), shares: '2', asset, at: 25, logIndex: 0, ...place }],
    next: null,
  },
  [`/v1/accounts/${ACCOUNT} `]: { asOf, rows: [], next: null },
}

describe('Reading a statement', () => {
  let server: Server
  let index: string
  const asked: string[] = []

  before(async () => {
    server = createServer((request, response) => {
      const url = new URL(request.url ?? '', 'http://index')
      const key = `${url.pathname} ${url.searchParams.get('cursor') ?? ''}`
      asked.push(key)
      const answer = ANSWERS[key]
      response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(answer ?? { error: 'There is no such thing.' }))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    index = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  after(() => new Promise((resolve) => server.close(resolve)))

  it('goes through all pages, the oldest line first', async () => {
    const { lines, asOf: at } = await readStatement(index, ACCOUNT, new AbortController().signal)
    expect(lines.map(({ at: time, kind }) => [time, kind])).to.deep.equal([
      [10, 'pledge'],
      [20, 'pledge'],
      [25, 'shares sent'],
      [30, 'refund'],
    ])
    expect(at).to.deep.equal(asOf)
  })

  it('asks once for the title of what the account has left behind, and does without where there is none', async () => {
    asked.length = 0
    const { titles } = await readStatement(index, ACCOUNT, new AbortController().signal)
    expect(asked.filter((one) => one.startsWith('/v1/escrows/'))).to.deep.equal([`/v1/escrows/${address(9)} `])
    expect([...titles]).to.deep.equal([])
  })

  it('says so where the index does not answer', async () => {
    const failed = await readStatement('http://127.0.0.1:1', ACCOUNT, new AbortController().signal).catch(
      (error: unknown) => error,
    )
    expect(failed).to.be.instanceOf(ConnectionError)
  })
})
