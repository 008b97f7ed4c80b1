import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Fault } from './program.ts'

/** The own binary of a tool of Foundry's for this platform: npm's wrapper exits 0 whatever happens. */
export function foundryBinary(root: string, tool: 'forge' | 'anvil'): string {
  const scope = join(root, 'node_modules/@foundry-rs')
  const name = readdirSync(scope).find((entry) => entry.startsWith(`${tool}-`))
  if (name === undefined) throw new Fault(`no ${tool}-<platform>-<arch> in ${scope}: install for ${process.platform}`)
  return join(scope, name, 'bin', process.platform === 'win32' ? `${tool}.exe` : tool)
}

/** What forge answered: its standard output, and whether it exited with 0. */
export interface ForgeAnswer {
  passed: boolean
  output: string
}

/** Runs forge offline in `root` with `env` added to this process's environment; its progress goes to stderr. */
export function runForge(root: string, args: string[], env: Record<string, string> = {}): ForgeAnswer {
  const path = [join(root, 'node_modules/.bin'), process.env['PATH'] ?? ''].join(delimiter)
  const result = spawnSync(foundryBinary(root, 'forge'), args, {
    cwd: root,
    env: { ...process.env, PATH: path, FOUNDRY_OFFLINE: 'true', ...env },
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (result.error !== undefined) throw new Fault(`forge did not start: ${result.error.message}`)
  if (result.stdout.trim() === '') throw new Fault(`forge answered nothing:\n${result.stderr.trim()}`)
  return { passed: result.status === 0, output: result.stdout }
}
