import type { AuditResult } from '../result.ts'
import { figuresOf } from './figures/figures.ts'
import { answerOf, counted, isGrave } from './figures/verdict.ts'
import { moment } from './moment.ts'
import { STANDINGS, UNANCHORED } from './sentences.ts'
import { shown } from './shown.ts'
import { escrowsInWords, sharedFindings, sharedStatements, type SharedFinding } from './together.ts'
import { escrowLines } from './text/escrowLines.ts'
import { findingLines } from './text/findingLines.ts'
import { columns, paintOf, wrapped, type Paint } from './text/lines.ts'

/** How many findings and remarks a terminal shows, how many escrows it lists, and up to how many it shows in full. */
const FINDINGS = 30
const REMARKS = 15
const ESCROWS = 50
const FULL = 6

/**
 * The audit for a terminal, verdict first.
 * @param options.width columns to fill; undefined where lines may have any length.
 */
export function reportText(
  result: AuditResult,
  { colour, width }: { colour: boolean; width?: number | undefined },
): string {
  const paint = paintOf(colour)
  return `${[
    ...headLines(result, paint, width),
    ...findings(result, paint, width),
    ...standing(result, paint, width),
    ...escrows(result, paint, width),
    ...remarks(result, paint, width),
  ]
    .join('\n')
    .trimEnd()}\n`
}

function headLines(result: AuditResult, paint: Paint, width: number | undefined): string[] {
  const { chainId, pinned } = result
  const answer = answerOf(result)
  const many = result.escrows.length
  const heading = `${answer.headline}  ${counted(many, 'escrow')} on chain ${chainId}`
  const line = heading.replace(answer.headline, () =>
    paint('bold', paint(answer.passed ? 'green' : 'red', answer.headline)),
  )
  return [
    line,
    ...wrapped('', `At block ${pinned.number}, ${moment(pinned.timestamp)}, ${pinned.hash}`, width),
    answer.counts,
    ...(answer.isAnchored ? [] : ['', ...wrapped('', UNANCHORED, width)]),
    '',
  ]
}

function standing(result: AuditResult, paint: Paint, width: number | undefined): string[] {
  const lines = (['proved', 'checked', 'assumed'] as const).flatMap((kind) => {
    const some = sharedStatements(result, kind)
    if (some.length === 0) return []
    return [
      ...wrapped('  ', `${kind}: ${STANDINGS[kind]}`, width),
      ...some.flatMap(({ what, how }) => wrapped('    - ', `${shown(what)}: ${shown(how)}`, width)),
    ]
  })
  return [paint('bold', 'What this rests on'), ...lines, '']
}

function findings({ findings, escrows }: AuditResult, paint: Paint, width: number | undefined): string[] {
  const grave = sharedFindings(findings.filter(isGrave))
  if (grave.length === 0) return []
  return [
    paint('bold', 'Findings'),
    ...grave.slice(0, FINDINGS).flatMap((one) => shownFinding(one, escrows.length, paint, width)),
    ...rest(grave.length - FINDINGS, 'more finding', width),
    '',
  ]
}

/** Remarks, the risks among them under a heading of their own. */
function remarks({ findings, escrows }: AuditResult, paint: Paint, width: number | undefined): string[] {
  const all = sharedFindings(findings.filter((finding) => !isGrave(finding)))
  const lists = [
    ['Remarks', all.filter(({ finding }) => finding.rule !== 'risk')],
    ['Risks to weigh', all.filter(({ finding }) => finding.rule === 'risk')],
  ] as const
  return lists.flatMap(([title, some]) =>
    some.length === 0
      ? []
      : [
          paint('bold', title),
          ...some.slice(0, REMARKS).flatMap((one) => shownFinding(one, escrows.length, paint, width)),
          ...rest(some.length - REMARKS, 'more', width, 'more'),
          '',
        ],
  )
}

function escrows(result: AuditResult, paint: Paint, width: number | undefined): string[] {
  const all = result.escrows.map((escrow, i) => ({ escrow, number: `${i + 1}.` }))
  if (all.length > FULL) return listed(result, paint, width)
  const overview =
    all.length < 2
      ? []
      : [
          paint('bold', 'Escrows'),
          ...columns(all.map(({ escrow, number }) => [number, escrow.subject.escrow, escrow.status])).map(
            (line) => `  ${line}`,
          ),
          '',
        ]
  const each = all.flatMap(({ escrow, number }) => escrowLines(figuresOf(escrow, result), number, paint, width))
  return [...overview, ...each]
}

/** Many escrows, two lines each. */
function listed(result: AuditResult, paint: Paint, width: number | undefined): string[] {
  const lines = result.escrows.slice(0, ESCROWS).flatMap((escrow, i) => {
    const { flow, money, told } = figuresOf(escrow, result)
    const [entered, left, inside] = [flow.totalIn, flow.totalOut, flow.totalInside].map((sum) => money.number(sum))
    const lead = `${i + 1}.`.padEnd(5)
    const title = told.title ?? '(no outcome document that belongs to the terms)'
    return [
      `  ${lead}${escrow.subject.escrow}  ${escrow.status}`,
      ...wrapped(' '.repeat(7), `${title}: in ${entered}, out ${left}, inside ${inside} ${money.symbol}`, width),
    ]
  })
  const one = 'Each in full: lodestone audit with its address, the JSON report, the page of --html.'
  return [
    paint('bold', 'Escrows'),
    ...lines,
    ...rest(result.escrows.length - ESCROWS, 'more escrow', width),
    ...wrapped('  ', one, width),
    '',
  ]
}

/** A finding; where the same is found of several escrows, they are named together. */
function shownFinding(
  { finding, escrows }: SharedFinding,
  of: number,
  paint: Paint,
  width: number | undefined,
): string[] {
  return findingLines(finding, paint, width, escrows.length > 1 ? escrowsInWords(escrows, of) : undefined)
}

/** How many are left out, and where they are. */
function rest(count: number, one: string, width: number | undefined, many?: string): string[] {
  return count <= 0 ? [] : wrapped('  ', `${counted(count, one, many)}: in the JSON report.`, width)
}
