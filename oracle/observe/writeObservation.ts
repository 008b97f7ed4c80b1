import { getAddress, type Hex } from 'viem'
import { observationDigest } from '../../sdk/model/typedData.ts'
import { secondsOf } from '../operate/clock.ts'
import type { Operator } from '../operator.ts'
import { dutyOf, keyOf, termsOf, updateClaim, writeRecord, type EventOf } from './claimRows.ts'
import { stopSigning } from './stop.ts'
import type { News } from './writeStretch.ts'

/**
 * Writes an observation that is on the chain. One of this operator that its store does not have stops signing: another process has its key,
 * or the store is not whole, and a second digest could be signed.
 */
export async function writeObservation(operator: Operator, event: EventOf<'Observed'>, time: number): Promise<News> {
  const { store, log, deployment } = operator
  const { escrow, claim } = keyOf(event)
  const { measurement, report, signature } = event.args
  const member = getAddress(event.args.member)
  const digest = observationDigest(deployment.chainId, escrow, { claim, member, measurement, report })
  const news: News = []
  await writeRecord(operator, event, member)
  if (member === operator.member) {
    await updateClaim(operator, event, { stage: 'recorded', note: '', tries: 0, nextAt: 0 })
    news.push(() => {
      log.info({ escrow, claim, digest }, 'own observation is on chain')
    })
    const duty = await dutyOf(operator, escrow, claim)
    if (duty?.digest !== digest) {
      const what = duty === undefined ? 'this store does not know of' : 'is not the one this store committed to'
      await stopSigning(operator, `claim ${claim} of ${escrow} has an observation of this member that ${what}`)
    }
    if (duty !== undefined && duty.digest !== digest)
      news.push(...(await writeEquivocation(operator, event, [digest, duty.digest])))
  } else {
    const key = { escrow, claim, member, digest }
    const seen = { measurement: String(measurement), report, signature, salt: null, seenAt: secondsOf(operator.clock) }
    await store
      .insertInto('observations')
      .values({ ...key, ...seen, onChain: 1 })
      .onConflict((conflict) => conflict.columns(['escrow', 'claim', 'member', 'digest']).doUpdateSet({ onChain: 1 }))
      .execute()
    const all = await store
      .selectFrom('observations')
      .select('digest')
      .where((where) => where.and({ escrow, claim, member }))
      .orderBy('digest')
      .execute()
    const digests = all.map((one) => one.digest)
    if (digests.length > 1) news.push(...(await writeEquivocation(operator, event, digests)))
  }
  const { panel } = await termsOf(operator, event)
  if ((await countRecorded(operator, event)) === panel.length)
    await updateClaim(operator, event, { observeUntil: time })
  return news
}

async function writeEquivocation(
  operator: Operator,
  event: EventOf<'Observed'>,
  digests: readonly Hex[],
): Promise<News> {
  const { store, log, metrics, clock } = operator
  const key = { ...keyOf(event), member: getAddress(event.args.member) }
  const kind = 'equivocation'
  const { numInsertedOrUpdatedRows = 0n } = await store
    .insertInto('findings')
    .values({
      id: `${kind} ${key.escrow} ${key.claim} ${key.member}`,
      ...key,
      kind,
      details: JSON.stringify({ digests }),
      at: secondsOf(clock),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows === 0n) return []
  return [
    () => {
      metrics.findings.inc({ kind })
      log.error({ ...key, digests }, 'a member signed two observations of one claim')
    },
  ]
}

/** How many members have an observation of the event's claim on chain. */
async function countRecorded({ store }: Operator, event: EventOf<'Observed'>): Promise<number> {
  const { escrow, claim } = keyOf(event)
  const rows = await store
    .selectFrom('records')
    .select('what')
    .where((where) => where.and({ escrow, claim }))
    .where('what', '<>', 'settled')
    .execute()
  return rows.length
}
