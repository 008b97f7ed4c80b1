/**
 * Challenges verdicts that differ from this operator's own measurement by more than it is configured to accept: once for each claim, in
 * turn with the other members, since one challenge is enough. The account for gas pays the fee, and approves exactly that.
 */
import { keccak256, type Address, type Hex } from 'viem'
import { challenge as challengeClaim } from '../../sdk/actions/challenge.ts'
import { explained } from '../../sdk/actions/explained.ts'
import { getClaim, type ClaimState } from '../../sdk/actions/getClaim.ts'
import { RevertError } from '../../sdk/errors/RevertError.ts'
import type { Terms } from '../../sdk/model/terms.ts'
import { unpackTerms } from '../../sdk/model/termsCode.ts'
import { secondsOf } from '../operate/clock.ts'
import { readSame } from '../chain/readSame.ts'
import type { Operator, Step } from '../operator.ts'
import { firstCall } from './firstCall.ts'
import { reasonOf } from './reasonOf.ts'
import { positionOf } from './rotation.ts'
import { isPending, transact } from './transactions.ts'

/** Slots between two looks at a claim whose verdict cannot be challenged now. */
const PAUSE = 10

/** A claim that this operator has measured. */
interface Measured {
  escrow: Address
  claim: Hex
  code: Hex
  seat: number
  measurement: bigint
  report: Hex
}

/** What this process knows of a claim. Times are unix seconds. */
interface Look {
  /** When it is looked at again; never where its verdict is accepted. */
  at: number
  /** When it was first seen that the verdict differs; 0 before. */
  since: number
  failed: boolean
}

const looks = new WeakMap<Operator, Map<string, Look>>()

export const challenge: Step = async (operator) => {
  const { config, clock, log } = operator
  const beyond = config.submit.challengeBeyond
  if (beyond === undefined) return false
  const before = looks.get(operator) ?? new Map<string, Look>()
  const kept = new Map<string, Look>()
  looks.set(operator, kept)
  const now = secondsOf(clock)
  let did = false
  for (const one of await measuredOf(operator)) {
    const key = `${one.escrow} ${one.claim}`
    const look = before.get(key) ?? { at: 0, since: 0, failed: false }
    kept.set(key, look)
    if (now < look.at) continue
    try {
      const next = await challengeOne(operator, one, look, BigInt(beyond))
      kept.set(key, { ...next, failed: false })
      if (next.sent) did = true
    } catch (error) {
      kept.set(key, { ...look, at: now + config.submit.slotSeconds, failed: true })
      const told = { escrow: one.escrow, claim: one.claim, reason: reasonOf(error) }
      if (look.failed) continue
      // Only a person can give the account what the fee takes.
      if (error instanceof RevertError) log.error(told, 'a verdict should be challenged, and cannot be')
      else log.warn(told, 'a verdict could not be looked at; it is tried again')
    }
  }
  return did
}

/** Claims that are not settled and were measured here; a measurement that a person has to decide first does not count. */
async function measuredOf({ store }: Operator): Promise<Measured[]> {
  const rows = await store
    .selectFrom('claims as c')
    .innerJoin('escrows as e', 'e.escrow', 'c.escrow')
    .where('c.settledAt', '=', 0)
    .where('c.stage', 'in', ['measured', 'signed', 'recorded', 'missed'])
    .select(['c.escrow', 'c.claim', 'e.code', 'e.seat', 'c.measurement', 'c.report'])
    .execute()
  return rows.flatMap(({ measurement, report, ...row }) =>
    measurement === null || report === null ? [] : [{ ...row, measurement: BigInt(measurement), report }],
  )
}

async function challengeOne(
  operator: Operator,
  one: Measured,
  look: Look,
  beyond: bigint,
): Promise<{ at: number; since: number; sent: boolean }> {
  const { chain, clock, config } = operator
  const now = secondsOf(clock)
  const slot = config.submit.slotSeconds
  const terms = unpackTerms(one.code)
  const state = await getClaim(chain.client, { address: one.escrow, terms }, one.claim)
  if (state.phase !== 'Challenging') {
    const isOpen = state.phase === 'Observing' || state.phase === 'None'
    return { at: isOpen ? now + PAUSE * slot : Infinity, since: 0, sent: false }
  }
  if (distance(state.verdict, one.measurement) <= beyond) return { at: Infinity, since: 0, sent: false }
  const since = look.since === 0 ? now : look.since
  const turn = since + positionOf(one.seat, BigInt(one.claim), terms.panel.length) * stepOf(terms, slot)
  if (now < turn) return { at: turn, since, sent: false }
  const waiting = { at: now + 1, since, sent: false }
  // One at a time in an escrow: the fee's approval is for one.
  if (await isPending(operator, `challenge ${one.escrow} `)) return waiting
  if (!(await isSure(operator, one, terms, state))) return waiting
  const grounds = groundsOf(operator.member, one, state)
  const call = await firstCall(operator, (writer) => challengeClaim(writer, one.escrow, one.claim, grounds))
  if (call === undefined) return waiting
  const purpose = `challenge ${one.escrow} ${one.claim} ${keccak256(call.data)}`
  const isApproval = call.to !== one.escrow
  return { ...waiting, sent: await transact(operator, { purpose, ...call, again: isApproval }) }
}

/** Whether the last block that counts shows the same verdict, or half of the time is over: a fee is not paid for what may not last. */
async function isSure({ chain }: Operator, one: Measured, terms: Terms, state: ClaimState): Promise<boolean> {
  const seen = await readSame(chain, async (client) => {
    const { phase, verdict, until } = await getClaim(client, { address: one.escrow, terms }, one.claim)
    return { phase, verdict, until }
  })
  // Who alone shows another verdict makes the account pay a fee for nothing.
  if (seen.phase !== 'Challenging' || seen.verdict !== state.verdict) return false
  const { timestamp } = await explained(() => chain.client.getBlock())
  if ((seen.until ?? 0n) - timestamp < terms.challengeWithin / 2n) return true
  const { number } = await chain.confirmed()
  const settled = await readSame(chain, (client) => getClaim(client, { address: one.escrow, terms }, one.claim, number))
  return settled.phase === 'Challenging' && settled.verdict === state.verdict
}

function groundsOf(member: Address, { measurement, report }: Measured, { verdict }: ClaimState): string {
  return `Member ${member} measured ${measurement}, and the verdict is ${verdict}. Its report has the digest ${report}.`
}

/** Seconds between two members' turns: all have theirs in the first quarter of the time. */
function stepOf({ challengeWithin, panel }: Terms, slot: number): number {
  return Math.min(slot, Math.floor(Number(challengeWithin) / (4 * panel.length)))
}

function distance(a: bigint, b: bigint): bigint {
  return a > b ? a - b : b - a
}
