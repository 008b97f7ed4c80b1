/** Continuous audits: what each round tells, what is tried again, what ends them. */
import { expect } from 'chai'
import type { Finding } from '../../../audit/finding.ts'
import type { AuditResult } from '../../../audit/result.ts'
import { AuditMetrics } from '../../../audit/watch/metrics.ts'
import { watch, type Round } from '../../../audit/watch/watch.ts'
import { ConnectionError } from '../../../sdk/errors/ConnectionError.ts'
import { hashOf } from '../recorded.ts'

const ESCROW = '0x00000000000000000000000000000000000000E5'
const NOW = 1_800_000_000_500

const finding = (change: Partial<Finding> = {}): Finding => ({
  grade: 'fault',
  rule: 'S3',
  escrow: ESCROW,
  what: 'A claim was paid too much.',
  ...change,
})
const at = (name: string, logIndex = 0) => ({ blockNumber: 7n, transactionHash: hashOf(name), logIndex })

function resultWith(findings: Finding[], number = 9n): AuditResult {
  const pinned = { number, hash: hashOf('block'), timestamp: 1_800_000_000n }
  const passed = findings.every(({ grade }) => grade === 'remark')
  return { chainId: 1, pinned, passed, statements: [], escrows: [], findings }
}

/** Runs one round for each of `turns`, an audit's answer or what it throws, without a pause. */
async function rounds(turns: (AuditResult | Error)[]) {
  const ending = new AbortController()
  const metrics = new AuditMetrics()
  const [told, failures]: [Round[], Error[]] = [[], []]
  const left = [...turns]
  const run = watch({
    audit: () => {
      const turn = left.shift()!
      if (left.length === 0) ending.abort()
      return turn instanceof Error ? Promise.reject(turn) : Promise.resolve(turn)
    },
    every: 0,
    metrics,
    tell: (round) => told.push(round),
    tellFailure: (error) => failures.push(error),
    signal: ending.signal,
    now: () => NOW,
  })
  const error = await run.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return { told, failures, error, left, metrics: await metrics.registry.metrics() }
}
const news = ({ told }: { told: Round[] }) => told.map(({ fresh, gone }) => [fresh.length, gone.length])

describe('audit: watching', () => {
  it('tells a finding once, and once that it is gone', async () => {
    const wrong = resultWith([finding({ place: at('a') })])
    const ran = await rounds([resultWith([]), wrong, wrong, resultWith([]), resultWith([])])
    expect(news(ran)).to.deep.equal([
      [0, 0],
      [1, 0],
      [0, 0],
      [0, 1],
      [0, 0],
    ])
    expect(ran.told[1]!.fresh).to.deep.equal(wrong.findings)
    expect(ran.told[3]!.gone).to.deep.equal(wrong.findings)
    expect(ran.error).to.equal(undefined)
  })

  it('tells findings apart by rule, grade, escrow, subject, transaction and log', async () => {
    const one = finding({ place: at('a') })
    for (const other of [
      finding({ place: at('a'), rule: 'S1' }),
      finding({ place: at('a'), grade: 'remark' }),
      finding({ place: at('a'), escrow: '0x00000000000000000000000000000000000000E6' }),
      finding({ place: at('a'), subject: hashOf('claim') }),
      finding({ place: at('b') }),
      finding({ place: at('a', 1) }),
    ])
      expect(news(await rounds([resultWith([one]), resultWith([other])]))).to.deep.equal([
        [1, 0],
        [1, 1],
      ])
  })

  it('takes what only has other figures for the same, where no transaction says which it is', async () => {
    const due = (count: number, block: bigint) =>
      resultWith([finding({ what: `Claims that are decided: ${count}`, place: { blockNumber: block } })])
    expect(news(await rounds([due(1, 7n), due(12, 8n)]))).to.deep.equal([
      [1, 0],
      [0, 0],
    ])
    const other = resultWith([finding({ what: 'Something else: 12' })])
    expect(news(await rounds([due(12, 8n), other]))[1]).to.deep.equal([1, 1])
  })

  it('tries again what could not be asked, and forgets nothing by that', async () => {
    const wrong = resultWith([finding()])
    const ran = await rounds([wrong, new ConnectionError('No answer.'), wrong])
    expect(news(ran)).to.deep.equal([
      [1, 0],
      [0, 0],
    ])
    expect(ran.failures.map(({ name }) => name)).to.deep.equal(['ConnectionError'])
    expect(ran.metrics).to.include('lodestone_audit_audits_total{result="failed"} 1')
    expect(ran.metrics).to.include('lodestone_audit_audits_total{result="findings"} 2')
  })

  it('ends with any other mistake', async () => {
    const mistake = new TypeError('a bug')
    const ran = await rounds([resultWith([]), mistake, resultWith([])])
    expect([ran.error, ran.told.length, ran.left.length, ran.failures.length]).to.deep.equal([mistake, 1, 1, 0])
  })

  it('ends while it waits, and audits nothing once it is ended', async () => {
    const ending = new AbortController()
    let audits = 0
    const options = {
      audit: () => {
        audits++
        return Promise.resolve(resultWith([]))
      },
      every: 86_400,
      metrics: new AuditMetrics(),
      tell: () => setTimeout(() => ending.abort(), 5),
      tellFailure: () => undefined,
      signal: ending.signal,
    }
    await watch(options)
    expect(audits).to.equal(1)
    await watch(options)
    expect(audits).to.equal(1)
  })

  it('measures the last audit', async () => {
    const findings = [finding(), finding({ what: 'other' }), finding({ grade: 'remark' })]
    const { metrics } = await rounds([resultWith([]), resultWith(findings, 12n)])
    for (const line of [
      'audits_total{result="pass"} 1',
      'audits_total{result="findings"} 1',
      'passed 0',
      'findings{grade="fault"} 2',
      'findings{grade="broken promise"} 0',
      'findings{grade="remark"} 1',
      'block 12',
      'last_audit_seconds 1800000000',
      'escrows 0',
      'entries 0',
    ])
      expect(metrics.split('\n')).to.include(`lodestone_audit_${line}`)
  })
})
