/**
 * How large the SDK is in a browser: the bundle of what a page needs to pledge, without viem, minified and compressed. `--check` exits 1
 * where it is above the limit. The figure depends on pinned versions only.
 */
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/** Bytes. */
const LIMIT = 60_000

const ENTRIES = {
  'pledge, verifyEscrow, getEscrow, parseAmount': 'pledge, verifyEscrow, getEscrow, parseAmount',
  'all of it': '*',
}

async function sizeOf(names: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: {
      contents: `export ${names === '*' ? names : `{ ${names} }`} from './sdk/index.ts'`,
      resolveDir: fileURLToPath(new URL('../../', import.meta.url)),
    },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    external: ['viem'],
    write: false,
    logLevel: 'error',
  })
  return gzipSync(outputFiles[0]?.contents ?? new Uint8Array(), { level: 9 }).length
}

for (const [title, names] of Object.entries(ENTRIES)) {
  const size = await sizeOf(names)
  console.log(`${(size / 1000).toFixed(1).padStart(6)} kB beyond viem: ${title}`)
  if (names !== '*' && size > LIMIT && process.argv.includes('--check')) {
    console.error(
      `More than the ${LIMIT / 1000} kB that a page may load to pledge. See what came in: esbuild --analyze.`,
    )
    process.exitCode = 1
  }
}
