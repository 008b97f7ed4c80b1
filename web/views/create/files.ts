/** Documents that a visitor brings along: which is which is told by what is in them. */
import { isAddress } from 'viem'
import { isFields, put, type Json } from './json.ts'

export type Kind = 'outcome' | 'sheet' | 'names'

/** What texts turned out to be. `refused` are those that are no JSON, or none of these documents. */
export interface Brought {
  outcome?: Json
  sheet?: Json
  names?: Readonly<Record<string, string>>
  refused: { name: string; why: 'json' | 'unknown' | 'large' }[]
}

/** Characters of a document, and how deep its fields may lie in one another: far more than any needs. */
export const MOST = { characters: 1_000_000, depth: 40 }

/** Reads texts as documents; of two of a kind the later counts. */
export function readTexts(texts: readonly { name: string; text: string }[]): Brought {
  const brought: Brought = { refused: [] }
  for (const { name, text } of texts) {
    if (text.length > MOST.characters) {
      brought.refused.push({ name, why: 'large' })
      continue
    }
    let value: Json
    try {
      value = JSON.parse(text) as Json
    } catch {
      brought.refused.push({ name, why: 'json' })
      continue
    }
    if (isDeeper(value, MOST.depth)) {
      brought.refused.push({ name, why: 'unknown' })
      continue
    }
    const kind = kindOf(value)
    if (kind === 'names') brought.names = value as Record<string, string>
    else if (kind === undefined) brought.refused.push({ name, why: 'unknown' })
    else brought[kind] = value
  }
  return brought
}

/** Whether lists and fields of a value lie deeper in one another than `depth`. */
function isDeeper(value: Json, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return depth === 0 || Object.values(value as Record<string, Json>).some((inner) => isDeeper(inner, depth - 1))
}

/** What a value is, by the fields that only one of the documents has. */
export function kindOf(value: Json): Kind | undefined {
  if (!isFields(value)) return undefined
  const has = (field: string): boolean => Object.hasOwn(value, field)
  if (has('metric') || has('method') || has('sideConditions')) return 'outcome'
  if (has('pledges') || has('verification')) return 'sheet'
  const entries = Object.values(value)
  return entries.length > 0 && entries.every((one) => typeof one === 'string' && isAddress(one, { strict: false }))
    ? 'names'
    : undefined
}

/** A term sheet with addresses in place of the names that are known. */
export function withNames(sheet: Json, names: Readonly<Record<string, string>>): Json {
  const known = (name: Json | undefined): string | undefined =>
    typeof name === 'string' && Object.hasOwn(names, name) ? names[name] : undefined
  return partiesOf(sheet).reduce<Json>((document, { path, name }) => {
    const address = known(name)
    return address === undefined ? document : put(document, path, address)
  }, sheet)
}

/** Everybody whom a term sheet names, with the place. */
export function partiesOf(sheet: Json): { path: string; name: string }[] {
  if (!isFields(sheet)) return []
  const { token, verification, arbitration } = sheet
  const panel = isFields(verification) && Array.isArray(verification['panel']) ? (verification['panel'] as Json[]) : []
  const parties: [string, Json | undefined][] = [
    ['token', token],
    ...panel.map((member, i): [string, Json] => [`verification.panel.${i}`, member]),
    ['arbitration.arbiter', isFields(arbitration) ? arbitration['arbiter'] : undefined],
  ]
  return parties.flatMap(([path, name]) => (typeof name === 'string' ? [{ path, name }] : []))
}
