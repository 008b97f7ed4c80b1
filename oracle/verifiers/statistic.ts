/** Measurements by counts of trials: bounds that hold with confidence, never point values. */
import { Worker } from 'node:worker_threads'
import { InputError } from '../../sdk/errors/InputError.ts'
import { measurementOf, type Metric } from '../../sdk/model/metric.ts'
import type { Statistic } from '../config/config.ts'
import { MAX_TRIALS, spentAlpha, type Fraction } from './binomial.ts'
import type { Arms } from './verifier.ts'
import { VerifierError } from './VerifierError.ts'

const MILLION = 1_000_000n

/** What the worker computes. */
export interface BoundTask {
  statistic: Statistic
  arms: Arms
  alpha: Fraction
}

/** The error level for the `attempt`-th claim (from 1): alpha / (attempt (attempt + 1)). */
export function alphaOf(statistic: Statistic, attempt: number): Fraction {
  return spentAlpha({ numerator: BigInt(statistic.alphaPerMillion), denominator: MILLION }, attempt)
}

/**
 * Holds that a statistic bounds the metric on the side that pays less, and that both count in basis points.
 * @throws {VerifierError} `misfit`.
 */
export function requireFit(statistic: Statistic, metric: Metric): void {
  const misfit = (message: string) => new VerifierError('misfit', `${message} Correct the verifier's statistic.`)
  if (metric.unit !== 'basis points') {
    throw misfit(`A statistic gives basis points, and the metric counts in ${JSON.stringify(metric.unit)}.`)
  }
  const safe = statistic.kind === 'oneArm' && statistic.bound === 'upper' ? 'lower' : 'higher'
  if (metric.direction !== safe) {
    throw misfit(`In this metric ${metric.direction} is better, where the statistic's bound would pay for luck.`)
  }
}

/**
 * The measurement that counts prove: a confidence bound in basis points, by the metric's mapping.
 * @throws {VerifierError} when the counts are nonsense or the statistic does not fit.
 */
export async function measurementOfCounts(
  statistic: Statistic,
  metric: Metric,
  arms: Arms,
  attempt: number,
): Promise<bigint> {
  requireFit(statistic, metric)
  requireCounts(statistic, arms)
  const bound = await boundOf({ statistic, arms, alpha: alphaOf(statistic, attempt) })
  try {
    return measurementOf(metric, bound)
  } catch (error) {
    if (error instanceof InputError) throw new VerifierError('misfit', error.message)
    throw error
  }
}

function requireCounts(statistic: Statistic, arms: Arms): void {
  const nonsense = (message: string) => new VerifierError('nonsense', message)
  const needsControl = statistic.kind === 'relativeReduction'
  if (needsControl && !('control' in arms)) throw nonsense('The result has no control arm.')
  if (!needsControl && 'control' in arms) throw nonsense('The result has a control arm; one arm is measured.')
  for (const { trials, events } of Object.values(arms)) {
    if (trials > MAX_TRIALS) throw nonsense(`An arm has ${trials} trials; there may be at most ${MAX_TRIALS}.`)
    if (events > trials) throw nonsense(`An arm has ${events} events in ${trials} trials.`)
  }
}

/** The bound in basis points, as decimal text. Twenty thousand trials take a minute: in a thread of their own. */
function boundOf(task: BoundTask): Promise<string> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('boundWorker.ts', import.meta.url), { workerData: task })
    worker.on('message', resolve)
    worker.on('error', reject)
    worker.on('exit', () => {
      reject(new Error('The thread that computes a bound ended without one.'))
    })
  })
}
