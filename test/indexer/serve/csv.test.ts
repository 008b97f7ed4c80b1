/** CSV that no spreadsheet runs, and strings from chain and documents that are shown as they are and do no harm. */
import { expect } from 'chai'
import { stringToHex, toHex, type Hex } from 'viem'
import * as z from 'zod'
import { describe as describeDocument } from '../../../indexer/derive/describe.ts'
import { plain } from '../../../indexer/derive/events.ts'
import { csvOf } from '../../../indexer/serve/csv.ts'
import { openIndex, type Index } from '../../../indexer/store/openIndex.ts'
import { playHistory, type History } from '../../audit/histories/play.ts'
import { openStage, type Stage } from '../../audit/histories/stage.ts'
import { DATABASES, type Database } from '../support/databases.ts'
import { catchUp, openFollower } from '../support/follow.ts'
import { escrowRow, escrowView, paymentRow } from '../../../indexer/serve/answers.ts'
import { serve, type Served } from '../support/served.ts'

/** Reads CSV by RFC 4180, strictly. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let [row, cell, at]: [string[], string, number] = [[], '', 0]
  while (at < text.length) {
    if (text[at] === '"') {
      for (at++; ; at++) {
        if (text[at] === undefined) throw new Error('a quotation mark is open')
        if (text.charAt(at) === '"' && text.charAt(++at) !== '"') break
        cell += text.charAt(at)
      }
      if (![',', '\r'].includes(text[at] ?? '')) throw new Error(`after a quotation mark comes ${text[at]}`)
    } else if (text[at] === ',') {
      row.push(cell)
      cell = ''
      at++
    } else if (text.startsWith('\r\n', at)) {
      rows.push([...row, cell])
      ;[row, cell] = [[], '']
      at += 2
    } else {
      if (/[\r\n]/.test(text[at] ?? '')) throw new Error('a line ends with something else than CRLF')
      cell += text.charAt(at++)
    }
  }
  if (row.length > 0 || cell !== '') throw new Error('the last line does not end')
  return rows
}

/** What a hostile creator or solver may write. */
const HOSTILE = [
  '<script>alert(1)</script>',
  '=HYPERLINK("https://evil.example","click")',
  '+1+1',
  '-2+3',
  '@SUM(A1)',
  '\t=1',
  'a "quote", a comma\r\nand a line',
  '\u202Egnp.exe\u202C',
  "'; drop table escrows; --",
  'NUL \0 inside',
  'half \uD800 a character',
  '🧪'.repeat(5_000),
]

describe('CSV of lists', () => {
  const schema = z.object({
    name: z.string(),
    asset: z.object({ symbol: z.string().nullable(), decimals: z.int() }),
    list: z.array(z.string()),
    last: z.boolean().nullable(),
  })

  it('should have a header alone where there are no rows', () => {
    expect(csvOf(schema, [])).to.equal('name,asset.symbol,asset.decimals,list,last\r\n')
  })

  it('should hold what was put in, with nothing that a spreadsheet runs', () => {
    const rows = HOSTILE.map((name) => ({ name, asset: { symbol: name, decimals: 6 }, list: [name], last: null }))
    const [header, ...cells] = parseCsv(csvOf(schema, rows))
    expect(header).to.deep.equal(['name', 'asset.symbol', 'asset.decimals', 'list', 'last'])
    for (const [i, [name = '', symbol, decimals, list, last]] of cells.entries()) {
      const given = HOSTILE[i]!
      expect(name.replace(/^'(?=[=+\-@\t])/, '')).to.equal(given)
      expect(name).not.to.match(/^[=+\-@\t\r\n]/)
      expect([symbol, decimals, list, last]).to.deep.equal([name, '6', JSON.stringify([given]), ''])
    }
    expect(cells).to.have.length(HOSTILE.length)
  })
})

describe('documents of any form', () => {
  it('should be described without an error', () => {
    for (const text of HOSTILE) {
      const document = toHex(new TextEncoder().encode(JSON.stringify({ title: text, summary: [text], theme: text })))
      const said = describeDocument(document)
      expect(said.wellFormed).to.equal(0)
      expect(said.title, text.slice(0, 20)).to.equal(plain(text).replaceAll(/\p{Surrogate}/gu, '\uFFFD'))
    }
    const others: Hex[] = ['0x', '0x00ff', stringToHex('null'), stringToHex('{"title": 7}'), stringToHex('[1]')]
    for (const document of others) expect(describeDocument(document)).to.include({ title: null, wellFormed: 0 })
  })
})

for (const { name, open } of DATABASES) {
  describe(`hostile strings in an index in ${name}`, () => {
    let stage: Stage
    let history: History
    let database: Database
    let index: Index
    let api: Served
    before(async function () {
      this.timeout(120_000)
      stage = await openStage()
      history = await playHistory(14, { stage, blocks: 10, escrows: 4 })
      database = await open()
      index = await database.connect()
      const { follower } = await openFollower(index, stage)
      await catchUp(follower)
      api = serve(index)
    })
    after(async () => {
      await api.server.close()
      await database.stop()
      await stage.close()
    })

    it('should be found and shown as they are, in JSON and CSV', async () => {
      const { escrow } = history.escrows[0]!
      for (const text of HOSTILE) {
        const document = stringToHex(JSON.stringify({ title: text, summary: text, theme: text }))
        const said = describeDocument(document)
        await index.updateTable('escrows').set(said).where('escrow', '=', escrow).execute()
        const { escrow: shown } = await api.get(`/v1/escrows/${escrow}`, z.object({ escrow: escrowView }))
        expect(shown.title).to.equal(said.title)
        const query = encodeURIComponent(said.title!.slice(0, 40))
        const found = await api.page(`/v1/escrows?search=${query}`, escrowRow)
        expect(
          found.rows.map(({ address }) => address),
          text.slice(0, 20),
        ).to.include(escrow)
        const csv = await api.ask(`/v1/escrows?format=csv&search=${query}`)
        expect(csv.headers['content-type']).to.match(/^text\/csv/)
        const [header, ...rows] = parseCsv(csv.text)
        const title = rows.find((row) => row[0] === escrow)?.[header!.indexOf('title')] ?? ''
        expect(title).not.to.match(/^[=+\-@\t\r\n]/)
        expect(found.rows[0]?.title?.length).to.be.at.most(601)
      }
      expect(api.errors).to.deep.equal([])
    })

    it('should be the whole list as CSV, and say where a longer one goes on', async () => {
      const { escrow } = history.escrows[0]!
      const json = await api.all(`/v1/escrows/${escrow}/payments`, paymentRow)
      const file = await api.ask(`/v1/escrows/${escrow}/payments?format=csv`)
      const [header, ...rows] = parseCsv(file.text)
      expect(rows.map((row) => row[header!.indexOf('amount')])).to.deep.equal(json.map(({ amount }) => amount))
      expect(file.headers['link']).to.equal(undefined)
      const part = await api.ask(`/v1/escrows/${escrow}/payments?format=csv&limit=2`)
      const [, next = ''] = /^<(.+)>; rel="next"$/.exec(part.headers['link'] as string) ?? []
      const [, ...following] = parseCsv((await api.ask(next)).text)
      expect(following).to.deep.equal(rows.slice(2, 4))
    })

    it('should not be keys of objects', async () => {
      for (const url of ['/v1/escrows?__proto__=1', '/v1/escrows?constructor=1', '/v1/escrows?search=%00'])
        expect((await api.ask(url)).status, url).to.be.oneOf([200, 400])
      expect(api.errors).to.deep.equal([])
    })
  })
}

describe('an index of nothing', () => {
  it('should say so', async () => {
    const index = await openIndex(':memory:')
    const api = serve(index)
    expect(await api.get('/v1/status', z.object({ asOf: z.null() }))).to.deep.equal({ asOf: null })
    expect((await api.page('/v1/escrows', escrowRow)).rows).to.deep.equal([])
    expect((await api.ask('/ready')).status).to.equal(503)
    await api.server.close()
    await index.destroy()
  })
})
