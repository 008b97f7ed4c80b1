/** Who of a panel does first what any of them may do. All times are unix seconds. */

const HOUR = 3_600

/** The place of a member in the rotation by a claim's key, or another 32 bytes or an address: 0 is first. */
export function positionOf(seat: number, key: bigint, members: number): number {
  const n = BigInt(members)
  return Number((((BigInt(seat) - key) % n) + n) % n)
}

/** An observation that this operator knows. */
export interface Known {
  seat: number
  /** When it came to be known. */
  seenAt: number
  recorded: boolean
}

/** A panel, as rotation needs it. */
export interface Rotation {
  members: number
  quorum: number
  /** The own seat. */
  seat: number
  /** The claim's key. */
  key: bigint
  /** Seconds that each waits longer than the one before it. */
  slot: number
}

/**
 * When this member submits what it knows: in its turn once all observations are known, a slot later once a quorum is known. Members
 * whose observation is not known have no turn, since they may be dead. So one dead member delays by one slot, whichever it is.
 * @param known the own one among them.
 * @returns undefined while fewer than a quorum are known, or nothing is left to record.
 */
export function turnOf({ members, quorum, seat, key, slot }: Rotation, known: readonly Known[]): number | undefined {
  const left = known.filter(({ recorded }) => !recorded)
  const times = known.map(({ seenAt }) => seenAt).sort((a, b) => a - b)
  const quorumAt = times[quorum - 1]
  const lastAt = times.at(-1)
  if (left.length === 0 || quorumAt === undefined || lastAt === undefined) return undefined
  const own = positionOf(seat, key, members)
  const before = known.filter((one) => positionOf(one.seat, key, members) < own).length
  if (known.length === members) return lastAt + before * slot
  // A late one starts a turn of its own.
  const since = Math.max(quorumAt, Math.min(...left.map(({ seenAt }) => seenAt)))
  return since + (before + 1) * slot
}

/**
 * When this member submits whatever it knows, its own observation in any case, so that it is on chain before the phase ends: so early
 * before the end that there is time for a slow chain, a dear one, and an endpoint that fails. The last in turn has half of that time.
 * @param until last second of the phase. @param within its length.
 */
export function lastCallOf({ members, seat, key, slot }: Rotation, until: number, within: number): number {
  const reserve = Math.min(within / 4, Math.max((members + 5) * slot, Math.min(within / 10, 6 * HOUR)))
  const step = Math.min(slot, reserve / (2 * members))
  return Math.floor(until - reserve + positionOf(seat, key, members) * step)
}
