/** The two documents of a draft: how they begin, and what becomes of them before they are read. */
import type { RuleName } from '../../../sdk/model/terms.ts'
import { at, isFields, put, type Json } from './json.ts'

/** Two documents that are being written. */
export interface Draft {
  outcome: Json
  sheet: Json
}

const OUTCOME = {
  version: 1,
  title: '',
  summary: [],
  metric: { name: '', definition: '', unit: '', direction: 'higher', baseline: '0', scale: '1' },
  method: [],
  sideConditions: [],
  evidence: { bundle: [], readableDays: 14 },
  attempts: [],
}
const SHEET = {
  version: 1,
  token: '',
  pledges: { by: '', threshold: '', cap: '' },
  claims: { by: '', fee: '' },
  verification: { within: '30 d', panel: ['', '', ''], quorum: 2 },
  arbitration: { arbiter: '', challengeWithin: '14 d', arbitrateWithin: '30 d', challengeFee: '' },
}

/** What a term sheet says of its prices, by rule. */
const PRICES: Readonly<Record<RuleName, Readonly<Record<string, Json>>>> = {
  Units: { minStep: '1', tranches: [{ units: '', price: '' }] },
  Record: { minStep: '1', curve: [{ at: '', pays: '' }] },
  Contest: { floor: '', prizes: [''] },
}

/** An empty draft of a rule. */
export function blankDraft(rule: RuleName): Draft {
  return withRule({ outcome: OUTCOME, sheet: SHEET }, rule)
}

/** The rule that a draft is written for. */
export function ruleOf({ outcome, sheet }: Draft): RuleName {
  const found = [at(sheet, 'rule'), at(outcome, 'rule')].find((one) => typeof one === 'string' && one in PRICES)
  return (found ?? 'Record') as RuleName
}

/** A draft under another rule: prices begin anew, all else stays. */
export function withRule({ outcome, sheet }: Draft, rule: RuleName): Draft {
  const others = Object.values(PRICES).flatMap((prices) => Object.keys(prices))
  let next = others.reduce<Json>((document, field) => put(document, field, undefined), sheet)
  for (const [field, value] of Object.entries(PRICES[rule])) next = put(next, field, value)
  if (rule !== 'Contest') next = put(next, 'claims.lastCall', undefined)
  return { outcome: put(outcome, 'rule', rule), sheet: put(next, 'rule', rule) }
}

/** Fields that are left out where nothing is written in them. */
const OPTIONAL = {
  outcome: ['theme', 'metric.best', 'copyClause', 'breakClause'],
  sheet: ['decimals', 'claims.lastCall'],
}

/** A draft as it is read: blanks at the ends of texts taken off, optional fields without content left out. */
export function tidied({ outcome, sheet }: Draft): Draft {
  return { outcome: without(trimmed(outcome), OPTIONAL.outcome), sheet: without(trimmed(sheet), OPTIONAL.sheet) }
}

function without(document: Json, paths: readonly string[]): Json {
  return paths.reduce((left, path) => (at(left, path) === '' ? put(left, path, undefined) : left), document)
}

function trimmed(value: Json): Json {
  if (typeof value === 'string') return value.trim()
  if (Array.isArray(value)) return (value as readonly Json[]).map(trimmed)
  return isFields(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, trimmed(one)])) : value
}

/** Paragraphs of a text with blank lines between them. */
export function paragraphsOf(text: string): string[] {
  return text
    .split(/\n\s*\n/)
    .map((one) =>
      one
        .trim()
        .split('\n')
        .map((line) => line.trim())
        .join(' '),
    )
    .filter((one) => one !== '')
}

/** Paragraphs as a text. */
export function textOfParagraphs(value: Json | undefined): string {
  if (!Array.isArray(value)) return typeof value === 'string' ? value : ''
  return (value as readonly Json[]).filter((one) => typeof one === 'string').join('\n\n')
}
