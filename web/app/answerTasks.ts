import { failureOf, type Failure } from './failure.ts'

/** What a worker tells the page. */
export type Told<P, R> =
  { at: 'progress'; progress: P } | { at: 'done'; result: R } | { at: 'failed'; failure: Failure }

/** Milliseconds between two words about the progress. */
const EVERY = 100

/** Does a task; it tells its progress as often as it likes. */
export type Work<T, P, R> = (task: T, tell: (progress: P) => void) => Promise<R>

/** Does every task that the page sends to this worker. */
export function answerTasks<T, P, R>(work: Work<T, P, R>): void {
  const say = (told: Told<P, R>): void => {
    self.postMessage(told)
  }
  self.onmessage = async ({ data }: MessageEvent<T>) => {
    let last = 0
    try {
      const result = await work(data, (progress) => {
        const now = Date.now()
        if (now - last < EVERY) return
        last = now
        say({ at: 'progress', progress })
      })
      say({ at: 'done', result })
    } catch (error) {
      say({ at: 'failed', failure: failureOf(error) })
    }
  }
}
