/** From a verifier's answer to a measurement. */
import { zeroHash, type Hex } from 'viem'
import type { Outcome } from '../../sdk/model/outcome.ts'
import type { Statistic } from '../config/config.ts'
import type { Report } from '../../sdk/model/report.ts'
import { conditionsFor, requireAnswered } from './conditions.ts'
import { alphaOf, measurementOfCounts } from './statistic.ts'
import type { VerifierResult } from './verifier.ts'
import { VerifierError } from './VerifierError.ts'

/** What a report says of it. */
export type Measured = Pick<Report, 'measurement' | 'reason' | 'sideConditions' | 'counted' | 'notes'>

/**
 * The measurement of a claim by what its verifier answered: 0 where a side condition does not hold.
 * @param statistic the verifier's; it does not apply to break claims, which the break clause decides.
 * @param attempt j, from 1.
 * @throws {VerifierError} when the answer is nonsense or the statistic does not fit the metric.
 */
export async function measure(
  outcome: Outcome,
  claim: { target: Hex; attempt: number },
  statistic: Statistic | undefined,
  result: VerifierResult,
): Promise<Measured> {
  const { sideConditions, notes = '' } = result
  requireAnswered(conditionsFor(outcome, claim.target), sideConditions)
  const [measurement, counted] = await measurementIn(result, outcome, claim, statistic)
  const failed = sideConditions.filter(({ holds }) => !holds).map(({ name }) => name)
  if (failed.length === 0) return { measurement, reason: '', sideConditions, counted, notes }
  const reason = `Side conditions that do not hold: ${failed.join(', ')}.`
  return { measurement: '0', reason, sideConditions, counted, notes }
}

/** The statistic that applies to a claim. */
export function statisticFor(statistic: Statistic | undefined, target: Hex): Statistic | undefined {
  return target === zeroHash ? statistic : undefined
}

async function measurementIn(
  result: VerifierResult,
  outcome: Outcome,
  { target, attempt }: { target: Hex; attempt: number },
  configured: Statistic | undefined,
): Promise<[string, Report['counted']]> {
  const statistic = statisticFor(configured, target)
  if (statistic === undefined) {
    if ('measurement' in result) return [result.measurement, null]
    throw new VerifierError('nonsense', 'The result has counts, and no statistic is there to measure by them.')
  }
  if ('measurement' in result) {
    throw new VerifierError('nonsense', 'The result has a measurement; the configured statistic needs counts.')
  }
  const { numerator, denominator } = alphaOf(statistic, attempt)
  const { kind } = statistic
  const measurement = await measurementOfCounts(statistic, outcome.metric, result.arms, attempt)
  return [
    measurement.toString(),
    {
      arms: result.arms,
      statistic: statistic.kind === 'oneArm' ? { kind, bound: statistic.bound } : { kind },
      alpha: { numerator: numerator.toString(), denominator: denominator.toString() },
    },
  ]
}
