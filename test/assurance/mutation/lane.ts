/** A lane: a process that tries one mutant after another, with artifacts of its own. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { z } from 'zod'
import { Fault } from '../../../scripts/tools/program.ts'
import { ROOT } from '../bugs/compile.ts'
import { HARDHAT, makeFolder } from '../bugs/suites.ts'

const Code = z.strictObject({ bytecode: z.string(), deployedBytecode: z.string() })

/** What to put into the lane, and what to run there, in this order, until a test fails or to the end: single tests, then suites. */
export const Job = z.strictObject({
  contracts: z.record(z.string(), Code),
  first: z.array(z.strictObject({ file: z.string(), title: z.string() })),
  files: z.array(z.string()),
  until: z.enum(['failure', 'end']),
  /** Whether tests that bound gas run too. */
  isMeasured: z.boolean(),
})
export type Job = z.infer<typeof Job>

const Answer = z.strictObject({
  /** How many tests of each suite passed. */
  counts: z.record(z.string(), z.number()),
  /** The suites that failed, the first test of each that did, and why. */
  killed: z.array(z.strictObject({ file: z.string(), title: z.string(), why: z.string() })),
})
export type Answer = z.infer<typeof Answer>

/** How a lane's process ends when a call goes on and on: an endless loop, of which the chain keeps every step until the gas is gone. */
export const ENDLESS = 3

/** Jobs after which a lane's process is replaced: its chain grows. */
const MOST_JOBS = 60

/** The next message of `child`; undefined if it ends first. */
async function next(child: ChildProcess): Promise<unknown> {
  const stop = new AbortController()
  try {
    const events = [
      once(child, 'message', { signal: stop.signal }),
      once(child, 'exit', { signal: stop.signal }).then(() => []),
    ]
    return ((await Promise.race(events)) as unknown[])[0]
  } finally {
    stop.abort()
  }
}

export class Lane {
  readonly #folder: string
  #child: ChildProcess | undefined
  #jobs = 0

  constructor(index: number) {
    this.#folder = makeFolder('mutation', index)
  }

  async #start(): Promise<ChildProcess> {
    const script = join(import.meta.dirname, 'lane-process.ts')
    const child = fork(HARDHAT, ['--config', join(this.#folder, 'hardhat.config.ts'), 'run', '--no-compile', script], {
      cwd: ROOT,
      env: { ...process.env, LANE_ARTIFACTS: join(this.#folder, 'artifacts') },
      silent: true,
    })
    if ((await next(child)) !== 'ready') throw new Fault('a lane did not start')
    return child
  }

  /** Runs `job`; 'endless' if a call in it went on and on. A process that ends otherwise is a fault of ours. */
  async run(job: Job): Promise<Answer | 'endless'> {
    if (this.#jobs++ % MOST_JOBS === 0) await this.stop()
    this.#child ??= await this.#start()
    this.#child.send(job)
    const answer = Answer.safeParse(await next(this.#child))
    if (answer.success) return answer.data
    if (this.#child.exitCode === ENDLESS) {
      this.#child = undefined
      return 'endless'
    }
    throw new Fault('a lane ended in the middle of a job')
  }

  async stop(): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
}
