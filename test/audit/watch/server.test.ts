/** What the server of continuous audits answers. */
import { expect } from 'chai'
import { AuditMetrics } from '../../../audit/watch/metrics.ts'
import { auditServer } from '../../../audit/watch/server.ts'
import { resultOf } from '../report/fixture.ts'

describe('audit: the server of a watch', () => {
  const shown = { html: undefined as string | undefined, json: undefined as string | undefined, reasons: ['not yet'] }
  const metrics = new AuditMetrics()
  const server = auditServer({
    metrics,
    html: () => shown.html,
    json: () => shown.json,
    reasons: () => shown.reasons,
  })
  let url: string
  before(async () => (url = await server.listen({ host: '127.0.0.1', port: 0 })))
  after(() => server.close())

  const get = async (path: string, method = 'GET') => {
    const response = await fetch(`${url}${path}`, { method })
    return { code: response.status, text: await response.text(), headers: response.headers }
  }

  it('is alive, and not ready, before the first audit ends', async () => {
    expect(await get('/health')).to.include({ code: 200, text: '{"ok":true}' })
    expect(await get('/ready')).to.include({ code: 503, text: '{"ready":false,"reasons":["not yet"]}' })
    for (const path of ['/', '/report.json'])
      expect(await get(path)).to.include({ code: 503, text: '{"error":"The first audit has not ended yet."}' })
  })

  it('shows the last audit, with nothing in it allowed but its own style', async () => {
    Object.assign(shown, { html: '<!doctype html><p>PASS</p>', json: '{"passed":true}', reasons: [] })
    metrics.ended(resultOf([]), 1_800_000_000_000)
    expect(await get('/ready')).to.include({ code: 200, text: '{"ready":true,"reasons":[]}' })
    const page = await get('/')
    expect(page).to.include({ code: 200, text: shown.html })
    expect(page.headers.get('content-type')).to.equal('text/html; charset=utf-8')
    expect(page.headers.get('content-security-policy')).to.match(/^default-src 'none'/)
    expect(page.headers.get('x-content-type-options')).to.equal('nosniff')
    const data = await get('/report.json')
    expect([data.code, data.text, data.headers.get('content-type')]).to.deep.equal([
      200,
      shown.json,
      'application/json; charset=utf-8',
    ])
    const told = await get('/metrics')
    expect(told.headers.get('content-type')).to.match(/^text\/plain/)
    expect(told.text).to.include('lodestone_audit_passed 1')
  })

  it('has nothing else, and takes nothing', async () => {
    expect((await get('/../package.json')).code).to.equal(404)
    expect((await get('/', 'POST')).code).to.equal(404)
  })
})
