/** Decrypts and proves beside the page, so that it stays quick. */
import { answerTasks } from '../../app/answerTasks.ts'
import { openEvidence, type Filed, type OpenedEvidence } from './openEvidence.ts'

export interface OpenTask {
  sealed: Blob
  identities: readonly string[]
  filed: Filed
}

answerTasks<OpenTask, number, OpenedEvidence>(({ sealed, identities, filed }, tell) =>
  openEvidence(sealed, identities, filed, tell),
)
