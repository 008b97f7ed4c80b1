import type { Operator } from '../operator.ts'
import { reasonNotToSign } from '../observe/stop.ts'

/** Rounds that a head may be old, in seconds, before the service does not count as ready. */
const STALE = 3600n
/** Seconds that a machine's clock may be behind the chain. */
const SKEW = 120n

/** Why the service cannot do its work now; empty if it can. */
export async function readiness(operator: Operator): Promise<string[]> {
  const { chain, store, clock } = operator
  const reasons: string[] = []
  try {
    const { timestamp } = await chain.confirmed()
    const age = BigInt(Math.floor(clock.now() / 1000)) - timestamp
    if (age < -SKEW) reasons.push(`this machine’s clock is ${-age} s behind the chain`)
    if (age > STALE) reasons.push(`the last confirmed block is ${age} s old`)
  } catch (error) {
    reasons.push(error instanceof Error ? error.message : 'the chain does not answer')
  }
  try {
    const stopped = await reasonNotToSign(store)
    if (stopped !== undefined) reasons.push(`signing is stopped: ${stopped}`)
  } catch {
    reasons.push('the store does not answer')
  }
  return reasons
}
