import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import type { Operator, Step } from '../operator.ts'
import { holdsLease } from '../store/lease.ts'

/** Steps that run one after the other, over and over, beside the other lanes: what takes hours in one must not hold up the rest. */
export type Lane = readonly (readonly [name: string, step: Step])[]

/** Milliseconds between two rounds of a lane, at least: also where there is always something to do. */
const BUSY_PAUSE = 500

/** What ends the rests of an operator's lanes. */
const rests = new WeakMap<Operator, Map<AbortController, Lane>>()

/**
 * There may be something to do: lanes that rest begin their next round now, and those in a round have another one after it.
 * @param step only the lane that has this step.
 */
export function wake(operator: Operator, step?: string): void {
  for (const [rest, lane] of rests.get(operator) ?? []) {
    if (step === undefined || lane.some(([name]) => name === step)) rest.abort()
  }
}

/**
 * Runs all lanes while this process holds the lease, until the signal fires; each ends after the step that it is at. When one did
 * something, the others are woken: what it did may be what they wait for.
 */
export async function runLanes(operator: Operator, lanes: readonly Lane[], signal: AbortSignal): Promise<void> {
  rests.set(operator, new Map())
  signal.addEventListener('abort', () => {
    wake(operator)
  })
  await Promise.all(lanes.map((lane) => runLane(operator, lane, signal)))
}

async function runLane(operator: Operator, lane: Lane, signal: AbortSignal): Promise<void> {
  const { clock, config } = operator
  const all = rests.get(operator)
  while (!signal.aborted) {
    const rest = new AbortController()
    all?.set(rest, lane)
    if ((await isHolder(operator)) && (await runRound(operator, lane, signal))) wake(operator)
    try {
      await clock.sleep(BUSY_PAUSE, signal)
      await clock.sleep(config.everySeconds * 1000 - BUSY_PAUSE, rest.signal)
    } catch (error) {
      // Also where the service ends: that wakes all.
      if (!rest.signal.aborted) throw error
    } finally {
      all?.delete(rest)
    }
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
