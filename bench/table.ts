/** The measured figures as a page: docs/benchmarks.md. */
import { auditSection, type AuditFigures } from './audit/figures.ts'
import { pageSection, type PageFigures } from './web/figures.ts'
import { MOST_CODE, ROWS } from './rows.ts'
import { TOLERANCE, rowsThatGrow } from './scale.ts'
import type { Figures } from './scenarios.ts'

export interface Snapshot {
  /** Receipt gas by row. */
  gas: Figures
  /** The same at several numbers of funders and claims. */
  scale: Record<string, Figures>
  /** Runtime code in bytes by contract. */
  code: Figures
}

const count = (value: number) => value.toLocaleString('en-US')
const optional = (value: number | undefined) => (value === undefined ? '–' : count(value))

function reached(value: number, target: number | undefined): string {
  if (target === undefined) return ''
  return value <= target ? 'yes' : `no, ${count(value - target)} over`
}

function gasTable(gas: Figures): string[] {
  const rows = Object.entries(gas).map(([name, value]) => {
    const { target, floor, peers } = ROWS[name] ?? {}
    return `| ${name} | ${count(value)} | ${optional(target)} | ${reached(value, target)} | ${optional(floor)} | ${peers ?? '–'} |`
  })
  return ['| operation | gas | target | reached | floor | peers |', '| --- | --: | --: | --- | --: | --- |', ...rows]
}

function scaleTable(scale: Record<string, Figures>): string[] {
  const sizes = Object.keys(scale)
  const columns = Object.values(scale)
  const rows = Object.keys(columns[0] ?? {}).map(
    (name) => `| ${name} | ${columns.map((figures) => optional(figures[name])).join(' | ')} |`,
  )
  const head = `| operation | ${sizes.map((size) => `${count(Number(size))} funders and claims`).join(' | ')} |`
  return [head, `| --- | ${sizes.map(() => '--:').join(' | ')} |`, ...rows]
}

function codeTable(code: Figures): string[] {
  const rows = Object.entries(code).map(
    ([name, bytes]) => `| ${name} | ${count(bytes)} | ${count(MOST_CODE - bytes)} |`,
  )
  return ['| contract | bytes | left |', '| --- | --: | --: |', ...rows]
}

/** The page, in Markdown. */
export function page({ gas, scale, code }: Snapshot, audits: AuditFigures, web: PageFigures): string {
  const growing = rowsThatGrow(scale)
  return [
    '# Benchmarks',
    '',
    'Written by `npm run bench`; `npm run bench:check`, a step of `npm test`, fails when a figure has changed.',
    '',
    'Receipt gas on the embedded chain (Cancun). The token is an OpenZeppelin ERC-20 under an infinite allowance; the panel has',
    '5 members with quorum 3, the curve 6 points, there are an arbiter and no fees. Claims carry a URI of 60 bytes, challenges',
    'and rulings 80 bytes of grounds. Members agree on the measurement unless the row says otherwise. "The very first" and "the',
    'first to" pay once for storage that later calls find in use; refunds and plain `collect` go to accounts that hold the token',
    'already. The floor is what a minimal contract without any of the rules costs by the gas schedule alone; the peers were',
    'measured on the same EVM.',
    '',
    '## Gas',
    '',
    ...gasTable(gas),
    '',
    '## Gas by size',
    '',
    `Equal within ${TOLERANCE} gas: ${growing.length === 0 ? 'yes, every row' : `no: ${growing.join('; ')}`}.`,
    '',
    ...scaleTable(scale),
    '',
    '## Runtime code',
    '',
    `At most ${count(MOST_CODE)} bytes fit on a chain (EIP-170).`,
    '',
    ...codeTable(code),
    '',
    ...auditSection(audits),
    ...pageSection(web),
  ].join('\n')
}
