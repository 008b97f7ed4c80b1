/** The report of a measurement: canonical JSON. Its digest is signed with the measurement, and whoever asks for it gets this text. */
import { keccak256, stringToHex, type Hex } from 'viem'
import * as z from 'zod'
import { canonicalJson } from './canonicalJson.ts'
import { addressSchema, bytes32Schema } from './schemas.ts'

const measurement = z.string().regex(/^\d+$/)
/** What is known of a claim besides its evidence. */
export const factsSchema = z.strictObject({
  payee: addressSchema.nullable().describe('Who is paid for the claim, as its verification began.'),
  attempt: z.int().min(1).describe('j: it is the j-th claim on this escrow, or against its target.'),
  randomness: z
    .strictObject({ value: bytes32Schema, block: z.int(), blockHash: bytes32Schema, mixHash: bytes32Schema })
    .describe('Public randomness from a block after filing, the same for all members.'),
  earlier: z
    .array(
      z.strictObject({
        claim: bytes32Schema,
        target: bytes32Schema,
        solver: addressSchema,
        place: z.int(),
        filedAt: z.int(),
        measurement: measurement.nullable().describe('What this member measured, if it has.'),
        verdict: measurement
          .nullable()
          .describe("The panel's verdict, where it was settled by the block of the randomness."),
      }),
    )
    .describe('All claims on this escrow that were filed before, break claims too, oldest first.'),
})

export type Facts = z.output<typeof factsSchema>

const arm = z.strictObject({ trials: z.int(), events: z.int() })
const digested = z.strictObject({ path: z.string(), sha256: bytes32Schema })

const commandRecordSchema = z.strictObject({
  kind: z.literal('command'),
  command: z.array(z.string()),
  program: digested,
  readable: z.array(digested).describe('What else it could read; the digest of a folder covers all files in it.'),
  limits: z.strictObject({ seconds: z.int(), megabytes: z.int(), outputMegabytes: z.int(), processes: z.int() }),
  sandbox: z.string().describe('The version of bubblewrap, or none.'),
  node: z.string().describe('The version of Node that the service runs on.'),
})

const manualRecordSchema = z.strictObject({
  kind: z.literal('manual'),
  approvals: z.int().describe('How many people had to agree.'),
  reviews: z.array(z.strictObject({ reviewer: z.string(), approved: z.boolean(), measurement, reasons: z.string() })),
})

/** Nothing in it depends on the time of day, so that the same measuring gives the same digest. */
export const reportSchema = z
  .strictObject({
    version: z.literal(1),
    chainId: z.int(),
    escrow: addressSchema,
    claim: bytes32Schema,
    target: bytes32Schema,
    solver: addressSchema,
    member: addressSchema,
    outcome: bytes32Schema.describe('Hash of the outcome document.'),
    manifest: bytes32Schema.nullable().describe('Digest of the manifest; null where the evidence could not be read.'),
    measurement,
    reason: z.string().describe('Why it is 0, where that is so whatever was measured; else empty.'),
    sideConditions: z.array(z.strictObject({ name: z.string(), holds: z.boolean(), note: z.string().optional() })),
    counted: z
      .strictObject({
        arms: z.strictObject({ control: arm.optional(), treated: arm }),
        statistic: z.strictObject({
          kind: z.enum(['oneArm', 'relativeReduction']),
          bound: z.enum(['lower', 'upper']).optional(),
        }),
        alpha: z.strictObject({ numerator: measurement, denominator: measurement }).describe('For this attempt.'),
      })
      .nullable()
      .describe('What a built-in statistic made the measurement of.'),
    facts: factsSchema.nullable().describe('What the verifier was given besides the evidence.'),
    input: bytes32Schema
      .nullable()
      .describe('keccak256 of the canonical JSON that a command was given, with /evidence for the folder.'),
    verifier: z
      .discriminatedUnion('kind', [commandRecordSchema, manualRecordSchema])
      .nullable()
      .describe('Null where the evidence could not be read.'),
    notes: z.string().describe("The verifier's own."),
  })
  .meta({ title: 'Lodestone report' })

export type Report = z.output<typeof reportSchema>
export type CommandRecord = z.output<typeof commandRecordSchema>
export type ManualRecord = z.output<typeof manualRecordSchema>

/** A report as it is kept and served, and its digest: keccak256 of the text in UTF-8. */
export function encodeReport(report: Report): { text: string; digest: Hex } {
  const text = canonicalJson(reportSchema.parse(report))
  return { text, digest: keccak256(stringToHex(text)) }
}
