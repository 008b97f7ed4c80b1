import { useCallback, useEffect, useRef, useState } from 'react'
import { errorOf } from './failure.ts'
import type { Prepared, Progress } from './prepared.ts'
import type { SealAnswer, SealTask } from './seal.worker.ts'

export type Sealing =
  { at: 'idle' } | { at: 'working'; progress: Progress | undefined } | { at: 'failed'; error: Error }

/** Prepares a claim beside the page. @param done called once all of it is kept on this device. */
export function useSealing(done: (prepared: Prepared) => void) {
  const [state, setState] = useState<Sealing>({ at: 'idle' })
  const worker = useRef<Worker>(undefined)
  const stop = useCallback(() => {
    worker.current?.terminate()
    worker.current = undefined
  }, [])
  useEffect(() => stop, [stop])
  const start = useCallback(
    (task: SealTask) => {
      stop()
      setState({ at: 'working', progress: undefined })
      // Browsers remove what pages keep when the device is full, but not what they were asked to keep.
      void navigator.storage.persist().catch(() => false)
      const next = new Worker(new URL('./seal.worker.ts', import.meta.url), { type: 'module' })
      worker.current = next
      next.onmessage = ({ data }: MessageEvent<SealAnswer>) => {
        if (data.at === 'progress') {
          setState({ at: 'working', progress: data.progress })
          return
        }
        stop()
        if (data.at === 'failed') setState({ at: 'failed', error: errorOf(data.failure, 'evidence') })
        else {
          setState({ at: 'idle' })
          done(data.prepared)
        }
      }
      next.onerror = ({ message }) => {
        stop()
        setState({ at: 'failed', error: new Error(message) })
      }
      next.postMessage(task)
    },
    [stop, done],
  )
  const cancel = useCallback(() => {
    stop()
    setState({ at: 'idle' })
  }, [stop])
  return { state, start, cancel }
}
