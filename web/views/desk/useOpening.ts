import { useWorker } from '../../app/useWorker.ts'
import type { OpenTask } from './open.worker.ts'
import type { OpenedEvidence } from './openEvidence.ts'

const opener = (): Worker => new Worker(new URL('./open.worker.ts', import.meta.url), { type: 'module' })

/** Opens evidence beside the page; its progress is in bytes. @param done called once all of it is proved. */
export function useOpening(done: (opened: OpenedEvidence) => void) {
  return useWorker<OpenTask, number, OpenedEvidence>(opener, 'evidence bundle', done)
}
