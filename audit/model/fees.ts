import type { Place } from '../finding.ts'
import type { Ledger } from './ledger.ts'
import type { ClaimState } from './state.ts'

/**
 * Shares the fees of a claim that is settled: the claim fee, and the challenge fee unless the arbiter earned it by ruling. Each
 * member who observed gets a part of n, rounded down, the payee the rest.
 */
export function shareFees(ledger: Ledger, claim: ClaimState, place: Place): void {
  const { claimFee, challengeFee } = ledger.terms
  share(ledger, claim, claimFee, place)
  if (claim.challenged !== undefined && claim.ruled === undefined) share(ledger, claim, challengeFee, place)
}

function share(ledger: Ledger, claim: ClaimState, fee: bigint, place: Place): void {
  const members = BigInt(ledger.terms.panel.length)
  if (fee === 0n || members === 0n) return
  const part = fee / members
  for (const { member } of claim.observations) ledger.credit('member fee', member, part, claim.key, place)
  const rest = fee - part * BigInt(claim.observations.length)
  ledger.credit('fee rest', claim.payee, rest, claim.key, place)
  ledger.state.openFees -= fee
}
