/** A claim while events are applied, and as a row. Amounts in base units, times in unix seconds. */
import type { Address, Hex } from 'viem'
import { padded, type ClaimsTable } from '../store/tables.ts'

/** The columns that are numbers to reckon with. */
interface Reckoned {
  highest: bigint
  tally: bigint[]
  verdict: bigint
  paid: bigint
  held: bigint
  taken: bigint
}

export interface Claim extends Omit<ClaimsTable, keyof Reckoned>, Reckoned {
  /** Whose observations are recorded, in that order. */
  observers: Address[]
}

/** The claim of a row. */
export function claimOf(row: ClaimsTable, observers: Address[]): Claim {
  return { ...row, ...reckonedOf(row), observers }
}

/** The numbers in a row. */
function reckonedOf(row: ClaimsTable): Reckoned {
  return {
    highest: BigInt(row.highest),
    tally: (JSON.parse(row.tally) as string[]).map(BigInt),
    verdict: BigInt(row.verdict),
    paid: BigInt(row.paid),
    held: BigInt(row.held),
    taken: BigInt(row.taken),
  }
}

/** The row of a claim. */
export function rowOfClaim({ observers, ...claim }: Claim): ClaimsTable {
  return {
    ...claim,
    observed: observers.length,
    highest: String(claim.highest),
    tally: JSON.stringify(claim.tally.map(String)),
    verdict: String(claim.verdict),
    paid: padded(claim.paid),
    held: padded(claim.held),
    taken: padded(claim.taken),
  }
}

/** A claim that was just filed. */
export function newClaim(
  filed: Pick<Claim, 'escrow' | 'claim' | 'target' | 'place' | 'solver' | 'payee' | 'commitment' | 'uri'>,
  place: { block: number; logIndex: number; transaction: Hex; at: number },
): Claim {
  const { at, ...where } = place
  return {
    ...filed,
    ...where,
    filedAt: at,
    changedBlock: where.block,
    observedAt: 0,
    observed: 0,
    observers: [],
    highest: 0n,
    tally: [],
    verdict: 0n,
    challengedAt: 0,
    challenger: null,
    challengeGrounds: null,
    challengeTransaction: null,
    ruledAt: 0,
    ruling: null,
    rulingGrounds: null,
    rulingTransaction: null,
    settledAt: 0,
    settledTransaction: null,
    progressFrom: null,
    progressTo: null,
    paid: 0n,
    held: 0n,
    paidAt: 0,
    taken: 0n,
    breaksFiled: 0,
    breaksSettled: 0,
  }
}
