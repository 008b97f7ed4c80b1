/** Compiles the core with a bug in it, in a thread: the compiler shares its thread with nobody. */
import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { z } from 'zod'
import config from '../../../hardhat.config.ts'
import { Fault } from '../../../scripts/tools/program.ts'
import { type Bug } from './bug.ts'
import type { Answer, Compiled, Job } from './compile-thread.ts'

export const ROOT = resolve(import.meta.dirname, '../../..')

/** The settings of the deployed build. */
export const BUILD = settingsOfBuild()
/** Few steps of the optimiser, no places of the source in the assembly: over a third less time, code too long for a real chain. */
export const QUICK = {
  ...BUILD,
  debug: { debugInfo: [] },
  optimizer: { enabled: true, runs: 1, details: { yul: true, yulDetails: { optimizerSteps: 'dhfoDgvulfnTUtnIf' } } },
}

function settingsOfBuild(): Record<string, unknown> {
  const { solidity } = z
    .object({ solidity: z.object({ profiles: z.object({ default: z.object({ settings: z.looseObject({}) }) }) }) })
    .parse(config)
  return solidity.profiles.default.settings
}

/** A compiler in a thread of its own, for one job at a time. */
export class Compiler {
  readonly #worker = new Worker(new URL('./compile-thread.ts', import.meta.url))

  /** The contracts that `bug` changes (without a bug: all). Throws `Fault` if they do not compile. */
  compiled(bug: Bug | undefined, settings: Record<string, unknown>): Promise<Record<string, Compiled>> {
    return new Promise((done, fail) => {
      this.#worker.once('error', fail)
      this.#worker.once('message', (answer: Answer) => {
        this.#worker.off('error', fail)
        if ('fault' in answer) fail(new Fault(answer.fault))
        else done(answer.contracts)
      })
      const job: Job = { bug, settings }
      this.#worker.postMessage(job)
    })
  }

  /** Ends the thread. */
  async stop(): Promise<void> {
    await this.#worker.terminate()
  }
}
