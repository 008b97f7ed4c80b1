import { getFiling } from '../../sdk/actions/getFiling.ts'
import { InputError } from '../../sdk/errors/InputError.ts'
import type { Filed } from '../../sdk/evidence/checkFiling.ts'
import type { Operator } from '../operator.ts'
import type { Stage } from '../store/tables.ts'
import type { Place } from './bundles.ts'

/**
 * What a claim of one of this operator's escrows was filed as, from the store; from the chain where it is younger than what counts as
 * confirmed, since solvers hand in as soon as they have filed.
 * @returns undefined where there is none; `stage` is `filed` for one that the store does not know yet.
 * @throws {ConnectionError} when the chain does not answer.
 */
export async function filedOf(
  { store, deployment, chain }: Operator,
  { escrow, claim }: Place,
): Promise<(Filed & { stage: Stage }) | undefined> {
  const { chainId } = deployment
  const known = await store
    .selectFrom('claims')
    .select(['escrow', 'claim', 'solver', 'target', 'stage'])
    .where('escrow', '=', escrow)
    .where('claim', '=', claim)
    .executeTakeFirst()
  if (known !== undefined) return { ...known, chainId }
  const own = await store.selectFrom('escrows').select('createdBlock').where('escrow', '=', escrow).executeTakeFirst()
  if (own === undefined) return undefined
  const last = await store.selectFrom('blocks').select('number').orderBy('number', 'desc').limit(1).executeTakeFirst()
  try {
    const block = Math.max(own.createdBlock, last?.number ?? 0)
    const { solver, target } = await getFiling(chain.client, { chainId, block }, escrow, claim)
    return { chainId, escrow, claim, solver, target, stage: 'filed' }
  } catch (error) {
    if (error instanceof InputError) return undefined
    throw error
  }
}
