/**
 * How much a first visit of the page loads, compressed: builds it where it is not up to date, and follows its document. `--check` exits 1
 * where it is above the limit. The figure depends on pinned versions only.
 */
import { builtPage } from '../dev/builtPage.ts'
import { FIRST_LOAD, firstLoad, firstLoadWith } from './firstLoad.ts'

const folder = builtPage(console.log)
for (const [who, sizes] of [
  ['a first visit', firstLoad(folder)],
  ['a visit with a wallet connected before', firstLoadWith(folder, 'WalletArea')],
  ['a first visit of an outcome', firstLoadWith(folder, 'Outcome')],
  ['a first visit of pledging, its heading', firstLoadWith(folder, 'Pledge')],
] as const) {
  const size = [...sizes.values()].reduce((sum, one) => sum + one, 0)
  console.log(`${(size / 1000).toFixed(1).padStart(6)} kB in ${sizes.size} files: ${who}`)
  if (size > FIRST_LOAD && process.argv.includes('--check')) {
    console.error(`More than the ${FIRST_LOAD / 1000} kB that ${who} may load. The largest files:`)
    for (const [name, bytes] of [...sizes].sort(([, a], [, b]) => b - a).slice(0, 5))
      console.error(`  ${bytes} ${name}`)
    process.exitCode = 1
  }
}
