/** `npm run lives`: the six commitments through the command line, on a hardhat node and on anvil. */
import { spawnSync } from 'node:child_process'

const args = ['node_modules/hardhat/dist/src/cli.js', 'test', 'mocha', '--no-compile', 'test/lives/lives.test.ts']
const { status } = spawnSync(process.execPath, args, { env: { ...process.env, LIVES: 'all' }, stdio: 'inherit' })
process.exitCode = status ?? 1
