import { keccak256, stringToHex, type Hex } from 'viem'
import * as z from 'zod'
import { parseInput } from '../errors/parseInput.ts'
import { canonicalJson } from './canonicalJson.ts'
import { metricSchema } from './metric.ts'
import { textSchema } from './schemas.ts'

const texts = (description: string) =>
  z
    .array(textSchema.describe('A paragraph or an item.'), 'write a list of texts')
    .min(1, 'write at least one')
    .describe(description)

/**
 * The outcome document: the safety result that is wanted, in words that a panel can judge by. Its canonical JSON is published when the
 * escrow is created, and keccak256 of that is `terms.outcome`. Paragraphs are lists of texts.
 */
export const outcomeSchema = z
  .strictObject(
    {
      version: z.literal(1, 'write 1: the version of this format').describe('The version of this format: 1.'),
      title: textSchema.describe('The name of the outcome, in a few words.'),
      theme: textSchema
        .describe(
          'The field of safety work that it belongs to, for instance "monitoring": the same words find it beside others.',
        )
        .optional(),
      rule: z
        .enum(['Units', 'Record', 'Contest'], 'write Units, Record or Contest')
        .describe('How results are paid: a price for each unit, pay for each improvement, or ranked prizes.'),
      summary: texts('What is wanted and why, for whoever pledges.'),
      metric: metricSchema.describe('What is measured, and how the measurement follows from it.'),
      method: texts('How the panel measures.'),
      sideConditions: z
        .array(
          z.strictObject({
            name: textSchema.describe('A short name for reports.'),
            condition: textSchema.describe('What must hold.'),
          }),
          'write a list of conditions; it may be empty',
        )
        .describe('A claim that fails one of these measures 0. May be empty.'),
      evidence: z
        .strictObject({
          bundle: texts('What the evidence bundle must contain.'),
          readableDays: z
            .int('write whole days')
            .min(1, 'must be at least 1 day')
            .max(365, 'must be at most 365 days')
            .describe(
              'For how many days after filing a member may ask for what it cannot read; what it cannot read then measures 0.',
            ),
        })
        .describe('What a claim must show.'),
      attempts: texts('How several claims by one or more solvers are kept apart.'),
      copyClause: textSchema
        .describe(
          'Contests need it: that a claim not materially different from an earlier one measures 0. The escrow cannot tell copies apart.',
        )
        .optional(),
      breakClause: textSchema
        .describe('What counts as breaking a paid result. Needed where the terms have a warranty.')
        .optional(),
    },
    'write a JSON object',
  )
  .refine((document) => document.rule !== 'Contest' || document.copyClause !== undefined, {
    path: ['copyClause'],
    message: 'a contest must say that a claim not materially different from an earlier one measures 0; add the clause',
    params: { code: 'CopyClauseMissing' },
    // Said beside faults of form, not after them.
    when: ({ value }) => typeof value === 'object' && value !== null,
  })
  .meta({
    title: 'Lodestone outcome document',
    description: 'The safety result that is wanted, in words that a panel can judge by.',
    if: { properties: { rule: { const: 'Contest' } }, required: ['rule'] },
    then: { properties: { copyClause: true }, required: ['copyClause'] },
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
