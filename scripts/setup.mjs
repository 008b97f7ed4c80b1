/**
 * Installs the dependencies when the lock file is newer than what is installed; otherwise does nothing. Runs before `npm start` and
 * `npm test`, so it depends on nothing and runs on Node 20. Hardhat's native parts refuse to install under Node older than 22: there the
 * installation runs under the Node that package.json pins.
 */
import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const OLDEST_FOR_INSTALL = 22
const root = new URL('../', import.meta.url)

const modified = (path) => statSync(new URL(path, root), { throwIfNoEntry: false })?.mtimeMs ?? 0

if (modified('node_modules/.package-lock.json') <= modified('package-lock.json')) {
  const { devDependencies } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8'))
  const isNew = Number(process.versions.node.split('.')[0]) >= OLDEST_FOR_INSTALL
  const [command, ...args] = isNew ? ['npm', 'ci'] : ['npx', '-y', '-p', `node@${devDependencies.node}`, 'npm', 'ci']
  console.log(`Installing dependencies: ${[command, ...args].join(' ')}`)
  const { status, error } = spawnSync(command, args, {
    cwd: fileURLToPath(root),
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) {
    console.error(`The dependencies could not be installed${error ? `: ${error.message}` : ''}. See the output above.`)
    process.exit(1)
  }
}
