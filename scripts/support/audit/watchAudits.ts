import type { AddressInfo } from 'node:net'
import { audit, type AuditOptions } from '../../../audit/audit.ts'
import { moment } from '../../../audit/report/moment.ts'
import { reportHtml } from '../../../audit/report/reportHtml.ts'
import { reportJson } from '../../../audit/report/reportJson.ts'
import { counted } from '../../../audit/report/figures/verdict.ts'
import { findingLines } from '../../../audit/report/text/findingLines.ts'
import { paintOf } from '../../../audit/report/text/lines.ts'
import type { AuditResult } from '../../../audit/result.ts'
import { AuditMetrics } from '../../../audit/watch/metrics.ts'
import { auditServer } from '../../../audit/watch/server.ts'
import { watch, type Round } from '../../../audit/watch/watch.ts'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { hasColour } from '../colour.ts'
import { widthOf } from '../layout.ts'
import { toJson } from '../toJson.ts'
import type { AuditArguments } from './settings.ts'
import { writeReport } from './writeReport.ts'

/** How long to wait between audits, in seconds, where --every does not say. */
const EVERY = 60n
/** Rounds that may fail or be late before the server says that it is not ready. */
const PATIENCE = 3

/** Audits again and again until Ctrl+C: prints what is new, writes the page, serves report and metrics. */
export async function watchAudits(options: AuditOptions, args: AuditArguments, json: boolean): Promise<void> {
  const ending = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      ending.abort()
    })
  }
  const metrics = new AuditMetrics()
  const every = Number(args['--every'] ?? EVERY)
  let last: { result: AuditResult; at: number } | undefined
  const reasons = (): string[] => {
    if (last === undefined) return ['the first audit has not ended']
    const late = Date.now() - last.at > PATIENCE * every * 1000 + PATIENCE * 60_000
    return [
      ...(late ? ['the last audit is too old'] : []),
      ...(last.result.passed ? [] : ['the last audit has findings']),
    ]
  }
  const server = auditServer({
    metrics,
    html: () => last && reportHtml(last.result),
    json: () => last && toJson(reportJson(last.result)),
    reasons,
  })
  try {
    if (args['--serve'] !== undefined) {
      const port = await listen(server, args['--serve'])
      console.error(`Report, metrics and readiness: http://127.0.0.1:${port}`)
    }
    await watch({
      audit: async () => {
        const result = await audit(options)
        last = { result, at: Date.now() }
        if (args['--html'] !== undefined) await writeReport(args['--html'], reportHtml(result))
        return result
      },
      every,
      metrics,
      signal: ending.signal,
      tell: (round) => {
        tell(round, json)
      },
      tellFailure: ({ message }) => {
        console.error(`${message} The audit is tried again in ${every} s.`)
      },
    })
  } finally {
    await server.close()
  }
}

async function listen(server: ReturnType<typeof auditServer>, port: number): Promise<number> {
  try {
    await server.listen({ host: '127.0.0.1', port })
    return (server.server.address() as AddressInfo).port
  } catch (error) {
    const message = `cannot be listened to: ${error instanceof Error ? error.message : String(error)}`
    throw new InputError('command line', [{ path: '--serve', value: `${port}`, message }])
  }
}

/** One line a round, or one JSON object, and what is new in it. */
function tell({ result, fresh, gone }: Round, json: boolean): void {
  const { pinned, passed, escrows } = result
  const entries = escrows.reduce((sum, one) => sum + one.entries, 0)
  if (json) {
    const block = { number: pinned.number, hash: pinned.hash, time: pinned.timestamp }
    console.log(toJson({ block, passed, escrows: escrows.length, entries, fresh, gone }, 0))
    return
  }
  const paint = paintOf(hasColour())
  const verdict = passed ? paint('green', 'PASS') : paint('red', 'FINDINGS')
  console.log(
    `${verdict}  block ${pinned.number}, ${moment(pinned.timestamp)}: ${counted(escrows.length, 'escrow')}, ${counted(entries, 'event')}`,
  )
  const width = widthOf(process.stdout)
  for (const finding of fresh) for (const line of findingLines(finding, paint, width)) console.log(line)
  for (const finding of gone)
    for (const line of findingLines(finding, paint, width)) console.log(`no longer: ${line.trimStart()}`)
}
