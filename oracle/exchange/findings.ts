import { isHex, type Address, type Hex } from 'viem'
import * as z from 'zod'
import { bytes32Schema } from '../../sdk/model/schemas.ts'
import { secondsOf } from '../operate/clock.ts'
import type { Operator } from '../operator.ts'
import type { Store } from '../store/openStore.ts'
import type { FindingsTable } from '../store/tables.ts'

/** Misbehaviour of a member, with what shows it. */
export interface Finding {
  escrow: Address
  claim: Hex
  member: Address
  kind: FindingsTable['kind']
  /** The evidence, kept in the store and never logged. */
  evidence: Readonly<Record<string, string>>
}

/** Keeps a finding for whoever asks, and reports it once. @returns whether it is new. */
export async function report(operator: Operator, { evidence, ...finding }: Finding): Promise<boolean> {
  const { store, log, metrics, clock } = operator
  const id = `${finding.kind} ${finding.escrow} ${finding.claim} ${finding.member}`
  const known = await store.selectFrom('findings').select('id').where('id', '=', id).executeTakeFirst()
  if (known !== undefined) return false
  // Said first: a process that ends in between says it twice rather than never.
  log.error(finding, `a member's observation is not honest: ${finding.kind}`)
  metrics.findings.inc({ kind: finding.kind })
  operator.mark('exchange: finding logged')
  await store
    .insertInto('findings')
    .values({ id, ...finding, details: JSON.stringify(evidence), at: secondsOf(clock) })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  operator.mark('exchange: finding stored')
  return true
}

const hexSchema = z.string().refine((text): text is Hex => isHex(text))
const brokenSchema = z.object({ measurement: z.string(), report: bytes32Schema, signature: hexSchema })

/** What the member of a finding signed of the claim, as far as this store has it; not this operator's own. Two prove an equivocation. */
export async function signedBy(
  store: Store,
  { escrow, claim, member, kind, details }: FindingsTable,
): Promise<{ measurement: string; report: Hex; signature: Hex }[]> {
  const seen = await store
    .selectFrom('observations')
    .select(['measurement', 'report', 'signature'])
    .where((where) => where.and({ escrow, claim, member }))
    .orderBy('digest')
    .execute()
  // What breaks a commitment is not kept to be submitted: it is in the finding alone.
  return kind === 'commitment broken' ? [...seen, brokenSchema.parse(JSON.parse(details))] : seen
}

/** Reports members with two different observations of one claim that is not settled yet. Both stay in the store. */
export async function findEquivocations(operator: Operator): Promise<boolean> {
  const twice = await operator.store
    .selectFrom('observations as o')
    .innerJoin('claims as c', (join) => join.onRef('c.escrow', '=', 'o.escrow').onRef('c.claim', '=', 'o.claim'))
    .where('c.settledAt', '=', 0)
    .groupBy(['o.escrow', 'o.claim', 'o.member'])
    .having((eb) => eb.fn.count('o.digest'), '>', 1)
    .select(['o.escrow', 'o.claim', 'o.member'])
    .execute()
  let did = false
  for (const { escrow, claim, member } of twice) {
    const rows = await operator.store
      .selectFrom('observations')
      .select(['digest', 'signature'])
      .where('escrow', '=', escrow)
      .where('claim', '=', claim)
      .where('member', '=', member)
      .execute()
    const evidence = Object.fromEntries(rows.map(({ digest, signature }) => [digest, signature]))
    if (await report(operator, { escrow, claim, member, kind: 'equivocation', evidence })) did = true
  }
  return did
}
