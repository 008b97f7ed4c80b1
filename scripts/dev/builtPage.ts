import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { fileURLToPath } from 'node:url'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const [PAGE, VITE] = [join(ROOT, 'dist/web'), join(ROOT, 'node_modules/vite/bin/vite.js')]
/** What the page is made of. */
const SOURCES = ['web', 'sdk', 'audit', 'vite.config.ts', 'package-lock.json']

/** The folder of the built page; builds it where there is none, or one that is older than its sources. @throws {Error} if it does not build. */
export function builtPage(tell: (line: string) => void): string {
  const index = join(PAGE, 'index.html')
  if (existsSync(index) && newest() <= statSync(index).mtimeMs) return PAGE
  tell('Building the page ...')
  const { status, stdout, stderr } = spawnSync(process.execPath, [VITE, 'build', '--logLevel', 'warn'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`The page does not build:\n${stdout}${stderr}`)
  return PAGE
}

function newest(): number {
  const times = SOURCES.flatMap((name) => {
    const path = join(ROOT, name)
    if (!statSync(path).isDirectory()) return [statSync(path).mtimeMs]
    const files = readdirSync(path, { recursive: true, encoding: 'utf8' })
    return files.map((file) => statSync(join(path, file)).mtimeMs)
  })
  return Math.max(...times)
}
