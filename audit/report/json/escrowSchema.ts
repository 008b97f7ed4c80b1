import * as z from 'zod'
import { addressText, amount, bytes32, bytesText, natural, placeSchema } from './parts.ts'

const termsSchema = z.strictObject({
  outcome: bytes32,
  asset: addressText,
  rule: z.enum(['Units', 'Record', 'Contest']),
  curve: z.array(z.strictObject({ measurement: natural, price: natural })),
  minStep: natural,
  pledgeBy: natural,
  threshold: natural,
  cap: natural,
  claimBy: natural,
  verifyWithin: natural,
  challengeWithin: natural,
  arbitrateWithin: natural,
  lastCall: natural,
  panel: z.array(addressText),
  quorum: natural,
  arbiter: addressText,
  claimFee: natural,
  challengeFee: natural,
  holdback: natural,
  warranty: natural,
})

const claimSchema = z.strictObject({
  key: bytes32,
  target: bytes32.describe('Zero for a claim of the docket, else the claim that is attacked.'),
  index: z.int(),
  solver: addressText,
  payee: addressText,
  commitment: bytes32,
  uri: z.string(),
  filed: placeSchema,
  observations: z.array(
    z.strictObject({
      member: addressText,
      seat: z.int(),
      measurement: natural,
      report: bytes32,
      signature: bytesText,
      place: placeSchema,
    }),
  ),
  challenged: z.strictObject({ by: addressText, grounds: z.string(), place: placeSchema }).optional(),
  ruled: z.strictObject({ measurement: natural, grounds: z.string(), place: placeSchema }).optional(),
  settled: z.strictObject({ verdict: natural, from: natural, to: natural, place: placeSchema }).optional(),
  paid: amount.describe('Gross of what is or was held.'),
  held: amount,
  paidAt: natural.optional().describe('When it was paid with something held.'),
  price: z
    .strictObject({ progress: natural, paid: amount, progressAfter: natural, paidAfter: amount })
    .optional()
    .describe('Progress and everything paid, G(x), before and after it was paid.'),
  breaks: z.array(bytes32),
})

const flowPart = z.strictObject({
  group: z.string(),
  account: addressText.optional(),
  accounts: z.int().describe('How many accounts it stands for; 0 where it is not of accounts.'),
  amount,
})

const stateSchema = z.strictObject({
  pledged: amount,
  supply: amount,
  progress: natural,
  passed: z.boolean(),
  lastCallEnd: natural,
  filed: z.int(),
  settled: z.int(),
  paid: amount,
  held: amount,
  returned: amount,
  refundable: amount.describe('What has not been redeemed of pledged - paid + returned.'),
  frozen: z.strictObject({ pledged: amount, refundable: amount }).optional(),
  ranks: z.array(z.strictObject({ score: natural, index: z.int() })),
  feesIn: amount,
  openFees: amount,
  owed: amount,
  collected: amount,
  refunded: amount,
  balance: amount,
  stray: amount,
})

const kinds = ['claim', 'prize', 'release', 'broken', 'member fee', 'fee rest', 'arbiter fee'] as const

export const escrowSchema = z.strictObject({
  escrow: addressText,
  factory: addressText,
  implementation: addressText,
  created: placeSchema.optional(),
  title: z
    .string()
    .optional()
    .describe('Of the outcome document, where it hashes to the terms; shortened, made harmless.'),
  token: z.strictObject({ symbol: z.string(), decimals: z.int() }),
  status: z.enum(['pledging', 'binding', 'closed', 'void']),
  terms: termsSchema,
  entries: z.int().describe('Logs that were read.'),
  state: stateSchema,
  closing: z.strictObject({
    payable: amount.describe('The most that can still be paid for claims.'),
    waitsUntil: natural.optional().describe('After this at the latest refunds are open; left out where they are.'),
  }),
  flow: z
    .strictObject({
      in: z.array(flowPart),
      out: z.array(flowPart),
      inside: z.array(flowPart),
      totalIn: amount,
      totalOut: amount,
      totalInside: amount,
      difference: amount.describe('in - out - inside: 0 unless money was made or lost.'),
    })
    .describe('Of each group the largest accounts stand alone.'),
  claims: z.array(claimSchema),
  pledges: z.array(z.strictObject({ from: addressText, account: addressText, amount, place: placeSchema })),
  payments: z.array(
    z.strictObject({
      kind: z.enum([...kinds, 'collected', 'refund']),
      account: addressText,
      to: addressText.optional(),
      amount,
      shares: amount.optional(),
      claim: bytes32.optional(),
      place: placeSchema,
    }),
  ),
  funders: z.array(
    z.strictObject({
      account: addressText,
      pledged: amount,
      moved: amount.describe('Shares it got from others less shares it gave away.'),
      redeemed: amount,
      refunded: amount,
      shares: amount,
      spent: amount.describe('pledged x G(x) / P, rounded down.'),
      returned: amount.describe('Its part of what broken claims gave back, rounded down.'),
      now: amount.describe('What its shares give now.'),
      expected: amount.describe('The same if nothing more is paid.'),
      worst: amount.describe('The same if all is paid that can be.'),
    }),
  ),
  accounts: z.array(
    z.strictObject({
      account: addressText,
      roles: z.array(z.string()),
      pledged: amount,
      claimFees: amount,
      challengeFees: amount,
      credited: z.strictObject(
        Object.fromEntries(kinds.map((kind) => [kind, amount])) as Record<(typeof kinds)[number], typeof amount>,
      ),
      collected: amount,
      refunded: amount,
      owed: amount,
    }),
  ),
})
