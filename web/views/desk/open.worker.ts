/** Decrypts and proves beside the page, so that it stays quick. */
import { failureOf, type Failure } from '../claim/failure.ts'
import { openEvidence, type Filed, type OpenedEvidence } from './openEvidence.ts'

export interface OpenTask {
  sealed: Blob
  identities: readonly string[]
  filed: Filed
}
export type OpenAnswer =
  { at: 'progress'; done: number } | { at: 'done'; opened: OpenedEvidence } | { at: 'failed'; failure: Failure }

/** Milliseconds between two words about the progress. */
const EVERY = 100

const say = (answer: OpenAnswer): void => {
  self.postMessage(answer)
}

self.onmessage = async ({ data }: MessageEvent<OpenTask>) => {
  let told = 0
  try {
    const opened = await openEvidence(data.sealed, data.identities, data.filed, (done) => {
      const now = Date.now()
      if (now - told < EVERY) return
      told = now
      say({ at: 'progress', done })
    })
    say({ at: 'done', opened })
  } catch (error) {
    say({ at: 'failed', failure: failureOf(error) })
  }
}
