import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { Part } from './parts.ts'

const ROOT = join(import.meta.dirname, '../..')

export interface Answer {
  passed: boolean
  /** The program's summary line without its name; what went wrong if there is none. */
  figures: string
  /** Where its output is, from the root. */
  log: string
}

/** The last line `<name>: ...` of `output`, without the name. */
export function summaryOf(name: string, output: string): string | undefined {
  return output
    .split('\n')
    .findLast((line) => line.startsWith(`${name}: `))
    ?.slice(name.length + 2)
    .trim()
}

/** Runs `part` to its end. It passed only if it exited with 0 and said what it found. */
export async function runPart(part: Part): Promise<Answer> {
  const log = `cache/assurance/logs/${part.name}.log`
  mkdirSync(join(ROOT, 'cache/assurance/logs'), { recursive: true })
  const file = createWriteStream(join(ROOT, log))
  let output = ''
  const child = spawn(process.execPath, part.args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
  const take = (chunk: Buffer) => {
    file.write(chunk)
    // Summaries are short; the rest is in the log.
    output = (output + chunk.toString('utf8')).slice(-100_000)
  }
  child.stdout.on('data', take)
  child.stderr.on('data', take)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  file.end()
  await finished(file)
  const figures = summaryOf(part.name, output)
  if (code === 0 && figures !== undefined) return { passed: true, figures, log }
  const why = code === 0 ? 'it printed no summary' : `it ended with ${code === null ? 'a signal' : `exit code ${code}`}`
  return { passed: false, figures: figures === undefined ? why : `${figures}; ${why}`, log }
}
