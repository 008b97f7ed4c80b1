import type { Finding, Grade } from '../../finding.ts'
import type { AuditResult } from '../../result.ts'

/** How an audit ended, in the few words that stand first. */
export interface Answer {
  passed: boolean
  /** "PASS", or "3 findings". */
  headline: string
  /** "2 faults, 1 broken promise, 4 remarks". */
  counts: string
  /** Whether anything follows from a block hash that the auditor supplied. */
  isAnchored: boolean
}

const NAMES: Record<Grade, readonly [string, string]> = {
  fault: ['fault', 'faults'],
  'broken promise': ['broken promise', 'broken promises'],
  remark: ['remark', 'remarks'],
}

export function answerOf({ passed, findings, statements }: AuditResult): Answer {
  const of = (grade: Grade): number => findings.filter((finding) => finding.grade === grade).length
  const counts = (['fault', 'broken promise', 'remark'] as const).map((grade) => counted(of(grade), ...NAMES[grade]))
  const grave = findings.filter(isGrave).length
  return {
    passed: passed && grave === 0,
    headline: passed && grave === 0 ? 'PASS' : counted(grave, 'finding', 'findings'),
    counts: counts.join(', '),
    isAnchored: statements.some(({ standing }) => standing === 'proved'),
  }
}

/** Whether it keeps an audit from passing. */
export const isGrave = ({ grade }: Pick<Finding, 'grade'>): boolean => grade !== 'remark'

/** "1 claim", "1,200 claims". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${grouped(count)} ${count === 1 ? one : many}`
}

/** A whole number with commas between thousands. */
export const grouped = (count: number | bigint): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',')
