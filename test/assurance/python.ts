/** The verification tools that are written in Python: an environment of their own, made on first use. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Fault } from '../../scripts/tools/program.ts'

const REQUIREMENTS = join(import.meta.dirname, 'requirements.txt')
const VENV = join(import.meta.dirname, '../../cache/assurance/venv')
const STAMP = join(VENV, 'requirements.sha256')

function run(file: string, args: string[]): void {
  const { status, stderr, error } = spawnSync(file, args, { encoding: 'utf8', maxBuffer: 2 ** 28 })
  if (status === 0) return
  throw new Fault(
    `${file} ${args.join(' ')} failed: ${error?.message ?? stderr.trim().slice(-800)}\n` +
      'These checks need Python 3.11 or newer with its venv module, and a package index that pip can reach.',
  )
}

/**
 * The path of `name`, a program that requirements.txt brings (`python`, `slither`, `halmos`, `z3`). Installs all of them first if
 * they are missing or requirements.txt has changed. Throws `Fault` if that fails.
 */
export function pythonTool(name: string): string {
  const stamp = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex')
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== stamp) {
    rmSync(VENV, { recursive: true, force: true })
    run('python3', ['-m', 'venv', VENV])
    run(join(VENV, 'bin/pip'), ['install', '--quiet', '--requirement', REQUIREMENTS])
    writeFileSync(STAMP, stamp)
  }
  const path = join(VENV, 'bin', name)
  if (!existsSync(path)) throw new Fault(`${name} is not among what ${REQUIREMENTS} installs`)
  return path
}
