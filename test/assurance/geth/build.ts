/** The geth that the main job runs on: built from its published source, on first use. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { Fault } from '../../../scripts/tools/program.ts'

/** The only version that is built. It has the rules of Osaka and `testing_commitBlockV1`, which chain.ts mines with. */
export const VERSION = '1.17.10'

const SOURCE = `github.com/ethereum/go-ethereum/cmd/geth@v${VERSION}`
const FOLDER = join(import.meta.dirname, `../../../cache/assurance/geth/${VERSION}`)
const BINARY = join(FOLDER, process.platform === 'win32' ? 'geth.exe' : 'geth')

/** The path of geth {@link VERSION}. Builds it first if it is not there, which takes minutes. Throws `Fault` if that fails. */
export async function builtGeth(): Promise<string> {
  if (!existsSync(BINARY)) await build()
  const { stdout, error } = spawnSync(BINARY, ['--version'], { encoding: 'utf8' })
  if (error !== undefined || !stdout.startsWith(`geth version ${VERSION}-stable`)) {
    throw new Fault(`${BINARY} says that it is "${error?.message ?? stdout.trim()}", not geth ${VERSION}: delete it`)
  }
  return BINARY
}

async function build(): Promise<void> {
  if (spawnSync('go', ['version']).error !== undefined) {
    throw new Fault('Go is missing: geth is built with it. Install Go 1.25 or newer (https://go.dev/dl) and try again.')
  }
  console.log(`Building geth ${VERSION} (some minutes, once) ...`)
  mkdirSync(FOLDER, { recursive: true })
  const child = spawn('go', ['install', '-p', '1', SOURCE], {
    env: { ...process.env, GOBIN: FOLDER, GOFLAGS: '-mod=mod' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2_000)))
  // Its compilers inherit it: others may be working on this machine.
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject)
    child.on('close', resolve)
  })
  if (code !== 0) throw new Fault(`go install ${SOURCE} failed:\n${said.trim()}`)
}
