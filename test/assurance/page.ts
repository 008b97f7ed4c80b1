/** The table of figures in docs/assurance.md, made from the record. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DEEP, type Part, QUICK } from './parts.ts'
import { type Scope, type Verified, fingerprint, readRecord } from './record.ts'

const PAGE = join(import.meta.dirname, '../../docs/assurance.md')
const [BEGIN, END] = ['<!-- figures: npm run verify writes them -->', '<!-- end of figures -->']

/** Fingerprints of today's contracts. */
type Contracts = Readonly<Record<Scope, string>>

function row(part: Part, record: Verified, contracts: Contracts): string {
  const entry = record[part.name]
  const figures = entry === undefined ? 'not run yet' : entry.figures
  const when = entry === undefined ? '' : `${entry.on}, ${entry.minutes} min`
  const of =
    entry === undefined ? '' : entry.contracts === contracts[part.of] ? 'today’s' : `earlier (${entry.contracts})`
  return `| ${part.shows} | \`${part.command}\` | ${figures.replaceAll('|', '\\|')} | ${when} | ${of} |`
}

/** The page with the figures of `record`, which are today's if they are of `contracts`. */
export function fillIn(page: string, record: Verified, contracts: Contracts): string {
  const [head, rest, ...more] = page.split(BEGIN)
  const tail = rest?.split(END)[1]
  if (head === undefined || tail === undefined || more.length > 0) {
    throw new Error(`docs/assurance.md must have one "${BEGIN}" and "${END}" after it`)
  }
  const rows = [...QUICK, ...DEEP].map((part) => row(part, record, contracts))
  const table = [
    `Contracts: core \`${contracts.core}\`, with the periphery \`${contracts.all}\` (SHA-256 over their sources).`,
    '',
    '| what | command | figures | when | contracts |',
    '|---|---|---|---|---|',
    ...rows,
  ]
  return `${head}${BEGIN}\n\n${table.join('\n')}\n\n${END}${tail}`
}

/** What the page must be today. */
export const freshPage = (): string =>
  fillIn(readFileSync(PAGE, 'utf8'), readRecord(), { core: fingerprint('core'), all: fingerprint('all') })

export const readPage = (): string => readFileSync(PAGE, 'utf8')

export function writePage(): void {
  writeFileSync(PAGE, freshPage())
}
