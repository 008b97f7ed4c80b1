/** Evidence of earlier claims, for verifiers that compare: copies, what was claimed before, what a break claim attacks. */
import type { Address, Hex } from 'viem'
import { bundlePath } from '../evidence/bundles.ts'
import { exists } from '../evidence/files.ts'
import type { Operator } from '../operator.ts'
import type { Store } from '../store/openStore.ts'
import type { EarlierEvidence } from './verifier.ts'
import type { WithEvidence } from './withEvidence.ts'

type Claims = readonly { claim: Hex }[]

/**
 * Whether the evidence of one of these claims may still come. A claim waits for those before it, whose time to be read is over before
 * its own, so that all members compare with the same.
 */
export async function isEvidenceAwaited(store: Store, escrow: Address, claims: Claims): Promise<boolean> {
  if (claims.length === 0) return false
  const awaited = await store
    .selectFrom('claims')
    .select('claim')
    .where('escrow', '=', escrow)
    .where('stage', '=', 'filed')
    .execute()
  return awaited.some((one) => claims.some(({ claim }) => claim === one.claim))
}

/** Opens the evidence of these claims, as far as it is here, for as long as `use` runs. */
export async function withEarlier<T>(
  operator: Operator,
  withEvidence: WithEvidence,
  escrow: Address,
  claims: Claims,
  use: (earlier: readonly EarlierEvidence[]) => Promise<T>,
): Promise<T> {
  const [first, ...rest] = claims
  if (first === undefined) return use([])
  const { claim } = first
  const place = { escrow, claim }
  if (!(await exists(bundlePath(operator.config, place)))) return withEarlier(operator, withEvidence, escrow, rest, use)
  return withEvidence(operator, place, ({ folder }) =>
    withEarlier(operator, withEvidence, escrow, rest, (more) => use([{ claim, folder }, ...more])),
  )
}
