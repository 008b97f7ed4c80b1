import { useWorker } from '../../app/useWorker.ts'
import type { Prepared, Progress } from './prepared.ts'
import type { SealTask } from './seal.worker.ts'

function sealer(): Worker {
  // Browsers remove what pages keep when the device is full, but not what they were asked to keep.
  void navigator.storage.persist().catch(() => false)
  return new Worker(new URL('./seal.worker.ts', import.meta.url), { type: 'module' })
}

/** Prepares a claim beside the page. @param done called once all of it is kept on this device. */
export function useSealing(done: (prepared: Prepared) => void) {
  return useWorker<SealTask, Progress, Prepared>(sealer, 'evidence', done)
}
