/**
 * The rules an audit judges by, named as in docs/protocol.md: its invariants by their letters, the rest by the word for what it is
 * about. A finding names one of them.
 */
export const RULES = {
  S1: 'the balance covers what everybody can still claim',
  S2: 'pledged + fees in = collected + refunded + refundable + owed + held + open fees, at every moment',
  S3: 'what was paid for claims is G(x), at most min(F(last), pledged)',
  T1: 'terms never change; the address proves them',
  T2: 'nobody but the owner or its allowance moves shares',
  V1: 'a settled measurement is one that k distinct members vouched for, or a ruling within its bound',
  V2: 'a verdict never falls except by ruling',
  Q1: 'claims settle in filing order, break claims among those of their target',
  Q2: 'each claim settles once',
  R1: 'no refund while a claim could still be paid or anything is held; all of it in Void',
  R2: 'every refund is shares times the frozen ratio, rounded down',
  L1: 'what is due can be done by anybody, and somebody should',
  L2: 'nobody blocks others',
  E1: 'shares are ERC-20 and ERC-4626',
  document: 'the outcome document hashes to the terms',
  bounds: 'terms lie within the bounds of creation',
  pledge: 'pledges are 1:1, in time, within the cap, before the first passing verdict',
  file: 'claims are filed in time, under a fresh key, with a payee, while something can be paid',
  observe: 'observations are of members, signed, one each, in time',
  equivocation: 'a member signs one observation of a claim',
  challenge: 'verdicts are challenged once, in time',
  rule: 'rulings are the arbiter’s, in time, at most the highest observation',
  settle: 'progress and payments follow from the verdict, the curve and the rule',
  award: 'prizes go to the best, ties to the earlier, after all claims are settled',
  fees: 'claim and challenge fees go where the terms say',
  warranty: 'what is held is released after the warranty, or broken by the earliest true break claim',
  collect: 'an account collects all it is owed, to itself unless it says otherwise',
  assign: 'only a payee hands its claim on',
  logs: 'logs are complete, unchanged and in order',
  state: 'storage is what the events make of it',
  proof: 'headers, receipts, storage and balances are proved by the block hash',
  endpoint: 'the endpoint answers the same when asked twice, and the same as another',
  token: 'the asset moves what it says, and nothing else',
  stray: 'tokens sent without a pledge or fee are not counted',
  evidence: 'bundles and reports hash to what was committed to',
  risk: 'what a funder should weigh before relying on an escrow',
} as const

export type RuleName = keyof typeof RULES
