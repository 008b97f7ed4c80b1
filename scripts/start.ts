/** The main job: six commitments from term sheet to last refund on an embedded chain, every figure checked. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))

if (!existsSync('artifacts/contracts/EscrowFactory.sol/EscrowFactory.json')) {
  process.stdout.write('Building the contracts ...\n')
  const hardhat = fileURLToPath(import.meta.resolve('hardhat/cli'))
  const { status, stdout, stderr } = spawnSync(process.execPath, [hardhat, 'build'], { encoding: 'utf8' })
  if (status !== 0) {
    process.stderr.write(`${stdout}${stderr}The contracts do not build.\n`)
    process.exit(1)
  }
}

const { run } = await import('./main-job/run.ts')
process.exitCode = await run()
