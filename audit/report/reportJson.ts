import type { Address } from 'viem'
import type { Finding } from '../finding.ts'
import type { AuditedEscrow, AuditResult } from '../result.ts'
import { closingOf } from './figures/closing.ts'
import { figuresOf } from './figures/figures.ts'
import { flowOf } from './figures/flow.ts'
import { answerOf } from './figures/verdict.ts'
import { escrowJson } from './json/escrowJson.ts'
import type { AuditReport } from './json/schema.ts'

/**
 * The whole audit as JSON, by schemas/audit-report.json. The same audit gives the same value, its keys in the same order; text from the
 * chain stands in it as it is.
 */
export function reportJson(result: AuditResult): AuditReport {
  return { ...reportHead(result), escrows: [...escrowParts(result)] }
}

/** The report but for its escrows, which come last. */
export function reportHead(result: AuditResult): Omit<AuditReport, 'escrows'> {
  const answer = answerOf(result)
  const of = (grade: Finding['grade']): number => result.findings.filter((one) => one.grade === grade).length
  return {
    version: 1,
    chainId: result.chainId,
    block: {
      number: String(result.pinned.number),
      hash: result.pinned.hash,
      time: String(result.pinned.timestamp),
    },
    passed: answer.passed,
    anchored: answer.isAnchored,
    counts: {
      faults: of('fault'),
      brokenPromises: of('broken promise'),
      remarks: of('remark'),
      escrows: result.escrows.length,
    },
    statements: result.statements.map(({ what, standing, how }) => ({ what, standing, how })),
    findings: result.findings.map(findingJson),
    totals: totalsOf(result),
  }
}

/** The escrows of the report, one after the other, so that a long report need not be in memory as a whole. */
export function* escrowParts(result: AuditResult): Generator<AuditReport['escrows'][number], void> {
  for (const escrow of result.escrows) yield escrowJson(figuresOf(escrow, result))
}

function findingJson(finding: Finding): AuditReport['findings'][number] {
  const { grade, rule, escrow, what, subject, place, expected, actual, command } = finding
  return {
    grade,
    rule,
    ...(escrow === undefined ? {} : { escrow }),
    what,
    ...(subject === undefined ? {} : { subject }),
    ...(place === undefined ? {} : { place: knownPlace(place) }),
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
    ...(command === undefined ? {} : { command }),
  }
}

function knownPlace(place: NonNullable<Finding['place']>): NonNullable<AuditReport['findings'][number]['place']> {
  const { blockNumber, blockHash, timestamp, transactionHash, logIndex } = place
  return {
    block: String(blockNumber),
    ...(blockHash === undefined ? {} : { blockHash }),
    ...(timestamp === undefined ? {} : { time: String(timestamp) }),
    ...(transactionHash === undefined ? {} : { transaction: transactionHash }),
    ...(logIndex === undefined ? {} : { logIndex }),
  }
}

function totalsOf({ escrows, pinned }: AuditResult): AuditReport['totals'] {
  const byAsset = new Map<Address, { token: AuditedEscrow['token']; in: bigint; out: bigint; inside: bigint }>()
  for (const escrow of escrows) {
    const { asset } = escrow.subject.terms
    const flow = flowOf(escrow, closingOf(escrow, pinned.timestamp))
    const sums = byAsset.get(asset) ?? { token: escrow.token, in: 0n, out: 0n, inside: 0n }
    sums.in += flow.totalIn
    sums.out += flow.totalOut
    sums.inside += flow.totalInside
    byAsset.set(asset, sums)
  }
  return [...byAsset].map(([asset, { token, ...sums }]) => ({
    asset,
    symbol: token.symbol,
    decimals: token.decimals,
    in: String(sums.in),
    out: String(sums.out),
    inside: String(sums.inside),
  }))
}
