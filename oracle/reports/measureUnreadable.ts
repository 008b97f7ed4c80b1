import { keccak256, stringToHex } from 'viem'
import type { Operator } from '../operator.ts'
import type { ClaimsTable } from '../store/tables.ts'
import { keepReport } from './keepReport.ts'
import type { Report } from '../../sdk/model/report.ts'

/**
 * Measures 0 where a member could not read the evidence in the days that the outcome document allows: report and stage `measured` in
 * one transaction.
 * @param reason a sentence for everybody to read, without secrets.
 * @returns false when the claim is no longer in its stage.
 */
export async function measureUnreadable(operator: Operator, claim: ClaimsTable, reason: string): Promise<boolean> {
  const { document } = await operator.store
    .selectFrom('escrows')
    .select('document')
    .where('escrow', '=', claim.escrow)
    .executeTakeFirstOrThrow()
  const report: Report = {
    version: 1,
    chainId: operator.deployment.chainId,
    escrow: claim.escrow,
    claim: claim.claim,
    target: claim.target,
    solver: claim.solver,
    member: operator.member,
    outcome: keccak256(stringToHex(document)),
    manifest: null,
    measurement: '0',
    reason,
    sideConditions: [],
    counted: null,
    facts: null,
    input: null,
    verifier: null,
    notes: '',
  }
  return keepReport(operator, claim, claim.stage, report, 'unreadable')
}
