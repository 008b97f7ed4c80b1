import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from 'chai'
import * as z from 'zod'
import { ConnectionError } from '../../../sdk/errors/ConnectionError.ts'
import { askIndex } from '../../../web/data/askIndex.ts'

const schema = z.object({ asOf: z.int(), rows: z.array(z.object({ n: z.string().transform(BigInt) })), next: z.null() })
const rowsOf = (count: number) => Array.from({ length: count }, (_, n) => ({ n: `${n}` }))

describe('answers of the index', () => {
  let server: Server
  let base: string
  let body: unknown
  before(async () => {
    server = createServer((_, response) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(body))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  after(() => new Promise((resolve) => server.close(resolve)))

  for (const count of [0, 1, 8, 9, 16, 100]) {
    it(`should be parsed whole, and in order, with ${count} rows`, async () => {
      body = { asOf: 7, rows: rowsOf(count), next: null, more: 'of a later version' }
      expect(await askIndex(base, '/list', schema)).to.deep.equal(schema.parse(body))
    })
  }

  it('should let others have their turn while a long list is parsed', async () => {
    body = { asOf: 7, rows: rowsOf(100), next: null }
    let [turn, immediate] = [0, setImmediate(() => undefined)]
    const count = (): void => {
      turn++
      immediate = setImmediate(count)
    }
    count()
    const parsed = await askIndex(
      base,
      '/list',
      z.object({ rows: z.array(z.object({ n: z.string() }).transform(() => turn)) }),
    )
    clearImmediate(immediate)
    expect(new Set(parsed?.rows).size, 'turns in which rows were parsed').to.equal(Math.ceil(100 / 8))
  })

  it('should be refused where any row is of another form, the last too', async () => {
    for (const at of [0, 12, 19]) {
      const rows: unknown[] = rowsOf(20)
      rows[at] = { n: 'no number' }
      body = { asOf: 7, rows, next: null }
      const error = await askIndex(base, '/list', schema).catch((refused: unknown) => refused)
      expect(error, `row ${at}`).to.be.instanceOf(ConnectionError)
    }
    body = { asOf: 'no number', rows: rowsOf(20), next: null }
    expect(await askIndex(base, '/list', schema).catch((refused: unknown) => refused)).to.be.instanceOf(ConnectionError)
    for (const other of [null, 'text', { rows: 'text' }]) {
      body = other
      expect(await askIndex(base, '/list', schema).catch((refused: unknown) => refused)).to.be.instanceOf(
        ConnectionError,
      )
    }
  })
})
