/** The step that signs what was measured: claims at `measured` become `signed`. */
import { BaseError } from 'viem'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { reasonNotToSign } from '../observe/stop.ts'
import { secondsOf } from '../operate/clock.ts'
import type { Operator, Step } from '../operator.ts'
import { holdsLease, LeaseLost } from '../store/lease.ts'
import type { ClaimsTable } from '../store/tables.ts'
import { movedAway } from './movedAway.ts'
import { SecondDigest, signOnce, SigningStopped } from './signOnce.ts'

/** The longest wait between two tries, in seconds: a signer that comes back is soon asked. */
const LONGEST = 300

export const sign: Step = async (operator) => {
  const { store, chain, clock } = operator
  const due = await store
    .selectFrom('claims')
    .selectAll()
    .where('stage', '=', 'measured')
    .where('nextAt', '<=', secondsOf(clock))
    .orderBy('observeUntil')
    .execute()
  if (due.length === 0 || !(await maySign(operator))) return false
  const { timestamp } = await chain.confirmed()
  let done = false
  for (const claim of due) {
    try {
      if (timestamp > claim.observeUntil) await leave(operator, claim, 'missed', 'was measured too late to be signed')
      else await signClaim(operator, claim)
      done = true
    } catch (error) {
      if (error instanceof LeaseLost || error instanceof SigningStopped) return done
      await fail(operator, claim, error)
    }
  }
  return done
}

async function maySign(operator: Operator): Promise<boolean> {
  const { store } = operator
  if ((await reasonNotToSign(store)) !== undefined || (await movedAway(store)) !== undefined) return false
  return holdsLease(operator)
}

async function signClaim(operator: Operator, row: ClaimsTable): Promise<void> {
  const { escrow, claim, measurement, report } = row
  if (measurement === null || report === null) throw new Error('The claim is measured, but without a measurement.')
  await signOnce(operator, { escrow, claim, measurement: BigInt(measurement), report })
  await leave(operator, row, 'signed', '')
  operator.log.info({ escrow, claim }, 'observation signed')
}

async function leave(
  { store }: Operator,
  { escrow, claim }: ClaimsTable,
  stage: 'signed' | 'missed' | 'stopped',
  note: string,
): Promise<void> {
  await store
    .updateTable('claims')
    .set({ stage, note, tries: 0, nextAt: 0 })
    .where('escrow', '=', escrow)
    .where('claim', '=', claim)
    .where('stage', '=', 'measured')
    .execute()
}

/** A second digest needs a person; anything else is tried again later, and said the first time. */
async function fail(operator: Operator, row: ClaimsTable, error: unknown): Promise<void> {
  const { store, log, clock } = operator
  const { escrow, claim, tries } = row
  const note = reasonOf(error)
  if (error instanceof SecondDigest) {
    await leave(operator, row, 'stopped', note)
    log.error({ escrow, claim, reason: note }, 'a second observation of a claim is refused')
    return
  }
  if (tries === 0) {
    const level = error instanceof ConnectionError ? 'warn' : 'error'
    log[level]({ escrow, claim, reason: note }, 'the observation could not be signed; trying again')
  }
  await store
    .updateTable('claims')
    .set({ note, tries: tries + 1, nextAt: secondsOf(clock) + Math.min(LONGEST, 5 * 2 ** tries) })
    .where('escrow', '=', escrow)
    .where('claim', '=', claim)
    .where('stage', '=', 'measured')
    .execute()
}

/** What went wrong, without what was asked: viem's full messages repeat the request, and with it what was measured. */
function reasonOf(error: unknown): string {
  if (error instanceof BaseError) return [error.shortMessage, error.details].filter(Boolean).join(' ')
  return error instanceof Error ? error.message : 'The signer failed.'
}
