/**
 * The sandbox of command verifiers: bubblewrap. Inside there are the system's programs and libraries, the verifier's own program and
 * files, and the evidence, all read only; a folder for scratch of limited size; no network, no other process, no environment but the
 * four variables below, and nothing else of the machine.
 */
import { execFile } from 'node:child_process'
import { lstat, readlink } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { Hex } from 'viem'
import { VerifierError } from './VerifierError.ts'

const run = promisify(execFile)

/** Where the evidence is inside, wherever it is outside. */
export const EVIDENCE = '/evidence'

/** Where the evidence of an earlier claim is inside. */
export const earlierFolder = (claim: Hex): string => `/earlier/${claim}`

/** Folders with the system's programs, in the order in which they are searched. */
export const PROGRAM_FOLDERS = ['/usr/local/bin', '/usr/bin', '/bin']

/** All that a verifier's environment has: nothing of the service's own. */
export const ENVIRONMENT = { PATH: PROGRAM_FOLDERS.join(':'), HOME: '/tmp', LC_ALL: 'C.UTF-8', TZ: 'UTC' }

/** Folders beside /usr that programs and libraries are found by; links into it on most systems. */
const SYSTEM = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32']
/** What the dynamic linker and Debian's links need; no secrets are in it. */
const OF_ETC = ['/etc/ld.so.cache', '/etc/alternatives']

/** What is visible inside, read only: path outside and path inside. */
export type Bind = readonly [outside: string, inside: string]

/** The command that runs another in the sandbox. @param scratch most bytes of /tmp, and of /dev/shm. */
export async function sandboxed(
  command: readonly string[],
  binds: readonly Bind[],
  scratch: number,
): Promise<string[]> {
  const size = ['--size', scratch.toString()]
  return [
    'bwrap',
    ...['--unshare-all', '--unshare-user', '--uid', '65534', '--gid', '65534', '--cap-drop', 'ALL'],
    ...['--die-with-parent', '--new-session', '--hostname', 'verifier', '--clearenv'],
    ...Object.entries(ENVIRONMENT).flatMap(([name, value]) => ['--setenv', name, value]),
    ...['--ro-bind', '/usr', '/usr'],
    ...(await Promise.all(SYSTEM.map(systemFolder))).flat(),
    ...OF_ETC.flatMap((path) => ['--ro-bind-try', path, path]),
    ...['--proc', '/proc', '--dev', '/dev', ...size, '--tmpfs', '/dev/shm', '--remount-ro', '/dev'],
    ...[...size, '--tmpfs', '/tmp'],
    ...binds.flatMap(([outside, inside]) => ['--ro-bind', outside, inside]),
    // Without this, the folders that hold all others could be filled with the machine's memory.
    ...['--remount-ro', '/', '--chdir', '/tmp', '--', ...command],
  ]
}

/**
 * The version of bubblewrap, once it has been seen to work.
 * @throws {VerifierError} `no sandbox` when it is missing or does not work here.
 */
export async function requireSandbox(): Promise<string> {
  try {
    const [bwrap = '', ...rest] = await sandboxed(['prlimit', '--core=0', '--', 'true'], [], 4096)
    await run(bwrap, rest, { timeout: 20_000 })
    const { stdout } = await run(bwrap, ['--version'], { timeout: 20_000 })
    return stdout.trim()
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n').slice(0, 2).join(' ') : String(error)
    const toDo =
      'Install bubblewrap 0.7 or later and allow unprivileged user namespaces, or set the verifier\'s "sandbox" to "none".'
    throw new VerifierError('no sandbox', `bubblewrap does not run here (${why}). ${toDo}`)
  }
}

async function systemFolder(path: string): Promise<string[]> {
  try {
    const isLink = (await lstat(path)).isSymbolicLink()
    return isLink ? ['--symlink', await readlink(path), path] : ['--ro-bind', path, path]
  } catch {
    return []
  }
}
