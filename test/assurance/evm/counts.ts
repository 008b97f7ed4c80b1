/** What was run: calls by entry point, reverts by kind. Sums of several processes add up. */
import { ABI } from './chain.ts'
import type { Run } from './ethereumjs.ts'
import type { Call } from './transactions.ts'

export interface Counts {
  sequences: number
  blocks: number
  calls: number
  successes: number
  logs: number
  entries: Record<string, { calls: number; successes: number }>
  reverts: Record<string, number>
}

export const emptyCounts = (): Counts => ({
  sequences: 0,
  blocks: 0,
  calls: 0,
  successes: 0,
  logs: 0,
  entries: {},
  reverts: {},
})

/** Counts one call and its outcome. */
export function count(counts: Counts, call: Call, run: Run): void {
  const entry = (counts.entries[call.entry] ??= { calls: 0, successes: 0 })
  counts.calls += 1
  entry.calls += 1
  counts.logs += run.logs.length
  if (run.success) {
    counts.successes += 1
    entry.successes += 1
    return
  }
  const kind = kindOf(run)
  counts.reverts[kind] = (counts.reverts[kind] ?? 0) + 1
}

/** The sum of both. */
export function add(a: Counts, b: Counts): Counts {
  const entries = { ...a.entries }
  for (const [name, { calls, successes }] of Object.entries(b.entries)) {
    const old = entries[name] ?? { calls: 0, successes: 0 }
    entries[name] = { calls: old.calls + calls, successes: old.successes + successes }
  }
  const reverts = { ...a.reverts }
  for (const [kind, n] of Object.entries(b.reverts)) reverts[kind] = (reverts[kind] ?? 0) + n
  return {
    sequences: a.sequences + b.sequences,
    blocks: a.blocks + b.blocks,
    calls: a.calls + b.calls,
    successes: a.successes + b.successes,
    logs: a.logs + b.logs,
    entries,
    reverts,
  }
}

/** The name of the error that a call reverted with. */
function kindOf({ returned, failure }: Run): string {
  if (returned === '0x') return failure === 'revert' ? 'no data' : (failure ?? 'no data')
  for (const abi of Object.values(ABI)) {
    const error = abi.parseError(returned)
    if (error !== null) return error.name
  }
  return `unknown ${returned.slice(0, 10)}`
}

/** The counts as a table, one line an entry point, then the reverts. */
export function table(counts: Counts, entries: readonly string[]): string[] {
  const row = (name: string, calls: number | string, successes: number | string) =>
    `${name.padEnd(30)}${String(calls).padStart(9)}${String(successes).padStart(11)}`
  const reverts = Object.entries(counts.reverts).sort(([, a], [, b]) => b - a)
  return [
    row('entry point', 'calls', 'successes'),
    ...entries.map((entry) => row(entry, counts.entries[entry]?.calls ?? 0, counts.entries[entry]?.successes ?? 0)),
    row('in all', counts.calls, counts.successes),
    `reverts: ${reverts.map(([kind, n]) => `${kind} ${n}`).join(', ')}`,
  ]
}
