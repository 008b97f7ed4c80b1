import type { Stream, Stretch } from './cache.ts'
import { readStream, type Job, type Reading } from './readStream.ts'

/** Told after each answer: `blocks` of a stream's `of` are read, and `logs` in all. */
export type Progress = (done: { stream: Stream; blocks: bigint; of: bigint; logs: number }) => void

/**
 * Reads rows of jobs side by side, the jobs of a row one after the other. Returns or throws when all have ended.
 * @param logs how many were read before.
 * @returns how many have been read now.
 * @throws {ConnectionError} as `readStream`.
 */
export async function readRows(
  reading: Omit<Reading, 'read' | 'stopped'>,
  rows: readonly (readonly Job[])[],
  logs: number,
  progress: Progress | undefined,
): Promise<number> {
  let failed = false
  const ended = await Promise.allSettled(
    rows.map(async (row) => {
      const of = blocksOf(row.map(({ stretch }) => stretch))
      let blocks = 0n
      const read: Reading['read'] = (stream, stretch, more) => {
        logs += more
        blocks += blocksOf([stretch])
        progress?.({ stream, blocks, of, logs })
      }
      try {
        for (const job of row) if (!failed) await readStream({ ...reading, read, stopped: () => failed }, job)
      } catch (error) {
        failed = true
        throw error
      }
    }),
  )
  for (const end of ended) if (end.status === 'rejected') throw end.reason
  return logs
}

function blocksOf(stretches: readonly Stretch[]): bigint {
  return stretches.reduce((sum, { from, to }) => sum + BigInt(to - from + 1), 0n)
}
