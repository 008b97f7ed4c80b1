import type { Address, Hex } from 'viem'
import { reasonNotToSign } from '../observe/stop.ts'
import type { Store } from '../store/openStore.ts'
import type { Stage } from '../store/tables.ts'

/** What an operator has before it. Times in unix seconds. */
export interface Overview {
  /** Why nothing is signed; undefined where it may be. */
  stopped: string | undefined
  /** How many claims are at each stage. */
  stages: Partial<Record<Stage, number>>
  /** Claims without our observation on chain, the most urgent first. */
  open: readonly OpenClaim[]
}

export interface OpenClaim {
  escrow: Address
  claim: Hex
  stage: Stage
  note: string
  observeUntil: number
}

const CLOSED: readonly Stage[] = ['recorded', 'missed']

/** Looks into a store, also while the service runs on it. @param most open claims that are listed. */
export async function overview(store: Store, most = 50): Promise<Overview> {
  const counts = await store
    .selectFrom('claims')
    .select((eb) => ['stage', eb.fn.countAll().as('number')])
    .groupBy('stage')
    .execute()
  const open = await store
    .selectFrom('claims')
    .select(['escrow', 'claim', 'stage', 'note', 'observeUntil'])
    .where('stage', 'not in', CLOSED)
    .orderBy('observeUntil')
    .limit(most)
    .execute()
  const stages = Object.fromEntries(counts.map(({ stage, number }) => [stage, Number(number)]))
  return { stopped: await reasonNotToSign(store), stages, open }
}

/**
 * Gives a claim that was given up another chance: it goes back to where its evidence is verified, or fetched where it is not here.
 * @returns false where it is not stopped.
 */
export async function retry(store: Store, escrow: Address, claim: Hex): Promise<boolean> {
  return store.transaction().execute(async (tx) => {
    const duty = await tx
      .selectFrom('duties')
      .select('digest')
      .where('escrow', '=', escrow)
      .where('claim', '=', claim)
      .executeTakeFirst()
    // What is signed is never measured again.
    const stage: Stage = duty === undefined ? 'filed' : 'signed'
    const changed = await tx
      .updateTable('claims')
      .set({ stage, note: 'tried again by a person', tries: 0, nextAt: 0 })
      .where('escrow', '=', escrow)
      .where('claim', '=', claim)
      .where('stage', '=', 'stopped')
      .returning('claim')
      .executeTakeFirst()
    return changed !== undefined
  })
}
