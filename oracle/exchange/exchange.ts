/**
 * Gets the observations of the other members of the panel, commit before reveal: a member shows its observation only to who has committed
 * to its own, so nobody can copy instead of measure. All peers are asked at the same time; one that is dead, slow or hostile costs a
 * bounded time and never keeps another from being asked.
 */
import type { Address } from 'viem'
import type { Operator, Step } from '../operator.ts'
import { askPeer } from './askPeer.ts'
import { findEquivocations } from './findings.ts'
import { memoryOf, wantKey } from './memory.ts'
import { isUnwell, isWell, peerOf } from './peers.ts'
import { publicFetch } from './publicFetch.ts'
import { PeerFault, type Fetch } from './pull.ts'
import { wantedOf, type Wanted } from './wanted.ts'

/** Milliseconds for one answer. */
const TIMEOUT = 5_000
/** Milliseconds for all that is asked of one peer in one round, besides the last answers. */
const ROUND = 10_000
/** Claims asked of one peer at the same time. */
const AT_ONCE = 8
/** A peer without an answer is asked again after this part of the time that has passed, so early ones meet soon and late ones at little cost. */
const PATIENCE = 8
const LONGEST_PAUSE = 600

/** @param fetch how peers are reached; default: `publicFetch`. @param timeout milliseconds for one answer. */
export function exchangeWith(fetch?: Fetch, timeout = TIMEOUT): Step {
  return async (operator) => {
    const due = new Map<Address, Wanted[]>()
    for (const wanted of await dueOf(operator)) {
      const some = due.get(wanted.member)
      if (some === undefined) due.set(wanted.member, [wanted])
      else some.push(wanted)
    }
    const reach = fetch ?? publicFetch(operator.deployment.chainId)
    const did = await Promise.all([...due].map(([member, some]) => askAll(operator, reach, timeout, member, some)))
    return (await findEquivocations(operator)) || did.includes(true)
  }
}

export const exchange: Step = exchangeWith()

/** What is wanted and may be asked now. */
async function dueOf(operator: Operator): Promise<Wanted[]> {
  const { askAt, awake } = memoryOf(operator)
  const wanted = await wantedOf(operator)
  const keys = new Set(wanted.map(({ escrow, claim, member }) => wantKey(escrow, claim, member)))
  for (const key of askAt.keys()) if (!keys.has(key)) askAt.delete(key)
  for (const key of awake) if (!keys.has(key)) awake.delete(key)
  const now = operator.clock.now()
  return wanted.filter(({ escrow, claim, member }) => {
    const key = wantKey(escrow, claim, member)
    return awake.has(key) || (askAt.get(key) ?? 0) <= now
  })
}

async function askAll(
  operator: Operator,
  fetch: Fetch,
  timeout: number,
  member: Address,
  wanted: readonly Wanted[],
): Promise<boolean> {
  const { clock, log } = operator
  const started = clock.now()
  const reason = (error: unknown) => (error instanceof Error ? error.name : 'unknown')
  const peer = await peerOf(operator, member).catch((error: unknown) => {
    log.debug({ member, reason: reason(error) }, 'the directory could not be read')
    return undefined
  })
  if (peer === undefined) return false
  // Who is well has something to show as soon as its pause is over: then comes the next round.
  if (started < peer.nextAt) return peer.failures === 0 && wanted.some((one) => isAwake(operator, one))
  const asking = { fetch, timeout, endpoint: peer.published?.endpoint ?? '' }
  const left = [...wanted]
  let [did, fault, answers] = [false, '', 0]
  const work = async (): Promise<void> => {
    for (let one = left.shift(); one !== undefined; one = left.shift()) {
      // What it says from here on comes after this question.
      memoryOf(operator).awake.delete(wantKey(one.escrow, one.claim, member))
      try {
        if (await askPeer(operator, asking, one)) did = true
        answers++
        later(operator, one)
      } catch (error) {
        later(operator, one)
        if (error instanceof PeerFault) fault = error.message
        else
          log.warn({ escrow: one.escrow, claim: one.claim, member, reason: reason(error) }, 'a peer could not be asked')
      }
      if (fault !== '' || clock.now() - started > ROUND) return
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  const took = clock.now() - started
  // One that has answered is slow at worst: were it taken for dead, a panel with much to do would stand still.
  if (fault === '' || answers > 0) isWell(operator, member, peer, took)
  else isUnwell(operator, member, peer, took, fault)
  return did
}

function isAwake(operator: Operator, { escrow, claim, member }: Wanted): boolean {
  return memoryOf(operator).awake.has(wantKey(escrow, claim, member))
}

/** When the peer is asked about this again, if something is then still wanted. */
function later(operator: Operator, { escrow, claim, member, since }: Wanted): void {
  const { clock, config } = operator
  const passed = clock.now() / 1000 - since
  const pause = Math.min(Math.max(passed / PATIENCE, config.everySeconds), LONGEST_PAUSE)
  memoryOf(operator).askAt.set(wantKey(escrow, claim, member), clock.now() + pause * 1000)
}
