/** One step of `npm test`: what it runs and how its answer is judged. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { Counts } from './output.ts'

/** Longest time for one command: a step that hangs must not hang the whole check. */
const MOST_MS = 20 * 60_000

export interface Outcome {
  /** Why the step failed, one line each; empty if it passed. */
  faults: string[]
  /** What the commands printed: shown when the step failed. */
  output: string
  /** For steps that run tests: how many. */
  counts?: Counts
}

export interface Step {
  /** One word; `node scripts/check.ts <name> ...` runs these steps alone. */
  name: string
  /** What it does, for people. */
  title: string
  /** Whether it may run at the same time as the step before it: of such a row of steps two run at once, in their order. */
  beside?: true
  run(): Promise<Outcome>
}

/** Runs `node file args` in a process of its own and returns its exit code (null: killed) and output. */
export function runNode(args: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: MOST_MS,
    })
    const chunks: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      resolve({ code, output: Buffer.concat(chunks).toString('utf8') })
    })
  })
}

/** How a command's output is judged besides its exit code. */
type Judge = (output: string) => Partial<Pick<Outcome, 'faults' | 'counts'>>

/** A step that runs one Node program. A program that does not exist fails the step. */
export function command(
  name: string,
  title: string,
  args: readonly [string, ...string[]],
  judge: Judge = () => ({}),
): Step {
  return {
    name,
    title,
    async run() {
      if (!existsSync(args[0])) return { faults: [`${args[0]} does not exist`], output: '' }
      const { code, output } = await runNode(args)
      const { faults = [], counts } = judge(output)
      const failed =
        code === 0 ? [] : [`${args.join(' ')} ended with ${code === null ? 'a signal' : `exit code ${code}`}`]
      return { faults: [...failed, ...faults], output, ...(counts === undefined ? {} : { counts }) }
    },
  }
}

/** A step that looks at files in this process. */
export function inspection(name: string, title: string, inspect: () => string[]): Step {
  return { name, title, run: () => Promise.resolve({ faults: inspect(), output: '' }) }
}
