import { spawn, type ChildProcess } from 'node:child_process'
import { treeUsage } from './treeUsage.ts'
import { VerifierError } from './VerifierError.ts'

/** What a run may take. Sizes in bytes. */
export interface Limits {
  seconds: number
  memory: number
  output: number
  processes: number
}

/** How much of the end of stderr is kept, bytes. */
const KEPT = 2048
/** How often the whole tree is counted, milliseconds. */
const LOOK_EVERY = 500
/** What setTimeout can count to. */
const LONGEST = 2 ** 31 - 1
/** Milliseconds that pipes may stay open once the program has ended: a process that got away may hold them. */
const LINGER = 1000

/** How a child is started. */
export interface Start {
  cwd: string
  env: Readonly<Record<string, string>>
  /** Written to its stdin. */
  input: string
  /** Ends it when the service shuts down. */
  signal: AbortSignal
}

/**
 * Runs a program until it ends or passes a limit; then everything it started is killed.
 * @returns what it wrote to stdout; it has ended with exit code 0.
 * @throws {VerifierError} when it passed a limit or ended otherwise.
 */
export async function runLimited(command: readonly string[], limits: Limits, start: Start): Promise<string> {
  const [program = '', ...rest] = command
  const { cwd, env, signal } = start
  // A process group of its own, to be killed whole.
  const child = spawn(program, rest, { cwd, env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] })
  return new Promise((resolve, reject) => {
    const out: Buffer[] = []
    let size = 0
    let tail = Buffer.alloc(0)
    let failure: VerifierError | undefined
    const fail = (...[fault, message]: ConstructorParameters<typeof VerifierError>) => {
      failure ??= new VerifierError(fault, message)
      killGroup(child)
    }
    const timer = setTimeout(
      () => {
        fail('timeout', `The program ran for more than ${limits.seconds} seconds.`)
      },
      Math.min(limits.seconds * 1000, LONGEST),
    )
    const watch = setInterval(() => {
      void look(child, limits, fail)
    }, LOOK_EVERY)
    const abort = () => {
      fail('ended', 'The service is shutting down.')
    }
    signal.addEventListener('abort', abort)
    if (signal.aborted) abort()
    child.stdout.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= limits.output) out.push(chunk)
      else fail('too much output', `The program wrote more than ${limits.output} bytes to stdout.`)
    })
    child.stderr.on('data', (chunk: Buffer) => {
      tail = Buffer.concat([tail, chunk]).subarray(-KEPT)
    })
    // A program need not read its input.
    child.stdin.on('error', () => undefined)
    child.stdin.end(start.input)
    child.on('exit', () => {
      // Whatever it left behind.
      killGroup(child)
      setTimeout(() => {
        child.stdout.destroy()
        child.stderr.destroy()
      }, LINGER).unref()
    })
    const ended = () => {
      clearTimeout(timer)
      clearInterval(watch)
      signal.removeEventListener('abort', abort)
    }
    child.on('error', (error) => {
      ended()
      reject(new VerifierError('no program', `${program} could not be started: ${error.message}`))
    })
    child.on('close', (code, killed) => {
      ended()
      const said = harmless(tail.toString('utf8'))
      if (failure !== undefined) reject(new VerifierError(failure.fault, failure.message, said))
      else if (code === 0) resolve(Buffer.concat(out).toString('utf8'))
      else reject(new VerifierError('failed', `The program ended with ${code ?? killed ?? 'nothing'}.`, said))
    })
  })
}

/** Holds the whole tree against the limits. */
async function look(
  child: ChildProcess,
  { memory, processes }: Limits,
  fail: (fault: 'too much memory' | 'too many processes', message: string) => void,
): Promise<void> {
  const usage = child.pid === undefined ? undefined : await treeUsage(child.pid, memory)
  if (usage === undefined) return
  if (usage.bytes > memory) fail('too much memory', `The program took more than ${memory} bytes of memory.`)
  if (usage.processes > processes) fail('too many processes', `The program had more than ${processes} processes.`)
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // All of it has ended.
  }
}

/** Text that a terminal shows as it is: what steers or hides becomes a space. Lines stay apart. */
function harmless(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\uFFFD]/gu, (one) => (one === '\n' ? '\n' : ' ')).trim()
}
