/** A thread of `Recoverers`. */
import { parentPort } from 'node:worker_threads'
import { hasSigned } from '../model/signatures.ts'
import type { Answered, Asked } from './recoverers.ts'
import { readRecord, RECORD } from './signatureRecord.ts'

parentPort?.on('message', ({ id, records }: Asked) => {
  const refused: number[] = []
  for (let i = 0; i < records.length / RECORD; i++) {
    const record = readRecord(records.subarray(i * RECORD, (i + 1) * RECORD))
    if (record === undefined || !hasSigned(record.member, record.digest, record.signature)) refused.push(i)
  }
  const answered: Answered = { id, refused }
  parentPort?.postMessage(answered)
})
