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
/** Of all calls of a handler, over all environments, at least this share must do what the handler is for. */
const LEAST_SHARE = 0.1

/** How often a handler was called, and how often it did what it is for. */
export interface Count {
  calls: number
  hits: number
}

/** What a campaign amounts to. */
export interface Campaign {
  /** Tests of forge: one for each environment, and the fuzz tests. */
  tests: number
  /** Calls of handlers, as forge counts them. */
  calls: number
  fuzzRuns: number
  /** By name, over all environments. */
  handlers: Record<string, Count>
}

/**
 * Adds up the lines "environment handler=calls/hits ... S1 S2 ... E1" that each run logs at its end, and throws unless each names
 * all invariants: they are logged by the function that checks them.
 */
function countHandlers(log: string): Map<string, Map<string, Count>> {
  const environments = new Map<string, Map<string, Count>>()
  for (const line of log.split('\n')) {
    const [name, ...entries] = line.split(' ')
    if (name === undefined || name === '') continue
    const handlers = environments.get(name) ?? new Map<string, Count>()
    environments.set(name, handlers)
    const missing = new Set(INVARIANTS)
    for (const entry of entries) {
      if (missing.delete(entry)) continue
      const match = /^(\w+)=(\d+)\/(\d+)$/.exec(entry)
      if (match === null) throw new Fault(`unreadable entry in the handlers' log: ${entry}`)
      const handler = match[1] ?? ''
      const before = handlers.get(handler) ?? { calls: 0, hits: 0 }
      handlers.set(handler, { calls: before.calls + Number(match[2]), hits: before.hits + Number(match[3]) })
    }
    if (missing.size > 0) throw new Fault(`a run of ${name} did not check ${[...missing].join(', ')}`)
  }
  return environments
}

/** The handlers' counts over all environments. Throws when one never succeeded in some environment, or too seldom in all. */
function judgeHandlers(log: string): Record<string, Count> {
  const environments = countHandlers(log)
  if (environments.size !== ENVIRONMENTS) throw new Fault(`${environments.size} of ${ENVIRONMENTS} environments ran`)
  let sums: Record<string, Count> = {}
  for (const [name, handlers] of environments) {
    for (const [handler, { calls, hits }] of handlers) {
      if (hits === 0) throw new Fault(`${name}: handler ${handler} never succeeded in ${calls} calls`)
    }
    sums = addHandlers(sums, Object.fromEntries(handlers))
  }
  for (const [handler, { calls, hits }] of Object.entries(sums)) {
    if (hits < LEAST_SHARE * calls) throw new Fault(`handler ${handler} succeeded in ${hits} of ${calls} calls only`)
  }
  return sums
}

/** The counts of `a` and `b` together. */
export function addHandlers(a: Record<string, Count>, b: Record<string, Count>): Record<string, Count> {
  const sums = { ...a }
  for (const [handler, { calls, hits }] of Object.entries(b)) {
    const before = sums[handler] ?? { calls: 0, hits: 0 }
    sums[handler] = { calls: before.calls + calls, hits: before.hits + hits }
  }
  return sums
}

/** A line to print for each handler. */
export function describeHandlers(handlers: Record<string, Count>): string[] {
  return Object.entries(handlers).map(
    ([handler, { calls, hits }]) =>
      `  ${handler.padEnd(16)}${String(calls).padStart(10)} calls ${((100 * hits) / calls).toFixed(1).padStart(6)} % succeed`,
  )
}

/**
 * What a run of forge amounts to. Throws `Fault` when a test failed or was skipped, an environment or an invariant is missing, a
 * handler reverted, never succeeded in an environment or seldom in all, or fewer than `leastCalls` handler calls were made.
 */
export function judge(answer: ForgeAnswer, log: string, leastCalls: number): Campaign {
  const suites = Suites.parse(JSON.parse(answer.output))
  const faults: string[] = []
  const campaign = { tests: 0, calls: 0, fuzzRuns: 0 }
  let environments = 0
  for (const [suite, { test_results: results }] of Object.entries(suites)) {
    for (const [test, { status, reason, kind }] of Object.entries(results)) {
      ++campaign.tests
      if (status !== 'Success') faults.push(`${suite} ${test}: ${status} ${reason ?? ''}`)
      if ('Fuzz' in kind) campaign.fuzzRuns += kind.Fuzz.runs
      if (!('Invariant' in kind)) continue
      const { calls, reverts } = kind.Invariant
      if (calls === 0 || reverts > 0) faults.push(`${suite} ${test}: ${calls} calls, ${reverts} reverted`)
      campaign.calls += calls
      if (test.startsWith('invariant_all(')) ++environments
    }
  }
  if (environments !== ENVIRONMENTS)
    faults.push(`the invariants ran in ${environments} of ${ENVIRONMENTS} environments`)
  if (campaign.calls < leastCalls) faults.push(`${campaign.calls} handler calls, at least ${leastCalls} are wanted`)
  if (!answer.passed && faults.length === 0) faults.push('forge failed without a failed test')
  if (faults.length > 0) throw new Fault(faults.join('\n'))
  return { ...campaign, handlers: judgeHandlers(log) }
}
