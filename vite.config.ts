import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** Below that a compressed file saves nothing. */
const LEAST_BYTES = 1_000

/** Writes a `.br` and a `.gz` beside each file of the page that is worth it, for servers that send files as they are. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const [fileName, file] of Object.entries(bundle)) {
          if (!/\.(js|css|html|svg|json)$/.test(fileName)) continue
          const source = Buffer.from(file.type === 'chunk' ? file.code : file.source)
          if (source.length < LEAST_BYTES) continue
          const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
          this.emitFile({ type: 'asset', fileName: `${fileName}.br`, source: brotliCompressSync(source, { params }) })
          this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: gzipSync(source, { level: 9 }) })
        }
      },
    },
  }
}

/** `npm run build:web`: the page, from `web/` to `dist/web`. It can lie in any folder of any site: all its paths are relative. */
export default defineConfig({
  root: 'web',
  base: './',
  plugins: [react(), compressed()],
  // Workers load what they need when they need it.
  worker: { format: 'es' },
  css: { modules: { localsConvention: 'camelCaseOnly' } },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // Everything comes as a file of its own: the content security policy allows nothing inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      // To compress well takes most of the time, and is meant to.
      checks: { pluginTimings: false },
      output: {
        // What every visit needs comes in few files: each one is a question more on a slow line.
        codeSplitting: {
          groups: [
            {
              name: 'libraries',
              test: /node_modules\/(react|react-dom|scheduler|@tanstack|wouter|zod|use-sync-external-store)\//,
            },
            {
              name: 'parts',
              test: /\/(web\/(parts|data)|sdk\/(errors|model)\/(InputError|ConnectionError|parseInput|schemas|decimal|amount|when|status|phaseNames|terms|pageConfig|deployment))/,
            },
          ],
        },
      },
    },
  },
})
