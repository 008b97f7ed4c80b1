/**
 * `npm run bench:audit`: how fast an audit is beside bare reading of the same logs, and how much memory it takes, at 10,000, 100,000 and
 * 1,000,000 events on an anvil node; `--events n` for one other size, which is not recorded. Each measurement is a process of its own.
 * Writes bench/audit/figures.json and docs/benchmarks.md. It takes half an hour; where the machine is busy with something else, the
 * figures are of that. Exit code 1 where a target is missed.
 */
import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Hex } from 'viem'
import { buildChain } from './audit/build.ts'
import { auditTable, missed, type AuditFigures, type Size } from './audit/figures.ts'
import type { Job, Measured, What } from './audit/measure.ts'
import { startAuditNode, type AuditNode } from './audit/node.ts'
import { page, type Snapshot } from './table.ts'
import type { PageFigures } from './web/figures.ts'

const SIZES = [10_000, 100_000, 1_000_000]
/** How often each is measured; the quickest counts. What takes long is disturbed for a part of its time only. */
const runsOf = (what: What, events: number) => {
  if (what === 'proved') return events > 200_000 ? 0 : 1
  return events > 200_000 ? 1 : 3
}
const RECORD = new URL('audit/figures.json', import.meta.url)
const SNAPSHOT = new URL('snapshot.json', import.meta.url)
const WEB = new URL('web/figures.json', import.meta.url)
const PAGE = new URL('../docs/benchmarks.md', import.meta.url)
const run = promisify(execFile)

async function measure(what: What, job: Job): Promise<Measured> {
  const script = fileURLToPath(new URL('audit/measure.ts', import.meta.url))
  const { stdout } = await run(process.execPath, [script, what, JSON.stringify(job)], { maxBuffer: 2 ** 24 })
  return JSON.parse(stdout) as Measured
}

async function measureAll(node: AuditNode, events: number): Promise<Size> {
  const start = performance.now()
  const chain = await buildChain(node, events)
  const [block] = (await node.send([['eth_getBlockByNumber', 'latest', false]])) as [{ hash: Hex }]
  console.error(`${chain.events} events in ${chain.blocks} blocks, built in ${seconds(start)} s`)
  const job: Job = { url: node.url, chain, hash: block.hash }
  const best: Partial<Size> = {}
  for (let i = 0; i < runsOf('bare', events); i++) {
    for (const what of ['bare', 'checked', 'proved'] as const) {
      if (i >= runsOf(what, events)) continue
      const measured = await measure(what, job)
      console.error(`${what}: ${measured.seconds.toFixed(1)} s, ${Math.round(measured.peak / 1e6)} MB`)
      const known = best[what]
      if (known === undefined || measured.seconds < known.seconds) best[what] = measured
    }
  }
  return best as Size
}

function seconds(start: number): string {
  return ((performance.now() - start) / 1000).toFixed(0)
}

/** The size that `--events` asks for; undefined = all. */
function asked(): number | undefined {
  const at = process.argv.indexOf('--events')
  if (at === -1) return undefined
  const events = Number(process.argv[at + 1])
  if (Number.isSafeInteger(events) && events > 0) return events
  throw new Error('write a number of events behind --events')
}

const only = asked()
const figures: AuditFigures = {}
for (const events of only === undefined ? SIZES : [only]) {
  const node = await startAuditNode()
  try {
    figures[events] = await measureAll(node, events)
  } finally {
    await node.stop()
  }
}
console.log(auditTable(figures).join('\n'))
if (only === undefined) {
  const web = JSON.parse(await readFile(WEB, 'utf8')) as PageFigures
  await writeFile(RECORD, `${JSON.stringify(figures, null, 2)}\n`)
  await writeFile(PAGE, page(JSON.parse(await readFile(SNAPSHOT, 'utf8')) as Snapshot, figures, web))
}
for (const fault of missed(figures)) {
  console.error(fault)
  process.exitCode = 1
}
