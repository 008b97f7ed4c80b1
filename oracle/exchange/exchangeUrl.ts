import type { Address, Hex } from 'viem'
import { isSafeUrl } from '../../sdk/evidence/intakeUrl.ts'
import { isLocalChain } from '../chain/localChains.ts'

/** What is asked of a peer. */
export interface Asked {
  chainId: number
  escrow: Address
  claim: Hex
  what: 'commitment' | 'observation'
  /** Who asks, for an observation. */
  member?: Address
}

/**
 * Where a peer answers.
 * @param endpoint as published in OperatorDirectory.
 * @returns undefined where the endpoint is no https URL; on local chains it may be http on this machine.
 */
export function exchangeUrl(endpoint: string, { chainId, escrow, claim, what, member }: Asked): URL | undefined {
  const base = URL.parse(endpoint)
  if (base === null || !isSafeUrl(base) || base.search !== '' || base.hash !== '') return undefined
  if (base.protocol !== 'https:' && !isLocalChain(chainId)) return undefined
  const url = new URL(`${base.href.replace(/\/+$/, '')}/exchange/${chainId}/${escrow.toLowerCase()}/${claim}/${what}`)
  if (member !== undefined) url.searchParams.set('for', member)
  return url
}
