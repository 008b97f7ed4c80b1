import { isAddressEqual, zeroHash, type Address, type Hex, type PublicClient } from 'viem'
import { getClaim, type ClaimState } from '../../../sdk/actions/getClaim.ts'
import { getEscrow, type EscrowState } from '../../../sdk/actions/getEscrow.ts'
import { verifyEscrow } from '../../../sdk/actions/verifyEscrow.ts'
import { InputError } from '../../../sdk/errors/InputError.ts'
import type { Deployment } from '../../../sdk/model/deployment.ts'
import { claimKey } from '../../../sdk/model/evidence.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import { written } from '../../data/token.ts'

/** What decides what can be said of a claim, all from the chain. */
export interface Judging {
  state: EscrowState
  claim: ClaimState
  /** The paid claim that a break claim attacks. */
  attacked: ClaimState | undefined
}

/** @param target the claim that is attacked; null in the docket. @throws {InputError} when the address is no escrow of this deployment. */
export async function readJudging(
  client: PublicClient,
  deployment: Deployment,
  { escrow, key, target }: { escrow: Address; key: Hex; target: Hex | null },
): Promise<Judging> {
  const { faults } = await verifyEscrow(client, deployment, escrow)
  if (faults.length > 0) throw new InputError('escrow', faults)
  const state = await getEscrow(client, escrow)
  const [claim, attacked] = await Promise.all([
    getClaim(client, state, key),
    target === null ? undefined : getClaim(client, state, target),
  ])
  return { state: { ...state, token: written(state.token) }, claim, attacked }
}

/** Whether what an index says of a claim gives the claim's key: then its solver, its commitment and its target are the chain's. */
export function givesKey({
  key,
  solver,
  commitment,
  target,
}: {
  key: Hex
  solver: Address
  commitment: Hex
  target: Hex | null
}): boolean {
  return claimKey(solver, commitment, target ?? zeroHash).toLowerCase() === key.toLowerCase()
}

/** What an account is to an escrow. */
export type Role = { is: 'member'; seat: number } | { is: 'arbiter' } | { is: 'nobody' }

export function roleOf({ panel, arbiter }: Pick<Terms, 'panel' | 'arbiter'>, account: Address): Role {
  const seat = panel.findIndex((member) => isAddressEqual(member, account))
  if (seat >= 0) return { is: 'member', seat }
  return isAddressEqual(arbiter, account) ? { is: 'arbiter' } : { is: 'nobody' }
}
