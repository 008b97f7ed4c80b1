/** Shares histories among processes: a history keeps one core busy. */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { z } from 'zod'
import { addTallies, type Tally } from './runHistories.ts'

const Report = z.strictObject({
  whole: z.int(),
  histories: z.number(),
  escrows: z.number(),
  transactions: z.number(),
  blocks: z.number(),
  entries: z.number(),
  payments: z.number(),
  kinds: z.array(z.tuple([z.string(), z.number()])),
  faults: z.array(z.string()),
})

/** Histories of the seeds `first` to `first + count - 1`, in at most `processes` processes; on the node at `url` only one can play. */
export async function runParallel(first: number, count: number, processes: number, url?: string): Promise<Tally> {
  const workers = url === undefined ? Math.max(1, Math.min(processes, count)) : 1
  const tallies = await Promise.all(
    Array.from({ length: workers }, (_, i) => startWorker([first + i, first + count, workers, url ?? ''].map(String))),
  )
  return tallies.reduce(addTallies)
}

/** A worker that ends without a report is an error: nothing may pass because nothing ran. */
function startWorker(args: string[]): Promise<Tally> {
  return new Promise((resolve, reject) => {
    const child = fork(join(import.meta.dirname, 'worker.ts'), args)
    let report: Tally | undefined
    child.on('message', (message) => {
      report = Report.parse(message)
    })
    child.on('error', reject)
    child.on('exit', (code) => {
      if (code === 0 && report !== undefined) resolve(report)
      else reject(new Error(`a process that played histories ended with code ${code ?? 'none'} and no report`))
    })
  })
}
