import { z } from 'zod'
import type { ForgeAnswer } from './forge-run.ts'
import { Fault } from './program.ts'

const Kind = z.union([
  z.object({ Invariant: z.object({ runs: z.number(), calls: z.number(), reverts: z.number() }) }),
  z.object({ Fuzz: z.object({ runs: z.number() }) }),
  z.object({ Unit: z.object({ gas: z.number() }) }),
])
const Result = z.object({ status: z.string(), reason: z.string().nullable(), kind: Kind })
const Suites = z.record(z.string(), z.object({ test_results: z.record(z.string(), Result) }))

/** The names of section 6 of docs/protocol.md. */
const INVARIANTS = 'S1 S2 S3 S4 T1 T2 V1 V2 Q1 Q2 Q3 R1 R2 L1 L2 E1'.split(' ')
const ENVIRONMENTS = 7

interface Count {
  calls: number
  hits: number
}

/** Adds up the lines "environment handler=calls/hits ..." that each run logs. */
function countHandlers(log: string): Map<string, Map<string, Count>> {
  const environments = new Map<string, Map<string, Count>>()
  for (const line of log.split('\n')) {
    const [name, ...entries] = line.split(' ')
    if (name === undefined || name === '') continue
    const handlers = environments.get(name) ?? new Map<string, Count>()
    environments.set(name, handlers)
    for (const entry of entries) {
      const match = /^(\w+)=(\d+)\/(\d+)$/.exec(entry)
      if (match === null) throw new Fault(`unreadable entry in the handlers' log: ${entry}`)
      const handler = match[1] ?? ''
      const before = handlers.get(handler) ?? { calls: 0, hits: 0 }
      handlers.set(handler, { calls: before.calls + Number(match[2]), hits: before.hits + Number(match[3]) })
    }
  }
  return environments
}

/** A line for each handler: calls and success over all environments. Throws when one never succeeded in some environment. */
function judgeHandlers(log: string): string[] {
  const environments = countHandlers(log)
  if (environments.size !== ENVIRONMENTS) throw new Fault(`${environments.size} of ${ENVIRONMENTS} environments ran`)
  const sums = new Map<string, Count>()
  for (const [name, handlers] of environments) {
    for (const [handler, { calls, hits }] of handlers) {
      if (hits === 0) throw new Fault(`${name}: handler ${handler} never succeeded in ${calls} calls`)
      const sum = sums.get(handler) ?? { calls: 0, hits: 0 }
      sums.set(handler, { calls: sum.calls + calls, hits: sum.hits + hits })
    }
  }
  return [...sums].map(
    ([handler, { calls, hits }]) =>
      `  ${handler.padEnd(16)}${String(calls).padStart(9)} calls ${((100 * hits) / calls).toFixed(1).padStart(6)} % succeed`,
  )
}

/**
 * What a run of forge amounts to, as lines to print. Throws `Fault` when a test failed or was skipped, an invariant of an
 * environment is missing, a handler reverted or never succeeded, or fewer than `leastCalls` handler calls were made.
 */
export function judge(answer: ForgeAnswer, log: string, leastCalls: number): string[] {
  const suites = Suites.parse(JSON.parse(answer.output))
  const faults: string[] = []
  const complete = { tests: 0, calls: 0, fuzzRuns: 0 }
  const seen = new Map<string, number>()
  for (const [suite, { test_results: results }] of Object.entries(suites)) {
    for (const [test, { status, reason, kind }] of Object.entries(results)) {
      ++complete.tests
      if (status !== 'Success') faults.push(`${suite} ${test}: ${status} ${reason ?? ''}`)
      if ('Fuzz' in kind) complete.fuzzRuns += kind.Fuzz.runs
      if (!('Invariant' in kind)) continue
      const { calls, reverts } = kind.Invariant
      if (calls === 0 || reverts > 0) faults.push(`${suite} ${test}: ${calls} calls, ${reverts} reverted`)
      complete.calls += calls
      const name = /^invariant_([A-Z]\d)_/.exec(test)?.[1] ?? ''
      seen.set(name, (seen.get(name) ?? 0) + 1)
    }
  }
  for (const name of INVARIANTS) {
    const count = seen.get(name) ?? 0
    if (count !== ENVIRONMENTS) faults.push(`invariant ${name} ran in ${count} of ${ENVIRONMENTS} environments`)
  }
  if (complete.calls < leastCalls) faults.push(`${complete.calls} handler calls, at least ${leastCalls} are wanted`)
  if (!answer.passed && faults.length === 0) faults.push('forge failed without a failed test')
  if (faults.length > 0) throw new Fault(faults.join('\n'))
  const handlers = judgeHandlers(log)
  return [
    `forge: ${complete.tests} tests, ${complete.calls} handler calls, ${complete.fuzzRuns} fuzz runs`,
    ...handlers,
  ]
}
