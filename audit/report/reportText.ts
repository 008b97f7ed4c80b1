import type { AuditResult, Statement } from '../result.ts'
import { figuresOf } from './figures/figures.ts'
import { answerOf, counted, isGrave } from './figures/verdict.ts'
import { moment } from './moment.ts'
import { STANDINGS, UNANCHORED } from './sentences.ts'
import { shown } from './shown.ts'
import { escrowLines } from './text/escrowLines.ts'
import { findingLines } from './text/findingLines.ts'
import { columns, paintOf, wrapped, type Paint } from './text/lines.ts'

/** How many findings, remarks and escrows a terminal shows. */
const FINDINGS = 30
const REMARKS = 15
const ESCROWS = 12

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
    ...standing(result.statements, paint, width),
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

function standing(statements: readonly Statement[], paint: Paint, width: number | undefined): string[] {
  const lines = (['proved', 'checked', 'assumed'] as const).flatMap((kind) => {
    const some = statements.filter(({ standing }) => standing === kind)
    if (some.length === 0) return []
    return [
      ...wrapped('  ', `${kind}: ${STANDINGS[kind]}`, width),
      ...some.flatMap(({ what, how }) => wrapped('    - ', `${shown(what)}: ${shown(how)}`, width)),
    ]
  })
  return [paint('bold', 'What this rests on'), ...lines, '']
}

function findings({ findings }: AuditResult, paint: Paint, width: number | undefined): string[] {
  const grave = findings.filter(isGrave)
  if (grave.length === 0) return []
  return [
    paint('bold', 'Findings'),
    ...grave.slice(0, FINDINGS).flatMap((finding) => findingLines(finding, paint, width)),
    ...rest(grave.length - FINDINGS, 'more finding', width),
    '',
  ]
}

/** Remarks, the risks among them under a heading of their own. */
function remarks({ findings }: AuditResult, paint: Paint, width: number | undefined): string[] {
  const all = findings.filter((finding) => !isGrave(finding))
  const lists = [
    ['Remarks', all.filter(({ rule }) => rule !== 'risk')],
    ['Risks to weigh', all.filter(({ rule }) => rule === 'risk')],
  ] as const
  return lists.flatMap(([title, some]) =>
    some.length === 0
      ? []
      : [
          paint('bold', title),
          ...some.slice(0, REMARKS).flatMap((finding) => findingLines(finding, paint, width)),
          ...rest(some.length - REMARKS, 'more', width, 'more'),
          '',
        ],
  )
}

function escrows(result: AuditResult, paint: Paint, width: number | undefined): string[] {
  const all = result.escrows.map((escrow, i) => ({ escrow, number: `${i + 1}.` }))
  const some = all.slice(0, ESCROWS)
  const overview =
    all.length < 2
      ? []
      : [
          paint('bold', 'Escrows'),
          ...columns(some.map(({ escrow, number }) => [number, escrow.subject.escrow, escrow.status])).map(
            (line) => `  ${line}`,
          ),
          ...rest(all.length - ESCROWS, 'more escrow', width),
          '',
        ]
  const each = some.flatMap(({ escrow, number }) => escrowLines(figuresOf(escrow, result), number, paint, width))
  return [...overview, ...each]
}

/** How many are left out, and where they are. */
function rest(count: number, one: string, width: number | undefined, many?: string): string[] {
  return count <= 0 ? [] : wrapped('  ', `${counted(count, one, many)}: in the JSON report.`, width)
}
