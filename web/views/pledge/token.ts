import type { EscrowState } from '../../../sdk/actions/getEscrow.ts'
import type { AssetToken } from '../../data/answers/basics.ts'

/** The token of an escrow as the chain gives it, for parts that take the index's. */
export function assetOf({ terms, token }: Pick<EscrowState, 'terms' | 'token'>): AssetToken {
  return { address: terms.asset, ...token }
}
