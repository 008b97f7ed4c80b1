/**
 * `npm run bench` measures and writes bench/snapshot.json and docs/benchmarks.md; with `--check` it compares them with what is
 * measured now and changes nothing. Exit code 1 on a difference, on gas that grows with an escrow's size, and on code too large.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import type { AuditFigures } from './audit/figures.ts'
import { codeSize } from './chain.ts'
import { differences } from './differences.ts'
import { MOST_CODE, ROWS } from './rows.ts'
import { measureAt, rowsThatGrow } from './scale.ts'
import { type Figures, measureAll } from './scenarios.ts'
import { type Snapshot, page } from './table.ts'
import type { PageFigures } from './web/figures.ts'

const SNAPSHOT = new URL('snapshot.json', import.meta.url)
/** What `npm run bench:audit` measured, which stands on the same page. */
const AUDITS = new URL('audit/figures.json', import.meta.url)
/** And `npm run bench:web`. */
const WEB = new URL('web/figures.json', import.meta.url)
const PAGE = new URL('../docs/benchmarks.md', import.meta.url)
const SIZES = [10, 1_000, 10_000]
const CONTRACTS = ['Escrow', 'EscrowFactory']

async function measure(): Promise<Snapshot> {
  const gas = await measureAll()
  const scale: Record<string, Figures> = {}
  for (const size of SIZES) scale[size] = await measureAt(size)
  const code: Figures = {}
  for (const name of CONTRACTS) code[name] = await codeSize(name)
  return { gas, scale, code }
}

/** What is wrong with the figures themselves, whatever was committed. */
function faultsOf(snapshot: Snapshot): string[] {
  return [
    ...Object.keys(ROWS)
      .filter((row) => !(row in snapshot.gas))
      .map((row) => `bench/rows.ts names "${row}", which is not measured`),
    ...rowsThatGrow(snapshot.scale).map((row) => `gas of "${row}" grows with the number of funders or claims`),
    ...Object.entries(snapshot.code)
      .filter(([, bytes]) => bytes > MOST_CODE)
      .map(([name, bytes]) => `${name} has ${bytes} bytes of code; at most ${MOST_CODE} fit`),
  ]
}

const measured = await measure()
const audits = JSON.parse(readFileSync(AUDITS, 'utf8')) as AuditFigures
const web = JSON.parse(readFileSync(WEB, 'utf8')) as PageFigures
const faults = faultsOf(measured)
const json = `${JSON.stringify(measured, null, 2)}\n`
if (process.argv.includes('--check')) {
  const committed = existsSync(SNAPSHOT) ? readFileSync(SNAPSHOT, 'utf8') : '{}'
  const changed = differences(JSON.parse(committed), measured)
  const stale = !existsSync(PAGE) || readFileSync(PAGE, 'utf8') !== page(measured, audits, web)
  faults.push(...changed)
  if (stale && changed.length === 0) faults.push('docs/benchmarks.md is not what the figures give')
  if (changed.length > 0 || stale) faults.push('If the change is meant, run `npm run bench` and commit what it writes.')
} else {
  mkdirSync(new URL('.', PAGE), { recursive: true })
  writeFileSync(SNAPSHOT, json)
  writeFileSync(PAGE, page(measured, audits, web))
  console.log(page(measured, audits, web))
}
for (const fault of faults) console.error(fault)
if (faults.length > 0) process.exitCode = 1
else console.log(`${Object.keys(measured.gas).length} operations measured, sizes ${SIZES.join(', ')} equal.`)
