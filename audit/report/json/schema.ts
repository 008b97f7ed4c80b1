/** The JSON form of an audit. Amounts, measurements, block numbers and times (unix seconds) are decimal text, so that no digit is lost. */
import * as z from 'zod'
import { RULES, type RuleName } from '../../rules.ts'
import { escrowSchema } from './escrowSchema.ts'
import { addressText, amount, bytes32, bytesText, natural, placeSchema } from './parts.ts'

const RULE_NAMES = Object.keys(RULES) as [RuleName, ...RuleName[]]

const findingSchema = z.strictObject({
  grade: z
    .enum(['fault', 'broken promise', 'remark'])
    .describe(
      'fault: the figures cannot be relied on. broken promise: a token, member or arbiter failed. remark: nothing is wrong.',
    ),
  rule: z
    .enum(RULE_NAMES)
    .describe('As in docs/protocol.md: an invariant by its letters, else what the rule is about.'),
  escrow: addressText.optional(),
  what: z.string().describe('One sentence. It may quote hostile text: escape it where it is shown.'),
  subject: bytesText.optional().describe("A claim's key or an account."),
  place: placeSchema.partial().required({ block: true }).optional(),
  expected: z.string().optional(),
  actual: z.string().optional(),
  command: z.string().optional().describe('With which anybody sets it right.'),
})

export const auditReportSchema = z
  .strictObject({
    version: z.literal(1),
    chainId: z.int(),
    block: z.strictObject({ number: natural, hash: bytes32, time: natural }).describe('The block that was audited.'),
    passed: z.boolean().describe('Whether no finding is graver than a remark.'),
    anchored: z.boolean().describe('Whether anything is proved against a block hash that the auditor supplied.'),
    counts: z.strictObject({ faults: z.int(), brokenPromises: z.int(), remarks: z.int(), escrows: z.int() }),
    statements: z.array(
      z.strictObject({
        what: z.string(),
        standing: z
          .enum(['proved', 'checked', 'assumed'])
          .describe(
            'proved: follows from the block hash. checked: recomputed on what the endpoint said. assumed: not looked at.',
          ),
        how: z.string(),
      }),
    ),
    findings: z.array(findingSchema).describe('Gravest first.'),
    totals: z
      .array(
        z.strictObject({
          asset: addressText,
          symbol: z.string(),
          decimals: z.int(),
          in: amount,
          out: amount,
          inside: amount,
        }),
      )
      .describe('Over all escrows of one asset.'),
    escrows: z.array(escrowSchema),
  })
  .meta({
    title: 'Lodestone audit report',
    description: 'What an audit of escrows found, and everything it recomputed.',
  })

/** The JSON form of an audit. */
export type AuditReport = z.output<typeof auditReportSchema>
