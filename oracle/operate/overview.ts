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
