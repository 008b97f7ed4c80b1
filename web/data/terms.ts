import type { Address } from 'viem'
import type { Token } from '../../sdk/model/amount.ts'
import type { EscrowFacts } from '../../sdk/model/status.ts'
import { Rule, type Terms } from '../../sdk/model/terms.ts'
import type { AssetToken } from './answers/basics.ts'
import type { EscrowView } from './answers/escrow.ts'
import { written } from './token.ts'

/** The terms of an answer, as the SDK's model takes them. */
export function termsOf({ terms }: Pick<EscrowView, 'terms'>): Terms {
  const { lastCall, holdback, warranty, quorum, pledgeBy, claimBy } = terms
  return {
    ...terms,
    rule: Rule[terms.rule],
    pledgeBy: BigInt(pledgeBy),
    claimBy: BigInt(claimBy),
    verifyWithin: BigInt(terms.verifyWithin),
    challengeWithin: BigInt(terms.challengeWithin),
    arbitrateWithin: BigInt(terms.arbitrateWithin),
    lastCall: BigInt(lastCall),
    quorum: BigInt(quorum),
    holdback: BigInt(holdback),
    warranty: BigInt(warranty),
  }
}

/** What decides an escrow's status, as the SDK's model takes it. */
export function factsOf(escrow: EscrowView): EscrowFacts {
  const { pledged, progress, held, claimsEnd, filed, settled, ranking } = escrow
  return {
    pledged,
    progress,
    held,
    claimsEnd: BigInt(claimsEnd),
    filed: BigInt(filed),
    settled: BigInt(settled),
    ranked: ranking.length,
  }
}

/** How amounts of a token are written; one that does not say what it is has base units. */
export function tokenOf({ symbol, decimals }: AssetToken): Token & { symbol: string } {
  return symbol === null || decimals === null ? { symbol: 'base units', decimals: 0 } : written({ symbol, decimals })
}

/** The address of the token, for who must not take one for another. */
export type TokenAt = Token & { address: Address }
