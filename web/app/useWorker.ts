import { useCallback, useEffect, useRef, useState } from 'react'
import type { Told } from './answerTasks.ts'
import { errorOf } from './failure.ts'

/** How far work beside the page is. */
export type Beside<P> = { at: 'idle' } | { at: 'working'; progress: P | undefined } | { at: 'failed'; error: Error }

/** Work of a worker: who starts it. */
export interface Worked<T, P> {
  state: Beside<P>
  start: (task: T) => void
  cancel: () => void
}

/** What came of the work is handed to it. */
export type Done<R> = (result: R) => void

/**
 * Lets a worker do a task at a time; it ends with the view.
 * @param make starts the worker. @param what names its input in errors. @param done called with what came of it.
 */
export function useWorker<T, P, R>(make: () => Worker, what: string, done: Done<R>): Worked<T, P> {
  const [state, setState] = useState<Beside<P>>({ at: 'idle' })
  const worker = useRef<Worker>(undefined)
  const stop = useCallback(() => {
    worker.current?.terminate()
    worker.current = undefined
  }, [])
  useEffect(() => stop, [stop])
  const start = useCallback(
    (task: T) => {
      stop()
      setState({ at: 'working', progress: undefined })
      const next = make()
      worker.current = next
      next.onmessage = ({ data }: MessageEvent<Told<P, R>>) => {
        if (data.at === 'progress') {
          setState({ at: 'working', progress: data.progress })
          return
        }
        stop()
        if (data.at === 'failed') setState({ at: 'failed', error: errorOf(data.failure, what) })
        else {
          setState({ at: 'idle' })
          done(data.result)
        }
      }
      next.onerror = ({ message }) => {
        stop()
        setState({ at: 'failed', error: new Error(message) })
      }
      next.postMessage(task)
    },
    [stop, make, what, done],
  )
  const cancel = useCallback(() => {
    stop()
    setState({ at: 'idle' })
  }, [stop])
  return { state, start, cancel }
}
