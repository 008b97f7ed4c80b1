import { keccak256, stringToHex, type Hex } from 'viem'
import * as z from 'zod'
import { parseInput } from '../errors/parseInput.ts'
import { canonicalJson } from './canonicalJson.ts'
import { metricSchema } from './metric.ts'
import { textSchema } from './schemas.ts'

const textsSchema = z.array(textSchema, 'write a list of texts').min(1, 'write at least one')

/**
 * The outcome document: the safety result that is wanted, in words that a panel can judge by. Its canonical JSON is published when the
 * escrow is created, and keccak256 of that is `terms.outcome`. Paragraphs are lists of texts.
 */
export const outcomeSchema = z
  .strictObject({
    version: z.literal(1, 'write 1: the version of this format'),
    title: textSchema,
    /** What is wanted and why, for whoever pledges. */
    summary: textsSchema,
    rule: z.enum(['Units', 'Record', 'Contest'], 'write Units, Record or Contest'),
    metric: metricSchema,
    /** How the panel measures. */
    method: textsSchema,
    /** A claim that fails one of these measures 0. */
    sideConditions: z.array(z.strictObject({ name: textSchema, condition: textSchema })),
    evidence: z.strictObject({
      /** What the bundle must contain. */
      bundle: textsSchema,
      /** For how many days after filing a member may ask for what it cannot read; what it cannot read then measures 0. */
      readableDays: z.int('write whole days').min(1, 'must be at least 1 day').max(365, 'must be at most 365 days'),
    }),
    /** How several claims by one or more solvers are kept apart. */
    attempts: textsSchema,
    /** Contests: that a claim not materially different from an earlier one measures 0. The escrow itself cannot tell copies apart. */
    copyClause: textSchema.optional(),
    /** What counts as breaking a paid result, where the terms have a warranty. */
    breakClause: textSchema.optional(),
  })
  .refine((document) => document.rule !== 'Contest' || document.copyClause !== undefined, {
    path: ['copyClause'],
    message: 'a contest must say that a claim not materially different from an earlier one measures 0; add the clause',
  })

export type Outcome = z.output<typeof outcomeSchema>

/** Parses an outcome document. @throws {InputError} with all its faults. */
export function parseOutcome(input: unknown): Outcome {
  return parseInput(outcomeSchema, input, 'outcome document')
}

/** The document as it is published: canonical JSON in UTF-8, as hex, with its hash, the terms' `outcome`. */
export function encodeOutcome(outcome: Outcome): { document: Hex; hash: Hex } {
  const document = stringToHex(canonicalJson(outcome))
  return { document, hash: keccak256(document) }
}
