/** `lodestone audit --watch` as a process. */
import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect } from 'chai'
import { Refusal } from '../../audit/collect/endpoint.ts'
import { resultOf, startCli } from '../cli.ts'
import { isReport, type AuditWorld } from './world.ts'

/** Tests for a suite that has a world. */
export function auditWatches(world: () => AuditWorld): void {
  describe('--watch', () => {
    const until = async <T>(what: string, ask: () => Promise<T | undefined> | T | undefined): Promise<T> => {
      for (let i = 0; i < 400; i++) {
        const answer = await ask()
        if (answer !== undefined) return answer
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
      throw new Error(`${what} did not come`)
    }

    it('tells rounds and what is new in them, serves report, metrics and readiness, ends with 0', async () => {
      const { w, proxy, escrow, forgetting } = world()
      let release: () => void = () => undefined
      const held = new Promise<void>((resolve) => (release = resolve))
      proxy.behave = async (asked, honest) => {
        if (asked.method === 'eth_getLogs') await held
        return honest()
      }
      const page = join(w.directory, 'watched.html')
      const args = ['audit', escrow, '--watch', '--every', '1', '--serve', '0', '--html', page]
      const child = startCli({}, [...args, '--rpc', proxy.url, '--deployment', w.deployment])
      const ended = resultOf(child)
      let [out, err] = ['', '']
      child.stdout!.on('data', (chunk: Buffer) => (out += chunk.toString()))
      child.stderr!.on('data', (chunk: Buffer) => (err += chunk.toString()))
      try {
        const url = await until('the address', () => /http:\/\/127\.0\.0\.1:\d+/.exec(err)?.[0])
        const get = async (path: string) => {
          const response = await fetch(`${url}${path}`)
          return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
        }
        expect((await get('/health')).status).to.equal(200)
        expect(await get('/ready')).to.deep.include({
          status: 503,
          text: '{"ready":false,"reasons":["the first audit has not ended"]}',
        })
        expect([(await get('/')).status, (await get('/report.json')).status]).to.deep.equal([503, 503])
        release()
        await until('readiness', async () => ((await get('/ready')).status === 200 ? true : undefined))
        await until('the round', () =>
          /^PASS {2}block \d+, .* UTC: 1 escrow, \d+ events\n/.test(out) ? true : undefined,
        )
        expect(await get('/')).to.deep.include({ status: 200, type: 'text/html; charset=utf-8' })
        const served = await get('/report.json')
        expect(isReport(JSON.parse(served.text)), 'the report').to.equal(true)
        expect((await get('/metrics')).text)
          .to.match(/lodestone_audit_passed 1/)
          .and.match(/lodestone_audit_escrows 1/)
        expect((await get('/nothing')).status).to.equal(404)
        await until('the page', () =>
          stat(page).then(
            () => true,
            () => undefined,
          ),
        )

        proxy.behave = forgetting
        // With every round all is asked again: no cache.
        await until('findings', () => (/^FINDINGS[^\n]*\n {2}fault: /m.test(out) ? true : undefined))
        expect(await get('/ready')).to.deep.include({
          status: 503,
          text: '{"ready":false,"reasons":["the last audit has findings"]}',
        })
        expect((await get('/metrics')).text).to.match(/lodestone_audit_passed 0/)

        proxy.behave = () => Promise.reject(new Refusal(-32000, 'overloaded'))
        await until('the failure', () => (/tried again in 1 s/.test(err) ? true : undefined))
        proxy.behave = (_, honest) => honest()
        await until('that it is gone', () => (/no longer: /.test(out) ? true : undefined))
        const told = out.length
        await until('another round', () => (/PASS.*\nPASS/.test(out.slice(told - 200)) ? true : undefined))
        expect(out.trimEnd().split('\n').at(-1), 'silent the second time').to.match(/^PASS/)
      } finally {
        release()
        child.kill('SIGINT')
      }
      expect((await ended).code, err).to.equal(0)
    })

    it('refuses a port that is taken', async () => {
      const { audit } = world()
      const taken = createServer().listen(0, '127.0.0.1')
      await once(taken, 'listening')
      const { port } = taken.address() as { port: number }
      const { code, out, err } = await audit('--watch', '--serve', `${port}`)
      taken.close()
      expect([code, out], err).to.deep.equal([1, ''])
      expect(err)
        .to.match(/--serve: \d+: cannot be listened to/)
        .and.not.match(/\n\s+at /)
    })

    it('prints a line of JSON for each round', async () => {
      const { w } = world()
      const child = startCli({}, ['audit', '--watch', '--every', '1', '--json', ...w.settings])
      const ended = resultOf(child)
      let out = ''
      child.stdout!.on('data', (chunk: Buffer) => (out += chunk.toString()))
      await until('two rounds', () => (out.split('\n').length > 2 ? true : undefined))
      child.kill('SIGTERM')
      expect((await ended).code).to.equal(0)
      const [first, second] = out
        .split('\n')
        .slice(0, 2)
        .map((line) => JSON.parse(line) as Record<string, unknown>)
      expect(first).to.include({ passed: true, escrows: 1 })
      expect(second!['fresh'], 'what is new the second time').to.deep.equal([])
    })
  })
}
