/** Digests, packs and encrypts beside the page, so that it stays quick. */
import { answerTasks } from '../../app/answerTasks.ts'
import type { Chosen } from './chosen.ts'
import { keeper, sweepPieces } from './keep.ts'
import { prepareClaim, type Preparation, type Prepared, type Progress } from './prepared.ts'

export interface SealTask {
  preparation: Preparation
  chosen: readonly Chosen[]
}

/** Held by all who prepare a claim. */
const LOCK = 'lodestone-preparing'

answerTasks<SealTask, Progress, Prepared>(async ({ preparation, chosen }, tell) => {
  // What another window is preparing is not swept away.
  await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (lock !== null) await sweepPieces()
  })
  return navigator.locks.request(LOCK, { mode: 'shared' }, () => prepareClaim(preparation, chosen, keeper, tell))
})
