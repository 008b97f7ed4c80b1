/** Digests, packs and encrypts beside the page, so that it stays quick. */
import type { Chosen } from './chosen.ts'
import { failureOf, type Failure } from './failure.ts'
import { keeper, sweepPieces } from './keep.ts'
import { prepareClaim, type Preparation, type Prepared, type Progress } from './prepared.ts'

export interface SealTask {
  preparation: Preparation
  chosen: readonly Chosen[]
}
export type SealAnswer =
  { at: 'progress'; progress: Progress } | { at: 'done'; prepared: Prepared } | { at: 'failed'; failure: Failure }

/** Held by all who prepare a claim. */
const LOCK = 'lodestone-preparing'
/** Milliseconds between two words about the progress. */
const EVERY = 100

const say = (answer: SealAnswer): void => {
  self.postMessage(answer)
}

self.onmessage = async ({ data }: MessageEvent<SealTask>) => {
  let told = 0
  try {
    // What another window is preparing is not swept away.
    await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
      if (lock !== null) await sweepPieces()
    })
    const prepared = await navigator.locks.request(LOCK, { mode: 'shared' }, () =>
      prepareClaim(data.preparation, data.chosen, keeper, (progress) => {
        const now = Date.now()
        if (now - told < EVERY) return
        told = now
        say({ at: 'progress', progress })
      }),
    )
    say({ at: 'done', prepared })
  } catch (error) {
    say({ at: 'failed', failure: failureOf(error) })
  }
}
