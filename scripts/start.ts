/** The main job: six commitments from term sheet to last refund on an embedded chain, every figure checked. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const BUILT = 'artifacts/contracts/EscrowFactory.sol/EscrowFactory.json'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
if (isBuildNeeded()) build()
// Only now: they read what the build writes.
const { run } = await import('./main-job/run.ts')
const { InputError } = await import('../sdk/index.ts')
try {
  process.exitCode = (await run()).exitCode
} catch (error) {
  if (!(error instanceof InputError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}

/** Whether a contract is newer than the build, or there is none. */
function isBuildNeeded(): boolean {
  if (!existsSync(BUILT)) return true
  const builtAt = statSync(BUILT).mtimeMs
  const sources = readdirSync('contracts', { recursive: true, encoding: 'utf8' })
  return sources.some((path) => statSync(`contracts/${path}`).mtimeMs > builtAt)
}

function build(): void {
  process.stdout.write('Building the contracts ...\n')
  const hardhat = fileURLToPath(new URL('cli.js', import.meta.resolve('hardhat')))
  const { status, stdout, stderr } = spawnSync(process.execPath, [hardhat, 'build'], { encoding: 'utf8' })
  if (status === 0) return
  process.stderr.write(`${stdout}${stderr}The contracts do not build.\n`)
  process.exit(1)
}
