import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import type { Operator, Step } from '../operator.ts'
import { holdsLease } from '../store/lease.ts'

/** Steps that run one after the other, over and over, beside the other lanes: what takes hours in one must not hold up the rest. */
export type Lane = readonly (readonly [name: string, step: Step])[]

/** Milliseconds between two rounds of a lane that still had something to do. */
const BUSY_PAUSE = 200

/** Runs all lanes while this process holds the lease, until the signal fires; each ends after the step that it is at. */
export async function runLanes(operator: Operator, lanes: readonly Lane[], signal: AbortSignal): Promise<void> {
  await Promise.all(lanes.map((lane) => runLane(operator, lane, signal)))
}

async function runLane(operator: Operator, lane: Lane, signal: AbortSignal): Promise<void> {
  const { clock, config } = operator
  while (!signal.aborted) {
    const busy = (await isHolder(operator)) && (await runRound(operator, lane, signal))
    // It rejects when the signal fires.
    await clock.sleep(busy ? BUSY_PAUSE : config.everySeconds * 1000, signal).catch(() => undefined)
  }
}

/** A store that does not answer is like a lease that is not held: `keepLease` tells. */
async function isHolder(operator: Operator): Promise<boolean> {
  return holdsLease(operator).catch(() => false)
}

/**
 * Runs the steps of a lane once, in order. One that fails does not keep the others from running: it is logged, and comes round again.
 * @returns whether any did something.
 */
export async function runRound(operator: Operator, lane: Lane, signal?: AbortSignal): Promise<boolean> {
  const { log, metrics, clock } = operator
  let busy = false
  let failed = false
  for (const [name, step] of lane) {
    if (signal?.aborted === true) return busy
    try {
      busy = (await step(operator)) || busy
      metrics.steps.inc({ step: name, result: 'ok' })
    } catch (error) {
      failed = true
      metrics.steps.inc({ step: name, result: 'failed' })
      const what = { step: name, error: error instanceof Error ? `${error.name}: ${error.message}` : String(error) }
      // What the outside world does is tried again; anything else is for a person to look at.
      if (error instanceof ConnectionError) log.warn(what, 'a step could not reach what it needs; it is tried again')
      else log.error(what, 'a step failed; it is tried again')
    }
  }
  if (!failed) metrics.lastRound.set(Math.floor(clock.now() / 1000))
  return busy && !failed
}
