/**
 * Submits the observations that are known and not on chain yet, in this member's turn. Any operator may submit any of them; the
 * rotation only decides who is first, and each asks the chain before it sends, so what is recorded already is success.
 */
import { keccak256, type Address, type Hex } from 'viem'
import { explained } from '../../sdk/actions/explained.ts'
import { getClaim } from '../../sdk/actions/getClaim.ts'
import { observe, type SignedObservation } from '../../sdk/actions/observe.ts'
import { RevertError } from '../../sdk/errors/RevertError.ts'
import type { Terms } from '../../sdk/model/terms.ts'
import { unpackTerms } from '../../sdk/model/termsCode.ts'
import { twoClients } from '../chain/twoClients.ts'
import { secondsOf } from '../operate/clock.ts'
import { eachOf } from '../operate/eachOf.ts'
import type { Operator, Step } from '../operator.ts'
import { firstCall } from './firstCall.ts'
import { knownOf } from './known.ts'
import { reasonOf } from './reasonOf.ts'
import { lastCallOf, turnOf } from './rotation.ts'
import { isPending, transact } from './transactions.ts'

/** Claims that the chain is asked about at the same time. */
const AT_ONCE = 8
/** Seconds before what failed is tried again: doubled each time up to the longest. */
const [FIRST_PAUSE, LONGEST_PAUSE] = [5, 60]

/** A claim that this operator has signed for. */
interface Open {
  escrow: Address
  claim: Hex
  code: Hex
  seat: number
  observeUntil: number
  tries: number
}

export const submit: Step = async (operator) => {
  const { store, clock, log } = operator
  const claims = await store
    .selectFrom('claims as c')
    .innerJoin('escrows as e', 'e.escrow', 'c.escrow')
    .where('c.stage', 'in', ['signed', 'recorded'])
    .where('c.nextAt', '<=', secondsOf(clock))
    .where((eb) => {
      const unrecorded = eb
        .selectFrom('observations as o')
        .select('o.digest')
        .whereRef('o.escrow', '=', 'c.escrow')
        .whereRef('o.claim', '=', 'c.claim')
        .where('o.onChain', '=', 0)
      return eb.or([eb('c.stage', '=', 'signed'), eb.exists(unrecorded)])
    })
    .orderBy('c.observeUntil')
    .select(['c.escrow', 'c.claim', 'e.code', 'e.seat', 'c.observeUntil', 'c.tries'])
    .execute()
  if (claims.length === 0) return false
  const timestamp = await timeNow(operator)
  let did = false
  await eachOf(claims, AT_ONCE, async (one) => {
    if (one.observeUntil < timestamp) return
    try {
      if (await submitOne(operator, one, Number(timestamp))) did = true
    } catch (error) {
      const pause = Math.min(FIRST_PAUSE * 2 ** Math.min(one.tries, 10), LONGEST_PAUSE)
      await wait(operator, one, pause, one.tries + 1)
      const told = { escrow: one.escrow, claim: one.claim, reason: reasonOf(error) }
      if (one.tries === 0) log.warn(told, 'observations could not be submitted; it is tried again')
    }
  })
  return did
}

/** @param chainNow unix seconds of the latest block. */
async function submitOne(operator: Operator, one: Open, chainNow: number): Promise<boolean> {
  const { escrow, claim } = one
  const known = await knownOf(operator, escrow, claim)
  if (known.every(({ recorded }) => recorded)) return false
  const terms = unpackTerms(one.code)
  if (!isDue(operator, one, terms, known, chainNow)) return false
  const purpose = `observe ${escrow} ${claim} `
  if (await isPending(operator, purpose)) return false
  const call = await callFor(operator, { escrow, claim, terms }, known)
  if (call === undefined) {
    // All of it is on chain, or too late: this step is done until something new is known.
    await wait(operator, one, operator.config.submit.slotSeconds, 0)
    return false
  }
  const sent = await transact(operator, { purpose: `${purpose}${keccak256(call.data)}`, ...call })
  if (!sent) await wait(operator, one, operator.config.submit.slotSeconds, 0)
  return sent
}

/** The time of the latest block, by the earlier of two answers: what lies ahead is not given up for. */
async function timeNow({ chain }: Operator): Promise<bigint> {
  const clients = await twoClients(chain)
  const answers = await Promise.allSettled(clients.map((client) => explained(() => client.getBlock())))
  const times = answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value.timestamp] : []))
  const [first, ...others] = times
  if (first === undefined) return (await explained(() => chain.client.getBlock())).timestamp
  return others.reduce((a, b) => (a < b ? a : b), first)
}

/** The transaction by which what is missing is recorded, where one of two endpoints says that something is. */
async function callFor(
  operator: Operator,
  { escrow, claim, terms }: { escrow: Address; claim: Hex; terms: Terms },
  known: Awaited<ReturnType<typeof knownOf>>,
) {
  let failure: unknown
  for (const client of await twoClients(operator.chain)) {
    try {
      const state = await getClaim(client, { address: escrow, terms }, claim)
      const left = known.filter(({ seat, recorded }) => !recorded && !state.seats.includes(seat)).map(signedOf)
      if (state.phase !== 'Observing' || left.length === 0) continue
      const by = { ...operator, chain: { ...operator.chain, client } }
      const call = await observing(by, escrow, claim, left)
      if (call !== undefined) return call
    } catch (error) {
      failure ??= error
    }
  }
  if (failure instanceof Error) throw failure
  return undefined
}

/** In its turn by what it knows, or late enough that whatever it knows must go. Clocks that are ahead make it early, never late. */
function isDue(
  { config, clock }: Operator,
  { seat, claim, observeUntil }: Open,
  terms: Terms,
  known: Awaited<ReturnType<typeof knownOf>>,
  chainNow: number,
): boolean {
  const { panel, quorum, verifyWithin } = terms
  const slot = config.submit.slotSeconds
  const rotation = { members: panel.length, quorum: Number(quorum), seat, key: BigInt(claim), slot }
  const turn = turnOf(rotation, known)
  const now = secondsOf(clock)
  if (turn !== undefined && turn <= now) return true
  return lastCallOf(rotation, observeUntil, Number(verifyWithin)) <= Math.max(now, chainNow)
}

/** The transaction that records them; undefined where it would record none. */
async function observing(operator: Operator, escrow: Address, claim: Hex, left: readonly SignedObservation[]) {
  try {
    return await firstCall(operator, (writer) => observe(writer, escrow, claim, left))
  } catch (error) {
    // The last member came first.
    if (error instanceof RevertError && error.errorName === 'WrongPhase') return undefined
    throw error
  }
}

function signedOf(known: { seat: number; measurement: bigint; report: Hex; signature: Hex }): SignedObservation {
  const { seat, measurement, report, signature } = known
  return { seat: BigInt(seat), measurement, report, signature }
}

async function wait(
  { store, clock }: Operator,
  { escrow, claim }: Open,
  seconds: number,
  tries: number,
): Promise<void> {
  await store
    .updateTable('claims')
    .set({ nextAt: secondsOf(clock) + seconds, tries })
    .where('escrow', '=', escrow)
    .where('claim', '=', claim)
    .execute()
}
