/**
 * The step `verify`: claims whose evidence is here get their measurement and report.
 *
 * Some verifiers run for hours, and the other steps must not wait for them. So a claim is worked on beside the steps, a few claims at a
 * time, those with the nearest deadline first and never two of one escrow. The step itself waits a moment for what it started, so that
 * quick verifiers are done with when it ends.
 */
import { availableParallelism } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import type { Address, Hex } from 'viem'
import { secondsOf } from '../operate/clock.ts'
import type { Operator, Step } from '../operator.ts'
import type { ClaimsTable } from '../store/tables.ts'
import { noteFailure } from './noteFailure.ts'
import { blocksToRandomness } from './randomness.ts'
import { verifyClaim } from './verifyClaim.ts'
import type { WithEvidence } from './withEvidence.ts'

/** Most claims that are looked up at a time. */
const MOST_DUE = 200

export interface Verification {
  verify: Step
  /** Ends what is running; its claims are verified from the start when the service runs again. */
  stop(): Promise<void>
}

export interface VerificationOptions {
  /** How many claims are worked on at a time; default: half of the processors. */
  atOnce?: number
  /** Milliseconds for which the step waits for what it started; default: 2 seconds. */
  patience?: number
}

export function makeVerification(
  withEvidence: WithEvidence,
  { atOnce = Math.max(1, Math.floor(availableParallelism() / 2)), patience = 2000 }: VerificationOptions = {},
): Verification {
  const running = new Map<Hex, { escrow: Address; done: Promise<void> }>()
  const end = new AbortController()
  let waiting: ClaimsTable[] = []
  let done = 0
  let broken: Error | undefined

  const work = async (operator: Operator, claim: ClaimsTable, confirmed: bigint): Promise<void> => {
    try {
      if (await verifyClaim(operator, claim, { withEvidence, signal: end.signal, confirmed })) done++
    } catch (error) {
      await noteFailure(operator, claim, error)
      done++
    }
  }
  const fill = (operator: Operator, confirmed: bigint): void => {
    while (running.size < atOnce && !end.signal.aborted && broken === undefined) {
      const busy = new Set([...running.values()].map(({ escrow }) => escrow))
      const next = waiting.find(({ escrow }) => !busy.has(escrow))
      if (next === undefined) return
      waiting = waiting.filter((one) => one !== next)
      const job = work(operator, next, confirmed)
        .catch((error: unknown) => {
          // Not this claim's fault: the store, or the end of the process in a test. The next round says so.
          broken ??= error instanceof Error ? error : new Error(String(error))
        })
        .finally(() => {
          running.delete(next.claim)
          fill(operator, confirmed)
        })
      running.set(next.claim, { escrow: next.escrow, done: job })
    }
  }
  const idle = async (): Promise<void> => {
    while (running.size > 0) await Promise.all([...running.values()].map((one) => one.done))
  }
  const throwBroken = (): void => {
    const error = broken
    broken = undefined
    if (error !== undefined) throw error
  }
  return {
    verify: async (operator) => {
      throwBroken()
      const { number, timestamp } = await operator.chain.confirmed()
      waiting = (await dueClaims(operator, number, timestamp)).filter(({ claim }) => !running.has(claim))
      if (waiting.length > 0) {
        fill(operator, number)
        const enough = new AbortController()
        const moment = delay(patience, undefined, { signal: enough.signal }).catch(() => undefined)
        await Promise.race([idle(), moment])
        enough.abort()
      }
      throwBroken()
      const did = done > 0
      done = 0
      return did
    },
    stop: async () => {
      waiting = []
      end.abort()
      await idle()
    },
  }
}

/** Claims that can be worked on now, by deadline: those in review once somebody has said something. */
async function dueClaims(operator: Operator, confirmed: bigint, timestamp: bigint): Promise<ClaimsTable[]> {
  const { store, clock, deployment } = operator
  return store
    .selectFrom('claims')
    .selectAll()
    .where((is) =>
      is.or([
        is('stage', '=', 'proved'),
        is.and([
          is('stage', '=', 'review'),
          is.exists(
            is
              .selectFrom('reviews')
              .select('reviewer')
              .whereRef('reviews.escrow', '=', 'claims.escrow')
              .whereRef('reviews.claim', '=', 'claims.claim'),
          ),
        ]),
      ]),
    )
    .where('nextAt', '<=', secondsOf(clock))
    .where('observeUntil', '>=', Number(timestamp))
    .where('filedBlock', '<=', Number(confirmed - blocksToRandomness(deployment.chainId)))
    .orderBy('observeUntil')
    .orderBy('filedBlock')
    .orderBy('place')
    .limit(MOST_DUE)
    .execute()
}
