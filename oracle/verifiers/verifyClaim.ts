/** One claim on its way from `proved`, or from a decided `review`, to `measured`. */
import { keccak256, stringToHex, type Hex } from 'viem'
import { canonicalJson } from '../../sdk/model/canonicalJson.ts'
import { manifestDigest } from '../../sdk/model/evidence.ts'
import { parseOutcome, type Outcome } from '../../sdk/model/outcome.ts'
import { keepReport } from '../reports/keepReport.ts'
import type { Facts, Report } from '../../sdk/model/report.ts'
import type { Operator } from '../operator.ts'
import type { ClaimsTable } from '../store/tables.ts'
import { chooseVerifier } from './chooseVerifier.ts'
import { openCommand, type CommandConfig } from './command.ts'
import { isEvidenceAwaited, withEarlier } from './earlierEvidence.ts'
import { fixFacts } from './facts.ts'
import { measure, statisticFor } from './measure.ts'
import { finishReview, startReview } from './review.ts'
import { earlierFolder, EVIDENCE } from './sandbox.ts'
import { alphaOf, requireFit } from './statistic.ts'
import type { EarlierEvidence, VerifierInput } from './verifier.ts'
import { VerifierError } from './VerifierError.ts'
import type { Opened, WithEvidence } from './withEvidence.ts'

/** What all ways of verifying a claim need. */
export interface Task {
  claim: ClaimsTable
  outcome: Outcome
  /** Hash of the outcome document. */
  hash: Hex
  facts: Facts
}

/** What a run of the service lends to each claim. */
export interface Means {
  withEvidence: WithEvidence
  /** Fires when the service shuts down. */
  signal: AbortSignal
  /** Number of the last block that counts. */
  confirmed: bigint
}

/**
 * Verifies a claim as far as it goes now.
 * @returns whether something was done: not where the randomness or a person is waited for.
 * @throws {VerifierError} when there is no result; {ConnectionError} when the chain cannot be asked; what opening the evidence throws.
 */
export async function verifyClaim(operator: Operator, claim: ClaimsTable, means: Means): Promise<boolean> {
  const { document } = await operator.store
    .selectFrom('escrows')
    .select('document')
    .where('escrow', '=', claim.escrow)
    .executeTakeFirstOrThrow()
  const facts = await fixFacts(operator, claim, means.confirmed)
  if (facts === undefined) return false
  const hash = keccak256(stringToHex(document))
  const verifier = chooseVerifier(operator.config.verifiers, hash)
  if (verifier === undefined) throw new VerifierError('no verifier', `No verifier is configured for outcome ${hash}.`)
  const outcome = readOutcome(document)
  const task = { claim, outcome, hash, facts }
  if (verifier.kind === 'command') return runCommand(operator, task, verifier, means)
  return claim.stage === 'review'
    ? finishReview(operator, task, verifier.approvals, means)
    : startReview(operator, claim)
}

async function runCommand(operator: Operator, task: Task, config: CommandConfig, means: Means): Promise<boolean> {
  const { claim, outcome, facts } = task
  const statistic = statisticFor(config.statistic, claim.target)
  // Better found before hours of measuring than after.
  if (statistic !== undefined) requireFit(statistic, outcome.metric)
  const before = config.earlierEvidence ? facts.earlier : []
  if (await isEvidenceAwaited(operator.store, claim.escrow, before)) return false
  const { verify, record } = await openCommand(config, means.signal)
  const { escrow, claim: key, target, solver, filedAt, place } = claim
  const alpha = statistic === undefined ? null : alphaOf(statistic, facts.attempt)
  const open = async ({ folder, manifest }: Opened, earlier: readonly EarlierEvidence[]) => {
    const inside = earlier.map((one) => ({ claim: one.claim, folder: earlierFolder(one.claim) }))
    const input: VerifierInput = {
      version: 1,
      outcome,
      manifest,
      evidence: EVIDENCE,
      earlierEvidence: config.earlierEvidence ? inside : null,
      chainId: operator.deployment.chainId,
      ...{ escrow, claim: key, target, solver, filedAt, place },
      alpha: alpha && { numerator: alpha.numerator.toString(), denominator: alpha.denominator.toString() },
      ...facts,
    }
    const result = await verify(input, { folder, earlier })
    return [manifestDigest(manifest), keccak256(stringToHex(canonicalJson(input))), result] as const
  }
  const [manifest, input, result] = await means.withEvidence(operator, claim, (opened) =>
    withEarlier(operator, means.withEvidence, escrow, before, (earlier) => open(opened, earlier)),
  )
  const measured = await measure(outcome, { target, attempt: facts.attempt }, config.statistic, result)
  const report: Report = { ...reportHead(operator, task), manifest, input, verifier: record, ...measured }
  return keepReport(operator, claim, claim.stage, report, 'measured')
}

/** What every report of a verified claim begins with. */
export function reportHead(
  { deployment, member }: Operator,
  { claim, hash, facts }: Task,
): Omit<Report, 'manifest' | 'input' | 'verifier' | keyof Awaited<ReturnType<typeof measure>>> {
  const { escrow, claim: key, target, solver } = claim
  return { version: 1, chainId: deployment.chainId, escrow, claim: key, target, solver, member, outcome: hash, facts }
}

/** Anybody can create an escrow whose document is none. */
function readOutcome(document: string): Outcome {
  try {
    return parseOutcome(JSON.parse(document))
  } catch {
    throw new VerifierError('no outcome', 'What was published as the outcome document is none.')
  }
}
