import type { DocumentFault } from '../../../sdk/model/draftReader.ts'

/** The steps of a draft, in order. */
export const STEPS = ['wanted', 'judged', 'prices', 'funding', 'panel', 'review'] as const
export type Step = (typeof STEPS)[number]

/** Where the fields of documents are, by the beginnings of their paths; the longest that fits counts. */
const PLACES: readonly (readonly [document: DocumentFault['document'], begin: string, step: Step])[] = [
  ['outcome', '', 'wanted'],
  ['outcome', 'method', 'judged'],
  ['outcome', 'sideConditions', 'judged'],
  ['outcome', 'evidence', 'judged'],
  ['outcome', 'attempts', 'judged'],
  ['outcome', 'copyClause', 'judged'],
  ['outcome', 'breakClause', 'judged'],
  ['sheet', '', 'review'],
  ['sheet', 'rule', 'wanted'],
  ['sheet', 'minStep', 'prices'],
  ['sheet', 'floor', 'prices'],
  ['sheet', 'curve', 'prices'],
  ['sheet', 'tranches', 'prices'],
  ['sheet', 'prizes', 'prices'],
  ['sheet', 'token', 'funding'],
  ['sheet', 'decimals', 'funding'],
  ['sheet', 'pledges', 'funding'],
  ['sheet', 'claims', 'funding'],
  ['sheet', 'verification', 'panel'],
  ['sheet', 'arbitration', 'panel'],
  ['sheet', 'warranty', 'panel'],
]

/** The step in which a fault can be corrected. */
export function stepOf({ document, path }: Pick<DocumentFault, 'document' | 'path'>): Step {
  const fitting = PLACES.filter(
    ([of, begin]) => of === document && (begin === '' || path === begin || path.startsWith(`${begin}.`)),
  )
  return fitting.reduce<readonly [number, Step]>(
    (best, [, begin, step]) => (begin.length >= best[0] ? [begin.length, step] : best),
    [-1, 'review'],
  )[1]
}

/** How many faults each step has. */
export function faultsByStep(faults: readonly DocumentFault[]): Readonly<Record<Step, number>> {
  const counts = Object.fromEntries(STEPS.map((step) => [step, 0])) as Record<Step, number>
  for (const fault of faults) counts[stepOf(fault)]++
  return counts
}
