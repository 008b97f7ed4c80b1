import { zeroHash, type Address, type Hex } from 'viem'
import type { Outcome } from '../../../sdk/model/outcome.ts'
import { encodeReport, type Report } from '../../../sdk/model/report.ts'

/** How one side condition was judged; `holds` is undefined until it is. */
export interface Condition {
  name: string
  holds: boolean | undefined
  note: string
}

/** What a member says of a claim. */
export interface Judgement {
  chainId: number
  escrow: Address
  claim: Hex
  target: Hex
  solver: Address
  member: Address
  /** Hash of the outcome document. */
  outcome: Hex
  /** Digest of the manifest; null where the evidence could not be read. */
  manifest: Hex | null
  /** Why it could not be read, where that is so. */
  unreadable?: string | undefined
  /** As measured, before side conditions. */
  measurement: bigint
  conditions: readonly Condition[]
  /** Who judged, by name. */
  reviewer: string
  reasons: string
}

/** The side conditions that a claim is judged by: those of the outcome, none for a break claim. */
export function conditionsOf(outcome: Pick<Outcome, 'sideConditions'>, target: Hex): Condition[] {
  if (target !== zeroHash) return []
  return outcome.sideConditions.map(({ name }) => ({ name, holds: undefined, note: '' }))
}

/** The measurement that counts: 0 where a side condition does not hold, or the evidence could not be read. */
export function countedMeasurement({
  measurement,
  conditions,
  manifest,
}: Pick<Judgement, 'measurement' | 'conditions' | 'manifest'>): bigint {
  return manifest === null || conditions.some(({ holds }) => holds === false) ? 0n : measurement
}

/** The report of a person, as the oracle service writes it of one: its text, the digest that is signed, and the measurement. */
export function reportOf(judgement: Judgement): { text: string; digest: Hex; measurement: bigint } {
  const { chainId, escrow, claim, target, solver, member, outcome, manifest, conditions, reviewer, reasons } = judgement
  const measurement = countedMeasurement(judgement)
  const failed = conditions.filter(({ holds }) => holds === false).map(({ name }) => name)
  const report: Report = {
    version: 1,
    chainId,
    escrow,
    claim,
    target,
    solver,
    member,
    outcome,
    manifest,
    measurement: measurement.toString(),
    reason: reasonOf(judgement, measurement, failed),
    sideConditions: conditions.flatMap(({ name, holds, note }) =>
      holds === undefined ? [] : [{ name, holds, ...(note.trim() === '' ? {} : { note: note.trim() }) }],
    ),
    counted: null,
    facts: null,
    input: null,
    verifier:
      manifest === null
        ? null
        : {
            kind: 'manual',
            approvals: 1,
            reviews: [{ reviewer, approved: measurement > 0n, measurement: measurement.toString(), reasons }],
          },
    notes: manifest === null ? reasons : '',
  }
  return { ...encodeReport(report), measurement }
}

function reasonOf({ manifest, unreadable }: Judgement, measurement: bigint, failed: readonly string[]): string {
  if (manifest === null) return unreadable ?? 'The evidence could not be read.'
  if (failed.length > 0) return `Side conditions that do not hold: ${failed.join(', ')}.`
  return measurement === 0n ? 'Rejected in review, for the reasons below.' : ''
}
