/** `lodestone audit` as people run it: one life on a node, then every option, mistakes, and endpoints that lie. */
import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Hex } from 'viem'
import { auditRefuses } from './audit/mistakes.ts'
import { auditWatches } from './audit/watching.ts'
import { auditWorld, HASH, reportOf, type AuditWorld, type Report } from './audit/world.ts'

describe('lodestone audit', function () {
  this.timeout(300_000)
  let a: AuditWorld

  before(async () => (a = await auditWorld()))
  beforeEach(() => {
    a.proxy.behave = (_, honest) => honest()
    a.proxy.asked.length = 0
  })
  after(() => a.stop())

  /** Rules of what is graver than a remark. */
  const graver = ({ findings }: Report): string[] =>
    findings.filter(({ grade }) => grade !== 'remark').map(({ grade, rule }) => `${grade}: ${rule}`)
  const provedOf = ({ statements }: Report): string =>
    statements.flatMap(({ standing, what }) => (standing === 'proved' ? [what] : [])).join('\n')

  it('passes all escrows, and says what is trusted without a hash', async () => {
    const { escrow, end, audit } = a
    const { code, out, err } = await audit()
    expect([code, err]).to.deep.equal([0, ''])
    expect(out).to.match(/^PASS {2}1 escrow on chain 31337\n/)
    expect(out).to.include('Nothing here is proved').and.include('--block-hash')
    expect(out).to.include(`At block ${end.number},`).and.include(escrow)
    expect(out, 'the money').to.match(/It adds up: in 1,002 = out \+ inside 1,002 \+ 0, to the last unit/)
    expect(out, 'no colours in a pipe').to.not.include('\u001b')
  })

  it('passes one escrow, as it was at a block', async () => {
    const { escrow, middle, audit } = a
    const report = reportOf(await audit(escrow, '--block', `${middle.number}`, '--json'), 0)
    expect([report.passed, report.anchored, report.escrows.map(({ status }) => status)]).to.deep.equal([
      true,
      false,
      ['binding'],
    ])
    expect(reportOf(await audit(escrow, '--block', 'latest', '--json'), 0).escrows[0]!.status).to.equal('closed')
  })

  it('proves state by a block hash, and every log with --history', async () => {
    const { escrow, middle, end, audit } = a
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
    const { w, escrow, audit } = a
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
    const { w, proxy, proxied } = a
    const cache = join(w.directory, 'cache')
    const first = await proxied('--cache', cache)
    expect(first.code, first.err).to.equal(0)
    expect(proxy.count('eth_getLogs')).to.be.greaterThan(0)
    proxy.asked.length = 0
    expect((await proxied('--cache', cache)).out).to.equal(first.out)
    expect(proxy.count('eth_getLogs'), 'questions for logs').to.equal(0)
  })

  it('compares with a witness', async () => {
    const { proxy, audit, forgetting } = a
    const same = reportOf(await audit('--witness', proxy.url, '--json'), 0)
    expect(same.statements.find(({ what }) => /left no log out/.test(what))!.standing).to.equal('checked')
    expect(proxy.count('eth_getLogs'), 'the witness was asked').to.be.greaterThan(0)
    proxy.behave = forgetting
    const lying = reportOf(await audit('--witness', proxy.url, '--json'), 2)
    expect(graver(lying)).to.include('fault: endpoint')
  })

  it('finds lies of the endpoint: logs that are missing, and state that the hash refutes', async () => {
    const { proxy, escrow, end, proxied, forgetting } = a
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
    const { middle, end, audit } = a
    expect(graver(reportOf(await audit('--block-hash', end.hash, '--balances', '0', '--json'), 0))).to.deep.equal([])
    // The escrow is empty at the end: in the middle there is something to be wrong about.
    const wrong = reportOf(await audit('--block-hash', middle.hash, '--balances', '1:vyper/255', '--json'), 2)
    expect(wrong.findings.map(({ what }) => what).join()).to.match(/slot is not where the token keeps balances/)
  })

  it('holds evidence and reports against what was committed to', async () => {
    const { w, escrow, files, audit } = a
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
    const { files, audit } = a
    const report = reportOf(await audit('--observations', files.observation, '--json'), 2)
    expect(graver(report)).to.deep.equal(['broken promise: equivocation'])
  })

  auditRefuses(() => a)
  auditWatches(() => a)
})
