import { isAddressEqual, type Address, type Hex } from 'viem'
import type { Terms } from '../../../sdk/model/terms.ts'
import { whatCanBeDone, type ClaimPosition, type Possible } from '../../../sdk/model/whatCanBeDone.ts'
import type { ClaimRow } from '../../data/answers/claims.ts'
import type { EscrowView } from '../../data/answers/escrow.ts'
import { factsOf } from '../../data/terms.ts'
import { claimFacts } from './claimLife.ts'

/** Who looks at an escrow. */
export interface Visitor {
  account: Address | undefined
  /** Shares that it holds. */
  shares: bigint
  /** Claims that wait for its observation or ruling; undefined while that is not known. */
  waiting: ReadonlySet<Hex> | undefined
}

/** Something that can be done now. */
export interface Step extends Possible {
  /** Whether this visitor can do it. */
  mine: boolean
  /** The claim that it is about, where it is known. */
  about: ClaimRow | undefined
}

/** All that can be done with an escrow, what the visitor can do first; among these what ends first. @param now unix seconds. */
export function stepsOf(
  view: EscrowView,
  terms: Terms,
  claims: readonly ClaimRow[],
  visitor: Visitor,
  now: number,
): Step[] {
  const escrow = { ...factsOf(view), terms, room: view.room }
  return whatCanBeDone(escrow, positionsOf(terms, claims), BigInt(now))
    .map((step) => ({
      ...step,
      mine: isOf(step, terms, visitor),
      about: claims.find(({ key }) => key === step.claim),
    }))
    .sort((one, other) => Number(other.mine) - Number(one.mine) || byEnd(one, other))
}

/** What decides each claim's steps, as the SDK's model takes it. */
export function positionsOf(terms: Terms, claims: readonly ClaimRow[]): ClaimPosition[] {
  return claims.map((claim) => {
    const target = claim.target === null ? undefined : claims.find(({ key }) => key === claim.target)
    return {
      ...claimFacts(claim),
      key: claim.key,
      index: BigInt(claim.place),
      ...(claim.target === null
        ? {}
        : { target: { key: claim.target, breaksSettled: BigInt(target?.breaksSettled ?? 0) } }),
      held: claim.held,
      paidAt: claim.warrantyUntil === null ? 0n : BigInt(claim.warrantyUntil) - terms.warranty,
      breaksFiled: BigInt(claim.breaksFiled),
      breaksSettled: BigInt(claim.breaksSettled),
    }
  })
}

function isOf({ by, claim }: Possible, { panel, arbiter }: Terms, { account, shares, waiting }: Visitor): boolean {
  const isWaited = waiting === undefined || claim === undefined || waiting.has(claim)
  switch (by) {
    case 'anybody':
      return true
    case 'members':
      return account !== undefined && isWaited && panel.some((member) => isAddressEqual(member, account))
    case 'arbiter':
      return account !== undefined && isAddressEqual(arbiter, account)
    case 'holders of shares':
      return shares > 0n
  }
}

function byEnd({ until: one }: Step, { until: other }: Step): number {
  if (one === other) return 0
  if (one === undefined) return -1
  if (other === undefined) return 1
  return one < other ? -1 : 1
}
