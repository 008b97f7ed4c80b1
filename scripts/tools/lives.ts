/** `npm run lives`: the six commitments through the command line, on a hardhat node and on anvil, and every page of the guides. */
import { spawnSync } from 'node:child_process'

const suites = ['test/lives/lives.test.ts', 'test/guides/guides.test.ts']
const args = ['node_modules/hardhat/dist/src/cli.js', 'test', 'mocha', '--no-compile', ...suites]
const { status } = spawnSync(process.execPath, args, { env: { ...process.env, LIVES: 'all' }, stdio: 'inherit' })
process.exitCode = status ?? 1
