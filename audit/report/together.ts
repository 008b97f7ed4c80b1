import type { Address } from 'viem'
import type { Finding } from '../finding.ts'
import type { AuditResult, Statement } from '../result.ts'
import { counted } from './figures/verdict.ts'

/** What is said of many escrows alike is said once: a report of a whole factory stays readable. The JSON report has all. */

/** How many escrows are named where something is said of more. */
const NAMED = 3

/**
 * Statements of one kind, those that differ in the escrow and in figures alone as one: "the storage of 30 escrows", "29 to 45 slots".
 */
export function sharedStatements(
  { statements, escrows }: Pick<AuditResult, 'statements' | 'escrows'>,
  kind: Statement['standing'],
): Statement[] {
  const known = new Set(escrows.map(({ subject }) => subject.escrow.toLowerCase()))
  const groups = new Map<string, { some: Statement[]; named: Set<string> }>()
  for (const statement of statements) {
    if (statement.standing !== kind) continue
    const escrow = escrowIn(statement.what, known)
    const what = escrow === undefined ? statement.what : statement.what.replace(escrow, '')
    const key = JSON.stringify([escrow === undefined ? what : masked(what), masked(statement.how)])
    const group = groups.get(key) ?? { some: [], named: new Set() }
    groups.set(key, group)
    group.some.push(statement)
    if (escrow !== undefined) group.named.add(escrow)
  }
  return [...groups.values()].map(({ some, named }) => {
    const [first, ...more] = some
    if (first === undefined) throw new RangeError('A group has a statement.')
    if (more.length === 0) return first
    const [one = ''] = named
    const who = named.size === 0 ? '' : escrowsInWords([...named], known.size)
    const whats = some.map(({ what }) => (named.size === 0 ? what : what.replace(escrowIn(what, known) ?? '', one)))
    const what = ranged(whats).replace(`the escrow ${one}`, who)
    return { what, standing: kind, how: ranged(some.map(({ how }) => how)) }
  })
}

/** A finding, and the escrows of which it is made in the same words. */
export interface SharedFinding {
  finding: Finding
  escrows: readonly Address[]
}

/** Findings in their order, the same ones of several escrows as one. */
export function sharedFindings(findings: readonly Finding[]): SharedFinding[] {
  const groups = new Map<string, { finding: Finding; escrows: Address[] }>()
  for (const finding of findings) {
    const { grade, rule, what, subject, place, expected, actual, command, escrow } = finding
    const at = place?.transactionHash === undefined ? '' : `${place.transactionHash}.${place.logIndex ?? ''}`
    const key = JSON.stringify([grade, rule, what, subject, at, expected, actual, command])
    const group = groups.get(key) ?? { finding, escrows: [] }
    groups.set(key, group)
    if (escrow !== undefined) group.escrows.push(escrow)
  }
  return [...groups.values()]
}

/** "0x...", "all 30 escrows", or "12 escrows: 0x..., 0x..., 0x... and 9 more". */
export function escrowsInWords(some: readonly string[], of: number): string {
  if (some.length === 1) return some[0] ?? ''
  if (some.length === of) return `all ${counted(of, 'escrow')}`
  const left = some.length - NAMED
  const named = some.slice(0, NAMED).join(', ')
  return `${counted(some.length, 'escrow')}: ${named}${left > 0 ? ` and ${left} more` : ''}`
}

/** The audited escrow that a statement is about: the last address that is one. */
function escrowIn(what: string, known: ReadonlySet<string>): string | undefined {
  return what.match(/0x[0-9a-fA-F]{40}/g)?.findLast((address) => known.has(address.toLowerCase()))
}

const FIGURE = /(?<![\w.])\d[\d,]*(?!\w)/g

function masked(text: string): string {
  return text.replaceAll(FIGURE, '#')
}

/** Texts that differ in figures alone as one, with what the figures range over. */
function ranged(texts: readonly string[]): string {
  const [first = ''] = texts
  const columns = texts.map((text) => text.match(FIGURE) ?? [])
  let at = 0
  return first.replaceAll(FIGURE, () => {
    const values = columns.map((figures) => figures[at] ?? '')
    at++
    const sorted = values.sort((a, b) => number(a) - number(b))
    const [least = '', most = ''] = [sorted[0], sorted.at(-1)]
    return least === most ? least : `${least} to ${most}`
  })
}

const number = (figure: string): number => Number(figure.replaceAll(',', ''))
