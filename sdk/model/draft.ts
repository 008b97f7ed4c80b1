import { zeroAddress, type Address } from 'viem'
import * as z from 'zod'
import { formFaults, valueAt } from '../errors/parseInput.ts'
import { formatAmount, parseAmount, type Token } from './amount.ts'
import { checkTerms, type PartialTerms } from './checkTerms.ts'
import { draftParty } from './draftParty.ts'
import { draftPrices } from './draftPrices.ts'
import { draftReader, type DocumentFault, type DraftReader } from './draftReader.ts'
import { draftToken } from './draftToken.ts'
import { parseDuration, parseMoment } from './duration.ts'
import { metricSchema } from './metric.ts'
import { encodeOutcome, outcomeSchema, type Outcome } from './outcome.ts'
import { placeOf } from './placeOf.ts'
import { addressSchema } from './schemas.ts'
import { parseShare } from './share.ts'
import { commonSheetSchema, sheetSchema, type Sheet } from './sheet.ts'
import { Rule, type RuleName, type Terms } from './terms.ts'

/** What people write, as JSON gives it: nothing is known about its form. */
export interface Documents {
  outcome: unknown
  sheet: unknown
  /** Addresses of the names in the sheet; left out: it uses none. */
  names?: unknown
}

/** What documents leave to the place and time of their use. */
export interface DraftContext {
  /** The token, where a chain was asked. Otherwise its decimals come from `decimals` or from the sheet. */
  token?: Token | undefined
  decimals?: number | undefined
  /** Unix seconds; durations to a moment count from here. */
  now: bigint
}

/** What documents mean, once nothing is wrong with them. */
export interface Read {
  outcome: Outcome
  sheet: Sheet
  terms: Terms
  token: Token
}

/**
 * Reads an outcome document and a term sheet as far as they can be read.
 * @returns every fault of both, of form, values, bounds and fit, all at once; and what they mean, if there is none.
 */
export function draft(
  documents: Documents,
  context: DraftContext,
): { faults: DocumentFault[]; read: Read | undefined } {
  const faults: DocumentFault[] = []
  const note = (document: DocumentFault['document'], parsed: z.ZodSafeParseResult<unknown>, input: unknown): void => {
    if (!parsed.success) faults.push(...formFaults(parsed.error, input).map((fault) => ({ ...fault, document })))
  }
  const outcome = outcomeSchema.safeParse(documents.outcome)
  note('outcome', outcome, documents.outcome)
  const rule = ruleOf(documents.sheet) ?? ruleOf(documents.outcome)
  const sheet = sheetSchema.safeParse(documents.sheet)
  note('sheet', sheet, documents.sheet)
  if (ruleOf(documents.sheet) === undefined && typeof documents.sheet === 'object' && documents.sheet !== null) {
    // An unknown rule hides all other faults of form: look for them as the outcome document's rule has it.
    const guess = { ...documents.sheet, rule }
    note('sheet', rule === undefined ? commonSheetSchema.safeParse(guess) : sheetSchema.safeParse(guess), guess)
  }
  const names = namesSchema.safeParse(documents.names ?? {})
  note('names', names, documents.names)

  const reader = draftReader(documents.sheet, faults)
  const token = draftToken(reader, documents.sheet, context)
  checkFit(documents, reader)
  const { terms, seats } = draftTerms(documents, { reader, token, rule, now: context.now })
  const seen = new Set(faults.map(({ document, path }) => `${document} ${path}`))
  const amount = (units: bigint): string => (token === undefined ? String(units) : formatAmount(units, token))
  for (const { code, path, message } of checkTerms(terms, context.now, amount)) {
    const place = placeOf(path, rule ?? 'Record', seats)
    // What is malformed is not out of bounds as well.
    if (!seen.has(`sheet ${place}`)) reader.note(code, place, message)
  }
  if (faults.length > 0 || !outcome.success || !sheet.success || token === undefined) return { faults, read: undefined }
  const complete = { ...terms, outcome: encodeOutcome(outcome.data).hash } as Terms
  return { faults, read: { outcome: outcome.data, sheet: sheet.data, terms: complete, token } }
}

const namesSchema = z.record(z.string(), addressSchema, 'write an object: a name and its address, for each name')

function ruleOf(document: unknown): RuleName | undefined {
  const rule = valueAt(document, ['rule'])
  return rule === 'Units' || rule === 'Record' || rule === 'Contest' ? rule : undefined
}

function checkFit({ outcome, sheet }: Documents, reader: DraftReader): void {
  const [asked, written] = [ruleOf(sheet), ruleOf(outcome)]
  if (asked !== undefined && written !== undefined && asked !== written) {
    reader.note('RuleDiffers', 'rule', `the outcome document is written for ${written}; make them agree`)
  }
  if (valueAt(sheet, ['warranty']) !== undefined && valueAt(outcome, ['breakClause']) === undefined) {
    const message =
      'the outcome document does not say what breaks a paid result; add its breakClause or remove the warranty'
    reader.note('BreakClauseMissing', 'warranty', message)
  }
}

/** Terms as far as they can be read, with the sheet's place of each member of their panel. */
function draftTerms(
  documents: Documents,
  at: { reader: DraftReader; token: Token | undefined; rule: RuleName | undefined; now: bigint },
): { terms: PartialTerms; seats: readonly number[] } {
  const { reader, token, rule, now } = at
  const amount = (path: string) => reader.read(path, (text) => token && parseAmount(text, token))
  const duration = (path: string) => reader.read(path, (text) => parseDuration(text))
  const moment = (path: string) => reader.read(path, (text) => parseMoment(text, now))
  const party = (path: string) => draftParty(reader, path, documents.names)
  const has = (field: string): boolean => valueAt(documents.sheet, field.split('.')) !== undefined
  /** What a part of the sheet says, 0 where there is no such part. */
  const within = <T>(part: string, value: () => T | undefined): T | 0n | undefined => (has(part) ? value() : 0n)

  const metric = metricSchema.safeParse(valueAt(documents.outcome, ['metric']))
  const members = Array.from({ length: reader.length('verification.panel') }, (_, seat) => ({
    seat,
    address: party(`verification.panel.${seat}`),
  }))
  members.sort((a, b) => ascending(a.address, b.address))
  const quorum = valueAt(documents.sheet, ['verification', 'quorum'])
  const terms: PartialTerms = {
    asset: party('token'),
    rule: rule === undefined ? undefined : Rule[rule],
    ...(rule === undefined ? {} : draftPrices(reader, rule, metric.data, amount)),
    pledgeBy: moment('pledges.by'),
    threshold: amount('pledges.threshold'),
    cap: amount('pledges.cap'),
    claimBy: moment('claims.by'),
    claimFee: amount('claims.fee'),
    lastCall: within('claims.lastCall', () => duration('claims.lastCall')),
    verifyWithin: duration('verification.within'),
    panel: members.length === 0 ? undefined : members.map(({ address }) => address),
    quorum: typeof quorum === 'number' && Number.isSafeInteger(quorum) ? BigInt(quorum) : undefined,
    arbiter: has('arbitration') ? party('arbitration.arbiter') : zeroAddress,
    challengeWithin: within('arbitration', () => duration('arbitration.challengeWithin')),
    arbitrateWithin: within('arbitration', () => duration('arbitration.arbitrateWithin')),
    challengeFee: within('arbitration', () => amount('arbitration.challengeFee')),
    holdback: within('warranty', () => reader.read('warranty.holdback', (text) => parseShare(text))),
    warranty: within('warranty', () => duration('warranty.lasts')),
  }
  return { terms, seats: members.map(({ seat }) => seat) }
}

/** Unknown ones last. */
function ascending(a: Address | undefined, b: Address | undefined): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  return a.toLowerCase() < b.toLowerCase() ? -1 : Number(a.toLowerCase() > b.toLowerCase())
}
