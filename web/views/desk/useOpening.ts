import { useCallback, useEffect, useRef, useState } from 'react'
import { errorOf } from '../claim/failure.ts'
import type { OpenAnswer, OpenTask } from './open.worker.ts'
import type { OpenedEvidence } from './openEvidence.ts'

export type Opening = { at: 'idle' } | { at: 'working'; done: number } | { at: 'failed'; error: Error }

/** Opens evidence beside the page. @param done called once all of it is proved. */
export function useOpening(done: (opened: OpenedEvidence) => void) {
  const [state, setState] = useState<Opening>({ at: 'idle' })
  const worker = useRef<Worker>(undefined)
  const stop = useCallback(() => {
    worker.current?.terminate()
    worker.current = undefined
  }, [])
  useEffect(() => stop, [stop])
  const start = useCallback(
    (task: OpenTask) => {
      stop()
      setState({ at: 'working', done: 0 })
      const next = new Worker(new URL('./open.worker.ts', import.meta.url), { type: 'module' })
      worker.current = next
      next.onmessage = ({ data }: MessageEvent<OpenAnswer>) => {
        if (data.at === 'progress') {
          setState({ at: 'working', done: data.done })
          return
        }
        stop()
        if (data.at === 'failed') setState({ at: 'failed', error: errorOf(data.failure, 'evidence bundle') })
        else {
          setState({ at: 'idle' })
          done(data.opened)
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
