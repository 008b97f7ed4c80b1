/**
 * Reads the commands of a page of documentation and runs them as a reader would: one shell, one local chain, top to bottom.
 *
 * A fence `sh` is run. A line in it such as `ESCROW=0x...` stands for what the reader copies: what was printed last behind the word
 * escrow, or behind the word claim if the name ends in CLAIM. A fence `text` after it shows output: its lines must be printed in this order, where hex,
 * dates and times may differ and a line `...` stands for any lines. Other fences (`console`, `json`, `ts`) are not run.
 */
import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, symlink, writeFile, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { COMMON, freePort } from '../cli/cli.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const END = '__end_of_step__'

/** What is run at once, or compared with what the step before printed. */
export type Step = { is: 'run'; script: string; line: number } | { is: 'shown'; lines: string[]; line: number }

/** The steps of `page`; of the section with this heading only, if one is given. */
export function stepsOf(page: string, heading?: string): Step[] {
  const steps: Step[] = []
  let [inside, fence] = [heading === undefined, '']
  let start = 0
  let body: string[] = []
  for (const [index, line] of page.split('\n').entries()) {
    const marker = /^```(.*)$/.exec(line)
    if (marker !== null && fence === '') {
      ;[fence, body, start] = [marker[1] === '' ? 'plain' : (marker[1] ?? ''), [], index + 2]
    } else if (marker !== null) {
      if (inside && fence === 'sh') steps.push(...runsOf(body, start))
      if (inside && fence === 'text') steps.push({ is: 'shown', lines: body, line: start })
      fence = ''
    } else if (fence !== '') body.push(line)
    else if (heading !== undefined && line.startsWith('## ')) inside = line === `## ${heading}`
  }
  if (fence !== '') throw new Error(`the fence before line ${start} is not closed`)
  return steps
}

const COPIED = /^([A-Z_]+)=0x\.\.\./

/** A block in pieces: what the reader copies must have been printed before. */
function runsOf(body: readonly string[], start: number): Step[] {
  const pieces: { lines: string[]; line: number }[] = []
  for (const [index, line] of body.entries()) {
    const last = pieces.at(-1)
    if (last === undefined || COPIED.test(line)) pieces.push({ lines: [line], line: start + index })
    else last.lines.push(line)
  }
  return pieces.map(({ lines, line }) => ({ is: 'run', script: lines.join('\n'), line }))
}

/** `script` with what the reader copies from `printed` put in. */
export function filledIn(script: string, printed: string): string {
  const [, name] = COPIED.exec(script) ?? []
  if (name === undefined) return script
  const word = name.endsWith('CLAIM') ? /\bclaim (0x[0-9a-f]{64})\b/gi : /\bescrow (0x[0-9a-f]{40})\b/gi
  const [, found] = [...printed.matchAll(word)].at(-1) ?? []
  if (found === undefined) throw new Error(`nothing that ${name} could be was printed`)
  return script.replace('0x...', found)
}

const normal = (text: string) =>
  text
    .replaceAll(/0x[0-9a-fA-F]+(…|\.\.\.)?|0x\.\.\./g, '0x…')
    .replaceAll(/\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2})?( ?UTC|Z)?)?/g, '<date>')
    .replaceAll(/\s+/g, ' ')
    .replace(/\.$/, '')
    .trim()

/** The first of `lines` that was not printed in their order; undefined if all were. */
export function missing(lines: readonly string[], printed: string): string | undefined {
  const output = printed.split('\n').map(normal)
  let from = 0
  for (const line of lines) {
    if (line.trim() === '...' || line.trim() === '') continue
    const at = output.indexOf(normal(line), from)
    if (at === -1) return line
    from = at + 1
  }
  return undefined
}

/** A reader's shell beside a local chain. */
export interface Reader {
  /** Runs a script and returns what it printed, on both streams. Throws when it fails. */
  run(script: string): Promise<string>
  stop(): Promise<void>
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>

/** Starts `npm run local` for a reader and a shell in a folder that looks like the project's. */
export async function makeReader(): Promise<Reader> {
  const folder = await mkdtemp(join(tmpdir(), 'lodestone-guide-'))
  const local = join(folder, '.lodestone/local')
  await mkdir(local, { recursive: true })
  await symlink(join(ROOT, 'outcomes'), join(folder, 'outcomes'))
  const chain = spawn(process.execPath, ['deploy/local.ts', '--port', '0', '--folder', local], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const rpc = await endpointOf(chain)
  // Ports that pages name; a test takes free ones.
  const ports = await Promise.all(['8470', '9464'].map(async (named) => [named, `${await freePort()}`] as const))
  const shell = spawn('bash', ['--noprofile', '--norc'], {
    cwd: folder,
    env: { ...COMMON, HOME: folder, LODESTONE_RPC: rpc, LODESTONE_YES: 'true' },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const node = JSON.stringify(process.execPath)
  shell.stdin.write(`set -euo pipefail; exec 2>&1
lodestone() { if [ $BASH_SUBSHELL -gt 0 ]; then exec ${node} ${JSON.stringify(join(ROOT, 'scripts/lodestone.ts'))} "$@"; fi; ${node} ${JSON.stringify(join(ROOT, 'scripts/lodestone.ts'))} "$@"; }
later() { ${node} ${JSON.stringify(join(ROOT, 'scripts/tools/later.ts'))} "$@"; }
as() { source .lodestone/local/$1.env; }
`)
  return {
    run: (script) =>
      runIn(
        shell,
        folder,
        ports.reduce((text, [named, free]) => text.replaceAll(named, free), script),
      ),
    stop: async () => {
      for (const child of [shell, chain]) {
        if (child.exitCode !== null || child.signalCode !== null) continue
        child.kill()
        await once(child, 'exit')
      }
      await rm(folder, { recursive: true })
    },
  }
}

async function endpointOf(chain: Child): Promise<string> {
  let said = ''
  return new Promise((found, fail) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString()
      const [, rpc] = /endpoint +(http:\S+)[\s\S]*Ctrl\+C/.exec(said) ?? []
      if (rpc !== undefined) found(rpc)
    }
    chain.stdout.on('data', hear)
    chain.stderr.on('data', hear)
    chain.once('exit', (code) => {
      fail(new Error(`the local chain ended with ${code}: ${said}`))
    })
  })
}

async function runIn(shell: Child, folder: string, script: string): Promise<string> {
  const file = join(folder, '.step.sh')
  await writeFile(file, `${script}\n`)
  let printed = ''
  return new Promise((done, fail) => {
    const finish = (): void => {
      shell.stdout.off('data', hear)
      shell.off('exit', ended)
    }
    const hear = (chunk: Buffer): void => {
      printed += chunk.toString()
      const at = printed.indexOf(END)
      if (at === -1) return
      finish()
      done(printed.slice(0, at))
    }
    const ended = (code: number | null): void => {
      finish()
      fail(new Error(`exit code ${code} of\n${script}\n${printed}`))
    }
    shell.stdout.on('data', hear)
    shell.once('exit', ended)
    shell.stdin.write(`source .step.sh; echo ${END}\n`)
  })
}
