import type { Address } from 'viem'
import type { Finding } from '../finding.ts'
import type { AuditResult } from '../result.ts'
import { figuresOf, type Figures } from './figures/figures.ts'
import { answerOf } from './figures/verdict.ts'
import { escrowJson } from './json/escrowJson.ts'
import type { AuditReport } from './json/schema.ts'

/**
 * The whole audit as JSON, by schemas/audit-report.json. The same audit gives the same value, its keys in the same order; text from the
 * chain stands in it as it is.
 */
export function reportJson(result: AuditResult): AuditReport {
  const answer = answerOf(result)
  const figures = result.escrows.map((escrow) => figuresOf(escrow, result))
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
    totals: totalsOf(figures),
    escrows: figures.map(escrowJson),
  }
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

function totalsOf(figures: readonly Figures[]): AuditReport['totals'] {
  const byAsset = new Map<Address, { figures: Figures; in: bigint; out: bigint; inside: bigint }>()
  for (const one of figures) {
    const { asset } = one.escrow.subject.terms
    const sums = byAsset.get(asset) ?? { figures: one, in: 0n, out: 0n, inside: 0n }
    sums.in += one.flow.totalIn
    sums.out += one.flow.totalOut
    sums.inside += one.flow.totalInside
    byAsset.set(asset, sums)
  }
  return [...byAsset].map(([asset, { figures: one, ...sums }]) => ({
    asset,
    symbol: one.escrow.token.symbol,
    decimals: one.escrow.token.decimals,
    in: String(sums.in),
    out: String(sums.out),
    inside: String(sums.inside),
  }))
}
