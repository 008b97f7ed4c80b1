/** `lodestone audit` as people run it: one life on a node, then every option, mistakes, and endpoints that lie. */
import { once } from 'node:events'
import { cp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { readFileSync } from 'node:fs'
import Ajv from 'ajv/dist/2020.js'
import { expect } from 'chai'
import type { Address, Hex, RpcLog } from 'viem'
import { makeIdentity } from '../../sdk/evidence/seal.ts'
import { changedLogs, lyingEndpoint, Refusal, type Behaviour, type LyingEndpoint } from '../audit/collect/endpoint.ts'
import { cliWorld, escrowByCli, freePort, json, resultOf, startCli, type CliWorld, type Result } from './cli.ts'

const [FUNDER, SOLVER, MEMBER, STRANGER, , ARBITER] = [0, 1, 2, 3, 4, 5] as const
const DAY = 86_400
const HASH = `0x${'1'.repeat(64)}`

interface Report {
  passed: boolean
  anchored: boolean
  counts: { faults: number; brokenPromises: number; remarks: number; escrows: number }
  statements: { what: string; standing: string }[]
  findings: { grade: string; rule: string; what: string }[]
  escrows: { status: string }[]
}

describe('lodestone audit', function () {
  this.timeout(300_000)
  const schema = readFileSync(new URL('../../schemas/audit-report.json', import.meta.url), 'utf8')
  const isReport = new Ajv.Ajv2020({ strict: true, formats: {} }).compile(JSON.parse(schema) as object)
  let w: CliWorld
  let proxy: LyingEndpoint
  let escrow: Address
  let claim: Hex
  /** The folder of the claim, the member's identity, and its second observation of the claim. */
  let files: { claim: string; identity: string; observation: string }
  /** While the claim is paid and nothing closed, and the last block. */
  let middle: { number: bigint; hash: Hex }
  let end: { number: bigint; hash: Hex }

  before(async () => {
    w = await cliWorld()
    proxy = await lyingEndpoint(w.client)
    const { identity, recipient } = await makeIdentity()
    for (const as of [MEMBER, ARBITER]) await w.publish(as, 'none', recipient)
    escrow = await escrowByCli(w)
    const run = async (as: number, ...args: string[]) => json(await w.lodestone(as, ...args, '--json'))
    await run(FUNDER, 'pledge', escrow, '1,000 TUSD')
    const statement = ['--statement', 'Forty things are done.', '--storage', join(w.directory, 'store')]
    const list = await w.write('list.txt', 'one, two, ...')
    const folder = join(w.directory, 'evidence')
    await cp(list, join(folder, 'list.txt'))
    const filed = await run(SOLVER, 'claim', escrow, folder, ...statement)
    claim = filed['key'] as Hex
    const observation = join(w.directory, 'second.json')
    const report = await w.write('report.md', 'Counted.')
    const observe = (measurement: string) => [
      'observe',
      escrow,
      claim,
      '--measurement',
      measurement,
      '--report',
      report,
    ]
    await run(MEMBER, ...observe('41'), '--out', observation)
    await run(MEMBER, ...observe('40'))
    await later(3 * DAY)
    await run(STRANGER, 'settle', escrow)
    middle = await w.client.getBlock()
    await later(60 * DAY)
    await run(STRANGER, 'settle', escrow)
    await run(SOLVER, 'collect', escrow)
    await run(MEMBER, 'collect', escrow)
    await run(FUNDER, 'refund', escrow)
    end = await w.client.getBlock()
    files = { claim: filed['folder'] as string, identity: await w.write('member.age', identity), observation }
  })
  beforeEach(() => {
    proxy.behave = (_, honest) => honest()
    proxy.asked.length = 0
  })
  after(async () => {
    await proxy.stop()
    await w.stop()
  })

  const later = async (seconds: number) => {
    await w.test.increaseTime({ seconds })
    await w.test.mine({ blocks: 1 })
  }
  const audit = (...args: string[]): Promise<Result> => w.bare({}, 'audit', ...args, ...w.settings)
  /** The same through the proxy. */
  const proxied = (...args: string[]): Promise<Result> =>
    w.bare({}, 'audit', ...args, '--rpc', proxy.url, '--deployment', w.deployment)
  const reportOf = ({ code, out, err }: Result, expected: number): Report => {
    expect(code, err + out).to.equal(expected)
    const report: unknown = JSON.parse(out)
    expect(isReport(report), JSON.stringify(isReport.errors)).to.equal(true)
    return report as Report
  }
  /** Rules of what is graver than a remark. */
  const graver = ({ findings }: Report): string[] =>
    findings.filter(({ grade }) => grade !== 'remark').map(({ grade, rule }) => `${grade}: ${rule}`)
  const provedOf = ({ statements }: Report): string =>
    statements.flatMap(({ standing, what }) => (standing === 'proved' ? [what] : [])).join('\n')
  /** An endpoint that leaves the escrow's last event out. */
  const forgetting: Behaviour = changedLogs((logs: RpcLog[]) =>
    logs[0]?.address === escrow.toLowerCase() ? logs.slice(0, -1) : logs,
  )

  it('passes all escrows, and says what is trusted without a hash', async () => {
    const { code, out, err } = await audit()
    expect([code, err]).to.deep.equal([0, ''])
    expect(out).to.match(/^PASS {2}1 escrow on chain 31337\n/)
    expect(out).to.include('Nothing here is proved').and.include('--block-hash')
    expect(out).to.include(`At block ${end.number},`).and.include(escrow)
    expect(out, 'the money').to.match(/It adds up: in 1,002 = out \+ inside 1,002 \+ 0, to the last unit/)
    expect(out, 'no colours in a pipe').to.not.include('\u001b')
  })

  it('passes one escrow, as it was at a block', async () => {
    const report = reportOf(await audit(escrow, '--block', `${middle.number}`, '--json'), 0)
    expect([report.passed, report.anchored, report.escrows.map(({ status }) => status)]).to.deep.equal([
      true,
      false,
      ['binding'],
    ])
    expect(reportOf(await audit(escrow, '--block', 'latest', '--json'), 0).escrows[0]!.status).to.equal('closed')
  })

  it('proves state by a block hash, and every log with --history', async () => {
    const state = reportOf(await audit('--block-hash', end.hash, '--json'), 0)
    expect([state.passed, state.anchored, graver(state)]).to.deep.equal([true, true, []])
    expect(provedOf(state))
      .to.match(/the storage of/)
      .and.match(/the balance of/)
      .and.match(/the code of/)
    expect(provedOf(state)).to.not.match(/complete, unchanged/)
    const { code, out } = await audit(escrow, '--block-hash', end.hash, '--history')
    expect(code, out).to.equal(0)
    expect(out).to.match(/^PASS/).and.not.include('Nothing here is proved')
    const proved = out.slice(out.indexOf('  proved:'), out.indexOf('  checked:'))
    expect(proved).to.match(/complete, unchanged and in order/)
    const earlier = reportOf(await audit('--block-hash', middle.hash, '--history', '--json'), 0)
    expect(provedOf(earlier)).to.match(/complete, unchanged/)
  })

  it('writes the page whole, in place of what was there', async () => {
    const page = join(w.directory, 'audit.html')
    await writeFile(page, 'x'.repeat(3_000_000))
    for (let i = 0; i < 2; i++) {
      expect((await audit('--html', page)).code).to.equal(0)
      const text = await readFile(page, 'utf8')
      expect(text)
        .to.match(/^<!doctype html>/i)
        .and.match(/<\/html>\s*$/)
        .and.include(escrow)
    }
  })

  it('asks for nothing old with a cache', async () => {
    const cache = join(w.directory, 'cache')
    const first = await proxied('--cache', cache)
    expect(first.code, first.err).to.equal(0)
    expect(proxy.count('eth_getLogs')).to.be.greaterThan(0)
    proxy.asked.length = 0
    expect((await proxied('--cache', cache)).out).to.equal(first.out)
    expect(proxy.count('eth_getLogs'), 'questions for logs').to.equal(0)
  })

  it('compares with a witness', async () => {
    const same = reportOf(await audit('--witness', proxy.url, '--json'), 0)
    expect(same.statements.find(({ what }) => /left no log out/.test(what))!.standing).to.equal('checked')
    expect(proxy.count('eth_getLogs'), 'the witness was asked').to.be.greaterThan(0)
    proxy.behave = forgetting
    const lying = reportOf(await audit('--witness', proxy.url, '--json'), 2)
    expect(graver(lying)).to.include('fault: endpoint')
  })

  it('finds lies of the endpoint: logs that are missing, and state that the hash refutes', async () => {
    proxy.behave = forgetting
    const { code, out } = await proxied(escrow)
    expect([code, /^\d+ findings? {2}/.test(out)], out).to.deep.equal([2, true])
    expect(out.indexOf('\nFindings\n'), 'findings come first').to.be.lessThan(out.indexOf('\nWhat this rests on\n'))
    proxy.behave = async (asked, honest) => {
      const answer = await honest()
      if (asked.method !== 'eth_getProof') return answer
      const { storageProof, ...rest } = answer as { storageProof: { value: Hex }[] }
      return { ...rest, storageProof: storageProof.map((one) => ({ ...one, value: '0x7' })) }
    }
    expect(graver(reportOf(await proxied('--block-hash', end.hash, '--json'), 2))).to.include('fault: proof')
  })

  it('takes where balances lie, and finds that they do not lie elsewhere', async () => {
    expect(graver(reportOf(await audit('--block-hash', end.hash, '--balances', '0', '--json'), 0))).to.deep.equal([])
    // The escrow is empty at the end: in the middle there is something to be wrong about.
    const wrong = reportOf(await audit('--block-hash', middle.hash, '--balances', '1:vyper/255', '--json'), 2)
    expect(wrong.findings.map(({ what }) => what).join()).to.match(/slot is not where the token keeps balances/)
  })

  it('holds evidence and reports against what was committed to', async () => {
    const folder = join(w.directory, 'shown')
    await cp(files.claim, join(folder, 'claim'), { recursive: true })
    await cp(join(w.directory, 'store'), join(folder, 'store'), { recursive: true })
    await cp(join(w.directory, 'report.md'), join(folder, 'report.md'))
    const shown = ['--evidence', folder, '--identity', files.identity, '--json']
    const fine = reportOf(await audit(escrow, ...shown), 0)
    const told = fine.statements.map(({ what }) => what).join('\n')
    expect(told).to.match(/2 bundles of evidence and 1 report are what was committed to and signed/)
    const file = join(folder, 'claim', 'salt')
    await writeFile(file, HASH)
    const tampered = reportOf(await audit(escrow, ...shown), 2)
    expect(graver(tampered)).to.deep.equal(['broken promise: evidence'])
    await rm(folder, { recursive: true })
  })

  it('finds a member that signed twice', async () => {
    const report = reportOf(await audit('--observations', files.observation, '--json'), 2)
    expect(graver(report)).to.deep.equal(['broken promise: equivocation'])
  })

  describe('refuses with exit code 1, naming the field and what to do', () => {
    const cases: [string, string[], string][] = [
      ['no address', ['0x12'], 'escrow'],
      ['no hash', ['--block-hash', '0x12'], '--block-hash'],
      ['no block', ['--block', 'newest'], '--block'],
      ['two blocks', ['--block', '3', '--block-hash', HASH], '--block'],
      ['a history without a hash', ['--history'], '--history'],
      ['no URL', ['--witness', 'localhost'], '--witness'],
      ['no slot', ['--balances', 'first'], '--balances'],
      ['an identity for nothing', ['--identity', 'x'], '--identity'],
      ['a port without --watch', ['--serve', '0'], '--serve'],
      ['a pause without --watch', ['--every', '5'], '--every'],
      ['no pause', ['--watch', '--every', '0'], '--every'],
      ['a port that is none', ['--watch', '--serve', '99999'], '--serve'],
      ['a watch of one block', ['--watch', '--block', '3'], '--watch'],
      ['a watch of one hash', ['--watch', '--block-hash', HASH], '--watch'],
      ['a folder of evidence that is not there', ['--evidence', '/no/such/folder'], '--evidence'],
      ['a page in no folder', ['--html', '/no/such/folder/x.html'], '--html'],
      ['a page that is a folder', ['--html', '/tmp'], '--html'],
    ]
    for (const [title, args, path] of cases) {
      it(title, async () => {
        // Nothing is asked: the endpoint is none.
        const { code, out, err } = await w.bare({}, 'audit', ...args, '--rpc', 'http://127.0.0.1:1', '--json')
        expect([code, out], err).to.deep.equal([1, ''])
        const { faults } = JSON.parse(err) as { faults: { path: string; message: string }[] }
        expect(faults.map((fault) => fault.path)).to.deep.equal([path])
        expect(faults[0]!.message).to.match(/write|name|needs|is for|leave|can be|at most/)
      })
    }

    it('a page that cannot be written, before anything is read', async () => {
      const { code, err } = await proxied('--html', join(w.deployment, 'x.html'))
      expect([code, proxy.asked.length], err).to.deep.equal([1, 0])
    })

    it('a cache that cannot be made, files that are not there, a chain that is another, in words', async () => {
      for (const [args, words] of [
        [['--cache', join(w.deployment, 'cache')], /--cache/],
        [['--observations', 'no.json'], /no\.json: there is no such file/],
        [['--evidence', w.directory, '--identity', 'no.age'], /no\.age: there is no such file/],
        [['--chain', '5'], /--chain: 5: is expected, but the endpoint serves chain 31337/],
        [['--nonsense'], /unknown option/],
      ] as const) {
        const { code, out, err } = await audit(...args)
        expect([code, out], err).to.deep.equal([1, ''])
        expect(err)
          .to.match(words)
          .and.not.match(/\n\s+at /)
      }
    })
  })

  it('exits with 75 when the endpoint or the witness does not answer, or does not have the block', async () => {
    const dead = `http://127.0.0.1:${await freePort()}`
    for (const args of [
      ['--rpc', dead],
      ['--witness', dead],
      ['--block-hash', HASH],
      ['--block', '99999'],
    ]) {
      const { code, out, err } = await w.bare({}, 'audit', ...w.settings, ...args)
      expect([code, out], err).to.deep.equal([75, ''])
      expect(err)
        .to.match(/try again/i)
        .and.not.match(/\n\s+at /)
    }
  })

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
})
