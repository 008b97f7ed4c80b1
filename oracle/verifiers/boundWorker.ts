/** A thread that computes one bound: see `statistic.ts`. */
import { parentPort, workerData } from 'node:worker_threads'
import { GRID, lowerBound, relativeReduction, upperBound, type Arm } from './binomial.ts'
import type { BoundTask } from './statistic.ts'

const BASIS_POINTS = 10_000n

/** In basis points, as decimal text. */
function boundOf({ statistic, arms, alpha }: BoundTask): string {
  const treated = armOf(arms.treated)
  if ('control' in arms) return relativeReduction(armOf(arms.control), treated, alpha).toString()
  const isLower = statistic.kind === 'oneArm' && statistic.bound === 'lower'
  const bound = isLower ? lowerBound(treated, alpha) : upperBound(treated, alpha)
  const per = GRID / BASIS_POINTS
  return `${bound / per}.${(bound % per).toString().padStart(2, '0')}`
}

function armOf({ trials, events }: { trials: number; events: number }): Arm {
  return { trials, successes: events }
}

parentPort?.postMessage(boundOf(workerData as BoundTask))
