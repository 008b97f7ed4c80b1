import { Counter, Gauge, Registry } from 'prom-client'
import { GRADES } from '../finding.ts'
import type { AuditResult } from '../result.ts'

/** What Prometheus is told of continuous audits. Every name begins with `lodestone_audit_`. */
export class AuditMetrics {
  readonly registry = new Registry()
  readonly #audits = this.#counter('audits_total', 'Audits by how they ended: pass, findings or failed')
  readonly #passed = this.#gauge('passed', 'Whether the last audit passed: 1 or 0')
  readonly #findings = this.#gauge('findings', 'Findings of the last audit by grade', ['grade'])
  readonly #block = this.#gauge('block', 'The block that was audited last')
  readonly #ended = this.#gauge(
    'last_audit_seconds',
    'When the last audit ended that was not cut short, in unix seconds',
  )
  readonly #escrows = this.#gauge('escrows', 'Escrows of the last audit')
  readonly #entries = this.#gauge('entries', 'Events and transfers of the last audit')

  /** An audit ended, now in unix milliseconds. */
  ended(result: AuditResult, now: number): void {
    this.#audits.inc({ result: result.passed ? 'pass' : 'findings' })
    this.#passed.set(Number(result.passed))
    for (const grade of GRADES)
      this.#findings.set({ grade }, result.findings.filter((finding) => finding.grade === grade).length)
    this.#block.set(Number(result.pinned.number))
    this.#ended.set(Math.floor(now / 1000))
    this.#escrows.set(result.escrows.length)
    this.#entries.set(result.escrows.reduce((sum, { entries }) => sum + entries, 0))
  }

  /** An audit was cut short: the endpoint did not answer. */
  failed(): void {
    this.#audits.inc({ result: 'failed' })
  }

  #counter(name: string, help: string): Counter<'result'> {
    return new Counter({ name: `lodestone_audit_${name}`, help, labelNames: ['result'], registers: [this.registry] })
  }

  #gauge<L extends string = never>(name: string, help: string, labelNames: L[] = []): Gauge<L> {
    return new Gauge({ name: `lodestone_audit_${name}`, help, labelNames, registers: [this.registry] })
  }
}
