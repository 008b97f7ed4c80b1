/** Shares sequences among processes, because one EVM in JavaScript keeps one core busy. */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { z } from 'zod'
import { type Counts, add, emptyCounts } from './counts.ts'

const Numbers = z.record(z.string(), z.number())
const Report = z.object({
  counts: z.object({
    sequences: z.number(),
    blocks: z.number(),
    calls: z.number(),
    successes: z.number(),
    logs: z.number(),
    entries: z.record(z.string(), z.object({ calls: z.number(), successes: z.number() })),
    reverts: Numbers,
  }),
  /** The mismatch in words, empty if there is none. */
  mismatch: z.string(),
})

/** What a process tells when it is done. */
export type WorkerReport = z.output<typeof Report>

export interface Result {
  counts: Counts
  mismatches: string[]
}

/** Runs the sequences `first` to `first + sequences - 1` of `seed` in `processes` processes. */
export async function runParallel(seed: number, first: number, sequences: number, processes: number): Promise<Result> {
  const workers = Math.max(1, Math.min(processes, sequences))
  const reports = await Promise.all(
    Array.from({ length: workers }, (_, i) => startWorker([seed, first + i, first + sequences, workers].map(String))),
  )
  return {
    counts: reports.map(({ counts }) => counts).reduce(add, emptyCounts()),
    mismatches: reports.map(({ mismatch }) => mismatch).filter((text) => text !== ''),
  }
}

/** A worker that ends without a report is an error: nothing may pass because nothing ran. */
function startWorker(args: string[]): Promise<WorkerReport> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'worker.ts'), args)
    let report: WorkerReport | undefined
    child.on('message', (message) => {
      report = Report.parse(message)
    })
    child.on('error', reject)
    child.on('exit', (code) => {
      if (code === 0 && report !== undefined) resolve(report)
      else reject(new Error(`a process that ran sequences ended with code ${code ?? 'none'} and no report`))
    })
  })
}
