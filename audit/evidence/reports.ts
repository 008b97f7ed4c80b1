import { hexToString, isAddressEqual, keccak256, zeroHash, type Address, type Hex } from 'viem'
import { encodeReport, reportSchema, type Report } from '../../sdk/model/report.ts'
import { parseOutcome } from '../../sdk/model/outcome.ts'
import type { Finding, Note } from '../finding.ts'
import { auditedAt, type Audited, type Recorded } from './audited.ts'

/** What was found of a report. */
export interface CheckedReport {
  /** Within the folder of evidence, with forward slashes. */
  file: string
  /** The digest that a member signed, or would have. */
  digest: Hex
  escrow?: Address
  claim?: Hex
  member?: Address
  /** Undefined where nothing on record can be compared with it. */
  fine: boolean | undefined
}

/** What reports are compared with. */
export interface OnRecord {
  escrows: readonly Audited[]
  recorded: ReadonlyMap<Hex, readonly Recorded[]>
  /** Digests of the manifests that were proved to be a claim's, by its key. */
  manifests: ReadonlyMap<Hex, Hex>
}

/**
 * Compares a file with the recorded observations. It is a report where its keccak256, or that of its canonical JSON, is the digest of
 * one, or where it has the form of one. A member may write its report in any form; what a Lodestone report says must be what was
 * observed, and may not contradict itself.
 * @returns undefined where the file is no report.
 */
export function judgeReport(
  file: string,
  content: Uint8Array,
  record: OnRecord,
  note: Note,
): CheckedReport[] | undefined {
  const raw = keccak256(content)
  const report = parsed(content)
  const canonical = report === undefined ? raw : encodeReport(report).digest
  const digest = record.recorded.has(raw) ? raw : canonical
  const found = record.recorded.get(digest)
  if (found !== undefined) {
    return found.map((one) => {
      const { claim, observation, subject } = one
      const wrong =
        report === undefined ? [] : [...contradictions(report, subject), ...differences(report, one, record)]
      if (wrong.length > 0) note(findingOf(file, one, wrong))
      const { escrow } = subject
      return { file, digest, escrow, claim: claim.key, member: observation.member, fine: wrong.length === 0 }
    })
  }
  return report === undefined ? undefined : [judgeUnrecorded(file, digest, report, record, note)]
}

/** A report of which no observation has the digest. */
function judgeUnrecorded(file: string, digest: Hex, report: Report, { escrows }: OnRecord, note: Note): CheckedReport {
  const { escrow, claim: key, member } = report
  const audited = auditedAt(escrows, escrow)
  const claim = audited?.state.claims.get(key)
  const observation = claim?.observations.find((one) => isAddressEqual(one.member, member))
  const checked = { file, digest, escrow, claim: key, member }
  if (audited === undefined || claim === undefined || observation === undefined) {
    const what = `No observation on record has the digest of the report ${file}, nor is one by ${member} of claim ${key} known.`
    note({ grade: 'remark', rule: 'evidence', what, ...(audited && { escrow }) })
    return { ...checked, fine: undefined }
  }
  const one = { ...audited, claim, observation }
  const text = `digest ${digest}, where ${observation.report} was signed`
  note(findingOf(file, one, [text, ...contradictions(report, audited.subject)]))
  return { ...checked, fine: false }
}

function parsed(content: Uint8Array): Report | undefined {
  // Most files are none: not even an object.
  if (content[0] !== 0x7b) return undefined
  try {
    return reportSchema.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(content))).data
  } catch {
    return undefined
  }
}

/** Where a report says something else than what its member signed and the chain has. */
function differences(report: Report, { subject, claim, observation }: Recorded, { manifests }: OnRecord): string[] {
  const manifest = manifests.get(claim.key)
  const pairs: [string, string | number | undefined, string | number | undefined][] = [
    ['chainId', report.chainId, subject.chainId],
    ['escrow', report.escrow, subject.escrow],
    ['claim', report.claim, claim.key],
    ['target', report.target, claim.target],
    ['solver', report.solver, claim.solver],
    ['member', report.member, observation.member],
    ['outcome', report.outcome, subject.terms.outcome],
    ['measurement', `${BigInt(report.measurement)}`, `${observation.measurement}`],
    // What could not be read has no manifest; what is proved to be the claim's has one.
    ['manifest', report.manifest ?? undefined, report.manifest === null ? undefined : (manifest ?? report.manifest)],
  ]
  return pairs
    .filter(([, said, is]) => `${said}`.toLowerCase() !== `${is}`.toLowerCase())
    .map(([field, said, is]) => `${field} ${said}, where it is ${is}`)
}

/** Where a report does not agree with itself, or leaves a side condition of the outcome unanswered. */
function contradictions(report: Report, subject: Audited['subject']): string[] {
  const isPaid = BigInt(report.measurement) > 0n
  const failed = report.sideConditions.filter(({ holds }) => !holds).map(({ name }) => JSON.stringify(name))
  const names = report.sideConditions.map(({ name }) => name)
  const open = conditionsOf(subject, report.target).filter((name) => !names.includes(name))
  const twice = names.filter((name, i) => names.indexOf(name) !== i)
  return [
    ...(isPaid && failed.length > 0 ? [`measurement ${report.measurement} although ${failed.join(', ')} fail`] : []),
    ...(isPaid && report.reason !== '' ? [`measurement ${report.measurement} and a reason why it is 0`] : []),
    ...(isPaid && report.manifest === null ? [`measurement ${report.measurement} of evidence that was not read`] : []),
    ...(isPaid && open.length > 0 ? [`no answer to ${open.map((name) => JSON.stringify(name)).join(', ')}`] : []),
    ...(twice.length > 0 ? [`${twice.map((name) => JSON.stringify(name)).join(', ')} answered twice`] : []),
  ]
}

/** The side conditions that a claim is judged by; none where the document is not known or cannot be read, or for a break claim. */
function conditionsOf({ document }: Audited['subject'], target: Hex): readonly string[] {
  if (document === undefined || target !== zeroHash) return []
  try {
    return parseOutcome(JSON.parse(hexToString(document))).sideConditions.map(({ name }) => name)
  } catch {
    return []
  }
}

function findingOf(file: string, { subject, claim, observation }: Recorded, wrong: readonly string[]): Finding {
  const { escrow } = subject
  const { member, measurement, report, place } = observation
  return {
    grade: 'broken promise',
    rule: 'evidence',
    escrow,
    what: `The report ${file} of member ${member} on claim ${claim.key} does not agree with what was signed, or with itself.`,
    subject: member,
    place,
    expected: `a report with digest ${report} of measurement ${measurement}`,
    actual: wrong.join('; '),
  }
}
