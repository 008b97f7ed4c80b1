/** The API on random histories: beside the contracts, the index's own tables and the published schema. */
import { brotliDecompressSync } from 'node:zlib'
import { expect } from 'chai'
import { getAddress, zeroAddress, type Hex } from 'viem'
import * as z from 'zod'
import { STATUSES } from '../../../sdk/model/status.ts'
import { getClaim } from '../../../sdk/actions/getClaim.ts'
import { getEscrow } from '../../../sdk/actions/getEscrow.ts'
import { getPortfolio } from '../../../sdk/actions/getPortfolio.ts'
import {
  claimRow,
  claimView,
  escrowRow,
  escrowView,
  holderRow,
  operatorRow,
  paymentRow,
  pledgeRow,
  position,
} from '../../../indexer/serve/answers.ts'
import { totals } from '../../../indexer/serve/routes/escrows.ts'
import type { Index } from '../../../indexer/store/openIndex.ts'
import type { History } from '../../audit/histories/play.ts'
import type { Stage } from '../../audit/histories/stage.ts'
import { DATABASES } from '../support/databases.ts'
import { catchUp, deploymentOf, openFollower } from '../support/follow.ts'
import { indexedHistory, type IndexedHistory } from '../support/indexedHistory.ts'
import { dated, faultsIn, serve, type Served } from '../support/served.ts'

const LISTS = [
  ['pledges', pledgeRow],
  ['payments', paymentRow],
  ['holders', holderRow],
  ['claims', claimRow],
] as const

for (const { name, open } of DATABASES) {
  describe(`the API of an index in ${name}`, () => {
    let world: IndexedHistory
    let stage: Stage
    let history: History
    let index: Index
    let api: Served
    before(async function () {
      this.timeout(120_000)
      world = await indexedHistory(open)
      ;({ stage, history, index, api } = world)
    })
    after(() => world.close())

    it('should compress what is long, as the client likes', async () => {
      const inject = (url: string, encoding: string) =>
        api.server.inject({ method: 'GET', url, headers: { 'accept-encoding': encoding } })
      const plain = await api.ask('/v1/escrows')
      const small = await inject('/v1/escrows', 'br, gzip')
      expect(small.headers['content-encoding']).to.equal('br')
      expect(brotliDecompressSync(small.rawPayload).toString()).to.equal(plain.text)
      expect((await inject('/v1/escrows?format=csv', 'gzip')).headers['content-encoding'], 'CSV').to.equal('gzip')
      expect((await inject('/health', 'br')).headers['content-encoding'], 'what is short').to.equal(undefined)
    })

    it('should say how far it is', async () => {
      const head = await stage.client.getBlock()
      const status = await api.get('/v1/status', dated.extend({ head: z.int(), behind: z.int(), escrows: z.int() }))
      expect(status.asOf).to.include({ number: Number(head.number), hash: head.hash, time: Number(head.timestamp) })
      expect(status).to.include({ head: Number(head.number), behind: 0, escrows: 6 })
    })

    it('should show each escrow as its contract does', async () => {
      for (const { escrow } of history.escrows) {
        const { escrow: shown } = await api.get(`/v1/escrows/${escrow}`, z.object({ escrow: escrowView }))
        const state = await getEscrow(stage.client, escrow)
        const { pledged, progress, paid, refundable, held, passed, status, room, claimsEnd, filed, settled } = state
        expect(shown).to.include({
          status,
          pledged: `${pledged}`,
          progress: `${progress}`,
          paid: `${paid}`,
          refundable: `${refundable}`,
          held: `${held}`,
          passed,
          claimsEnd: Number(claimsEnd),
          filed: Number(filed),
          settled: Number(settled),
        })
        if (status === 'Pledging' || status === 'Binding') expect(shown.room, 'room').to.equal(`${room}`)
        expect(shown.terms.panel).to.deep.equal(state.terms.panel)
        expect(shown.ranking).to.deep.equal(
          state.ranking.map(({ score, index: place }) => ({ score: `${score}`, place: Number(place) })),
        )
      }
    })

    it('should show each claim as its contract does, with the phase and its last second', async () => {
      let claims = 0
      for (const { escrow, terms } of history.escrows) {
        for (const { key } of await api.all(`/v1/escrows/${escrow}/claims`, claimRow)) {
          const { claim } = await api.get(`/v1/escrows/${escrow}/claims/${key}`, z.object({ claim: claimView }))
          const state = await getClaim(stage.client, { address: escrow, terms }, key as Hex)
          expect(claim).to.include({
            phase: state.phase,
            phaseUntil: state.until === undefined ? null : Number(state.until),
            payee: state.payee,
            verdict: `${state.verdict}`,
            highest: `${state.highest}`,
            held: `${state.held}`,
            breaksFiled: Number(state.breaksFiled),
          })
          expect(claim.observations.map(({ seat }) => seat).sort((a, b) => a - b)).to.deep.equal(state.seats)
          claims++
        }
      }
      expect(claims).to.be.above(10)
    })

    it('should show portfolios as the SDK reads them from the chain', async function () {
      this.timeout(60_000)
      let positions = 0
      for (const account of history.accounts.slice(0, 8)) {
        const expected = await getPortfolio(stage.client, deploymentOf(stage), account)
        const actual = await api.all(`/v1/accounts/${account}`, position, 2)
        expect(new Set(actual.map(({ escrow }) => escrow.address))).to.deep.equal(
          new Set(expected.map(({ escrow }) => escrow)),
        )
        for (const one of expected) {
          const shown = actual.find(({ escrow }) => escrow.address === one.escrow)
          expect(shown).to.deep.include({
            shares: `${one.shares}`,
            owed: `${one.owed}`,
            seat: one.seat ?? null,
            arbiter: one.arbiter,
            refund: { now: `${one.refund.now}`, worst: `${one.refund.worst}`, best: `${one.refund.best}` },
          })
          expect(shown!.claims.map(({ key }) => key)).to.have.members(one.claims.map(({ key }) => key))
          positions++
        }
      }
      expect(positions).to.be.above(10)
      expect(await api.all(`/v1/accounts/${zeroAddress}`, position), 'nobody').to.deep.equal([])
    })

    it('should give every row once, whatever the page, in the order asked for', async () => {
      for (const field of ['createdAt', 'pledged', 'paid', 'refundable', 'pledgeBy', 'claimsEnd'] as const) {
        const sort = field.length % 2 === 0 ? field : `-${field}`
        const rows = await api.all(`/v1/escrows?sort=${sort}`, escrowRow, 1)
        expect(new Set(rows.map(({ address }) => address)).size).to.equal(6)
        const values = rows.map((row) => BigInt(row[field]))
        const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
        expect(values, sort).to.deep.equal(sort.startsWith('-') ? sorted.reverse() : sorted)
      }
      for (const { escrow } of history.escrows) {
        for (const [path, row] of LISTS) {
          const rows = await api.all(`/v1/escrows/${escrow}/${path}`, row, 3)
          const stored = await index.selectFrom(path).select('escrow').where('escrow', '=', escrow).execute()
          expect(rows.length, path).to.equal(stored.length)
          expect(new Set(rows.map((one) => JSON.stringify(one))).size, 'none twice').to.equal(rows.length)
        }
      }
    })

    it('should filter, search and sum up', async () => {
      const everything = await api.get('/v1/escrows?limit=100', z.object({ rows: z.array(escrowRow), totals }))
      const { byStatus, byAsset, escrows } = everything.totals
      expect(escrows).to.equal(6)
      for (const status of STATUSES) {
        const some = await api.page(`/v1/escrows?status=${status}&limit=100`, escrowRow)
        expect(some.rows.map(({ status: one }) => one)).to.deep.equal(
          Array.from({ length: byStatus[status] }, () => status),
        )
      }
      for (const { asset, pledged, escrows: count } of byAsset) {
        const some = await api.all(`/v1/escrows?asset=${asset.address}`, escrowRow)
        expect(some.length).to.equal(count)
        expect(some.reduce((sum, row) => sum + BigInt(row.pledged), 0n)).to.equal(BigInt(pledged))
      }
      const [first] = everything.rows
      const found = await api.page(`/v1/escrows?search=${first!.address.toLowerCase()}`, escrowRow)
      expect(found.rows.map(({ address }) => address)).to.deep.equal([first!.address])
      expect((await api.page('/v1/escrows?search=%25', escrowRow)).rows, 'a sign, not a pattern').to.deep.equal([])
      for (const rule of ['Units', 'Record', 'Contest']) {
        const some = await api.page(`/v1/escrows?rule=${rule}`, escrowRow)
        expect(some.rows.every((row) => row.rule === rule)).to.equal(true)
      }
    })

    it('should say of operators what their members did', async () => {
      const operators = await api.all('/v1/operators', operatorRow, 2)
      const observed = await index.selectFrom('observations').select('member').execute()
      const sum = (field: 'observed' | 'claims' | 'open' | 'missed' | 'judged') =>
        operators.reduce((all, row) => all + row[field], 0)
      expect(sum('observed')).to.equal(observed.length)
      expect(sum('claims')).to.equal(sum('observed') + sum('open') + sum('missed'))
      expect(sum('judged')).to.be.above(0)
      expect(operators.every(({ judged, agreed }) => agreed <= judged)).to.equal(true)
      const [one] = operators
      expect((await api.page(`/v1/operators?account=${one!.address}`, operatorRow)).rows).to.deep.equal([one])
    })

    it('should mark what is final and what is not yet', async () => {
      const { number } = (await api.get('/v1/status', dated)).asOf
      await index
        .updateTable('meta')
        .set({ value: String(number - 10) })
        .where('name', '=', 'finalized')
        .execute()
      const seen = new Set<string>()
      for (const { escrow } of history.escrows) {
        for (const { block, finality } of await api.all(`/v1/escrows/${escrow}/payments`, paymentRow)) {
          expect(finality).to.equal(block <= number - 10 ? 'final' : 'not yet')
          seen.add(finality)
        }
      }
      expect(seen).to.deep.equal(new Set(['final', 'not yet']))
      await index
        .updateTable('meta')
        .set({ value: String(number) })
        .where('name', '=', 'finalized')
        .execute()
    })

    it('should answer 304 until the next block, and then anew', async () => {
      const url = `/v1/escrows/${history.escrows[0]!.escrow}`
      const first = await api.ask(url)
      const tag = first.headers['etag'] as string
      expect((await api.ask(url, { 'if-none-match': tag })).status).to.equal(304)
      expect((await api.ask(url, { 'if-none-match': `"other", W/${tag}` })).status).to.equal(304)
      expect((await api.ask(url, { 'if-none-match': '"other"' })).status).to.equal(200)
      const { timestamp } = await stage.client.getBlock()
      await stage.mine(timestamp + 5n, [])
      const { follower } = await openFollower(index, stage, { now: () => Date.now() + 100_000 })
      await catchUp(follower)
      expect((await api.ask(url, { 'if-none-match': tag })).status, 'after a block').to.equal(200)
    })

    it('should refuse what it does not understand, and say what to write', async () => {
      const { escrow } = history.escrows[0]!
      const cases: [string, string][] = [
        ['/v1/escrows?limit=0', 'limit'],
        ['/v1/escrows?limit=101', 'limit'],
        ['/v1/escrows?limit=1e3', 'limit'],
        ['/v1/escrows?limit=5&limit=6', 'limit'],
        ['/v1/escrows?cursor=abc', 'cursor'],
        [`/v1/escrows?sort=paid&cursor=${(await api.page('/v1/escrows?limit=1', escrowRow)).next}`, 'cursor'],
        ['/v1/escrows?status=open', 'status'],
        ['/v1/escrows?sort=money', 'sort'],
        ['/v1/escrows?asset=0x12', 'asset'],
        ['/v1/escrows?colour=red', 'colour'],
        ['/v1/escrows?format=xml', 'format'],
        [`/v1/escrows?search=${'a'.repeat(201)}`, 'search'],
        ['/v1/escrows/0x12', 'address'],
        [`/v1/escrows/${escrow}?all=1`, 'all'],
        [`/v1/escrows/${escrow}/claims/0x12`, 'key'],
        [`/v1/escrows/${escrow}/claims?target=first`, 'target'],
        [`/v1/escrows/${escrow}/payments?kind=theft`, 'kind'],
        [`/v1/accounts/${escrow.slice(0, -1)}g`, 'address'],
        ['/v1/operators?account=me', 'account'],
      ]
      for (const [url, path] of cases) {
        const reply = await api.ask(url)
        expect(reply.status, url).to.equal(400)
        const [fault] = faultsIn(reply)
        expect(fault, url).to.include({ path })
        expect(fault?.message, url).to.match(/write|cursor|remove/)
      }
      expect((await api.ask(`/v1/escrows/${getAddress(`0x${'ab'.repeat(20)}`)}`)).status).to.equal(404)
      expect((await api.ask('/v1/nothing')).status).to.equal(404)
      expect((await api.ask(`/v1/escrows?search=${'a'.repeat(5_000)}`)).status).to.equal(400)
      expect(api.errors, 'no fault of the server').to.deep.equal([])
    })

    it('should let no other origin read it, and name nobody', async () => {
      const { headers } = await api.ask('/v1/status', { origin: 'https://elsewhere.example' })
      expect(headers['access-control-allow-origin']).to.equal(undefined)
      expect(headers['cross-origin-resource-policy']).to.equal('same-origin')
      const open_ = serve(index, { allowOrigin: 'https://page.example' })
      const allowed = await open_.ask('/v1/status', { origin: 'https://page.example' })
      expect(allowed.headers['access-control-allow-origin']).to.equal('https://page.example')
      await open_.server.close()
    })
  })
}
