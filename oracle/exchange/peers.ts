import type { Address } from 'viem'
import { getOperator } from '../../sdk/actions/getOperator.ts'
import { readSame } from '../chain/readSame.ts'
import type { Operator } from '../operator.ts'
import { memoryOf, type Peer } from './memory.ts'

/** How long an entry of OperatorDirectory is used before it is read again. */
const FRESH = 600_000
/** Milliseconds between two reads of an entry. */
const AGAIN = 10_000
const LONGEST_WAIT = 600_000

/** What is known of a member; its entry in OperatorDirectory is read anew where it is old. A read that fails leaves the old entry. */
export async function peerOf(operator: Operator, member: Address): Promise<Peer> {
  const { peers } = memoryOf(operator)
  const peer = peers.get(member) ?? {
    published: undefined,
    readAt: 0,
    triedAt: -Infinity,
    failures: 0,
    nextAt: 0,
    up: undefined,
  }
  peers.set(member, peer)
  const now = operator.clock.now()
  if (peer.published !== undefined && now - peer.readAt < FRESH) return peer
  // Strangers may ask in the name of a member that is down as often as they like.
  if (peer.published !== undefined && now - peer.triedAt < AGAIN) return peer
  peer.triedAt = now
  try {
    peer.published = await readSame(operator.chain, (client) =>
      getOperator(client, operator.deployment.directory, member),
    )
    peer.readAt = now
  } catch (error) {
    if (peer.published === undefined) throw error
  }
  return peer
}

/** A peer answered as it should; `took` milliseconds. It is asked again after as long, so that a slow one never takes all the time. */
export function isWell(operator: Operator, member: Address, peer: Peer, took: number): void {
  peer.failures = 0
  peer.nextAt = operator.clock.now() + took
  operator.metrics.peers.set({ member }, 1)
  if (peer.up === false) operator.log.info({ member }, 'a peer answers again')
  peer.up = true
}

/** A peer did not answer, or not as it should: it is asked again later and later. Said once, until it answers again. */
export function isUnwell(operator: Operator, member: Address, peer: Peer, took: number, reason: string): void {
  const pause = operator.config.everySeconds * 1000 * 2 ** Math.min(peer.failures, 10)
  peer.failures++
  peer.nextAt = operator.clock.now() + Math.max(took, Math.min(pause, LONGEST_WAIT))
  // It may have moved.
  peer.readAt = 0
  operator.metrics.peers.set({ member }, 0)
  if (peer.up !== false) operator.log.warn({ member, reason }, 'a peer cannot be asked; it is tried again')
  peer.up = false
}
