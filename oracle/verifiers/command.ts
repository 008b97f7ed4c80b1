/** The verifier that is a program: JSON on its stdin, JSON on its stdout, sandboxed and limited. */
import { access, constants } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { canonicalJson } from '../../sdk/model/canonicalJson.ts'
import type { VerifierConfig } from '../config/config.ts'
import type { CommandRecord } from '../../sdk/model/report.ts'
import { digestOf } from './digests.ts'
import { parseResult } from './parseResult.ts'
import { runLimited } from './runLimited.ts'
import {
  earlierFolder,
  ENVIRONMENT,
  EVIDENCE,
  PROGRAM_FOLDERS,
  requireSandbox,
  sandboxed,
  type Bind,
} from './sandbox.ts'
import type { Verifier } from './verifier.ts'
import { VerifierError } from './VerifierError.ts'

export type CommandConfig = Extract<VerifierConfig, { kind: 'command' }>

const MEGABYTE = 1024 * 1024
/** What runtimes such as Node's reserve and never use. What is used is watched. */
const RESERVE = 1024 * MEGABYTE

export interface CommandVerifier {
  verify: Verifier
  /** What runs, exactly: for the report. */
  record: CommandRecord
}

/**
 * Looks at the program and its files, and at the sandbox.
 * @param signal ends the program when the service shuts down.
 * @throws {VerifierError} `no sandbox` where bubblewrap does not run and is not configured away, `no program` where a file is missing.
 */
export async function openCommand(config: CommandConfig, signal: AbortSignal): Promise<CommandVerifier> {
  const { command, limits, readable } = config
  const sandbox = config.sandbox === 'none' ? 'none' : await requireSandbox()
  const program = await findProgram(command[0] ?? '')
  const record: CommandRecord = {
    kind: 'command',
    command,
    program: await digested(program),
    readable: await Promise.all(readable.map(digested)),
    limits,
    sandbox,
    node: process.version,
  }
  const run = [program, ...command.slice(1)]
  const isFree = config.sandbox === 'none'
  const verify: Verifier = async (input, { folder, earlier }) => {
    const limited = [...(await prlimit(config)), ...run]
    const binds: Bind[] = [
      ...[...readable, program].map((path) => [path, path] as const),
      [folder, EVIDENCE],
      ...earlier.map((one) => [one.folder, earlierFolder(one.claim)] as const),
    ]
    const outside = config.earlierEvidence ? { evidence: folder, earlierEvidence: earlier } : { evidence: folder }
    const whole = isFree ? limited : await sandboxed(limited, binds, limits.megabytes * MEGABYTE)
    const text = await runLimited(
      whole,
      {
        seconds: limits.seconds,
        memory: limits.megabytes * MEGABYTE,
        output: limits.outputMegabytes * MEGABYTE,
        processes: limits.processes,
      },
      {
        cwd: '/',
        // The sandbox sets the program's own.
        env: isFree ? ENVIRONMENT : { PATH: process.env['PATH'] ?? '' },
        input: canonicalJson({ ...input, ...(isFree ? outside : { evidence: EVIDENCE }) }),
        signal,
      },
    )
    return parseResult(text)
  }
  return { verify, record }
}

/** Limits that each process inherits; those of all together are watched from outside. */
async function prlimit({ limits, sandbox }: CommandConfig): Promise<string[]> {
  // Not every system has it. A sandbox has been seen to; without one the program can do whatever the service can in any case.
  if (sandbox === 'none' && !(await hasProgram('prlimit'))) return []
  const bytes = limits.megabytes * MEGABYTE
  const data = bytes + RESERVE
  // Without a sandbox, the processes of the user that the service runs as would count too.
  const processes = sandbox === 'none' ? [] : [`--nproc=${limits.processes}`]
  const cpu = limits.seconds * availableParallelism()
  return ['prlimit', `--data=${data}`, `--cpu=${cpu}`, `--fsize=${bytes}`, ...processes, '--core=0', '--']
}

/** The whole path of a program. */
async function findProgram(name: string): Promise<string> {
  if (name.includes('/') && !isAbsolute(name)) {
    throw new VerifierError('no program', `${name} is no whole path; write it from / on, or a name alone.`)
  }
  for (const path of isAbsolute(name) ? [name] : PROGRAM_FOLDERS.map((folder) => join(folder, name))) {
    try {
      await access(path, constants.X_OK)
      return path
    } catch {
      // The next one.
    }
  }
  throw new VerifierError('no program', `There is no program ${name}, or it may not be run.`)
}

async function hasProgram(name: string): Promise<boolean> {
  return findProgram(name).then(
    () => true,
    () => false,
  )
}

async function digested(path: string) {
  try {
    return { path, sha256: await digestOf(path) }
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new VerifierError('no program', `${path} cannot be read (${why}).`)
  }
}
