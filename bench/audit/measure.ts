/** One measurement in a process of its own: `node bench/audit/measure.ts bare|checked|proved '<node and chain>'`; writes a line of JSON. */
import process from 'node:process'
import type { Hex } from 'viem'
import { audit } from '../../audit/audit.ts'
import { openEndpoint } from '../../audit/collect/batches.ts'
import { readBare } from './bare.ts'
import type { BuiltChain } from './build.ts'

/** What is measured: bare reading, an audit without a block hash, and one that proves the state by it. */
export type What = 'bare' | 'checked' | 'proved'

/** What a measurement is of. */
export interface Job {
  url: string
  chain: BuiltChain
  /** Of the last block. */
  hash: Hex
}

export interface Measured {
  seconds: number
  /** Seconds of processors that it used, all threads together; without the node's. */
  busy: number
  /** Logs that were read. */
  logs: number
  /** Bytes that the process had resident at most. */
  peak: number
  /** Seconds of each part of an audit, by what it says it is doing. */
  parts: Record<string, number>
  /** What an audit found, graver than a remark. */
  findings: string[]
}

const [what, given] = process.argv.slice(2) as [What, string]
const measured = await measure(what, JSON.parse(given) as Job)
console.log(JSON.stringify(measured))

async function measure(what: What, { url, chain, hash }: Job): Promise<Measured> {
  const parts: Record<string, number> = {}
  const [start, used] = [performance.now(), process.cpuUsage()]
  let [since, doing] = [start, 'reading']
  const turn = (next: string): void => {
    const now = performance.now()
    parts[doing] = (parts[doing] ?? 0) + (now - since) / 1000
    ;[since, doing] = [now, next]
  }
  let logs = 0
  const findings: string[] = []
  if (what === 'bare') logs = await readBare(url, chain)
  else {
    const { factory, implementation } = chain
    const result = await audit({
      client: openEndpoint(url),
      origin: { factory, implementation },
      pin: what === 'proved' ? { hash } : { tag: 'latest' },
      history: false,
      progress: (step) => {
        turn(step.doing.startsWith('reading') ? 'reading' : step.doing)
      },
    })
    // Each creation is a log too.
    for (const { entries } of result.escrows) logs += entries + 1
    findings.push(...result.findings.filter(({ grade }) => grade !== 'remark').map(({ what }) => what))
  }
  turn('')
  const seconds = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(used)
  const busy = (user + system) / 1e6
  return { seconds, busy, logs, peak: process.resourceUsage().maxRSS * 1024, parts, findings }
}
