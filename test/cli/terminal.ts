/** A real terminal for the command line: a pseudo terminal made by `script` of util-linux. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { BINARY, COMMON } from './cli.ts'

export interface Typed {
  code: number
  /** What the screen got, with line ends as \n. */
  screen: string
}

/**
 * Runs the command line on a terminal.
 * @param answers what is typed once the screen shows the text before it.
 */
export async function onTerminal(
  args: string[],
  environment: Record<string, string>,
  answers: [string, string][] = [],
  columns = 80,
): Promise<Typed> {
  const quoted = [process.execPath, BINARY, ...args].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')
  const command = `stty cols ${columns}; ${quoted}`
  const child = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: { ...COMMON, TERM: 'xterm', ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let screen = ''
  let next = 0
  let seen = 0
  child.stdout.on('data', (chunk: Buffer) => {
    screen += chunk.toString()
    const answer = answers[next]
    const at = answer === undefined ? -1 : screen.indexOf(answer[0], seen)
    if (answer !== undefined && at !== -1) {
      seen = at + answer[0].length
      next += 1
      child.stdin.write(answer[1])
    }
  })
  const [code] = (await once(child, 'close')) as [number]
  return { code, screen: screen.replaceAll('\r\n', '\n') }
}
