import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type HtmlTagDescriptor, type Plugin } from 'vite'

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

/** Names what the first script loads in the document: the browser asks for all of it at once. */
function preloaded(): Plugin {
  return {
    name: 'preloaded',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle = {} }) {
        const start = Object.values(bundle).find((file) => file.type === 'chunk' && file.name === 'start')
        if (start?.type !== 'chunk') throw new Error('The page has no start.')
        const chunks = new Set([start.fileName])
        const styles = new Set<string>()
        for (const name of chunks) {
          const file = bundle[name]
          if (file?.type !== 'chunk') continue
          for (const one of file.imports) chunks.add(one)
          for (const one of file.viteMetadata?.importedCss ?? []) styles.add(one)
        }
        const link = (rel: string, file: string): HtmlTagDescriptor => {
          return { tag: 'link', attrs: { rel, crossorigin: true, href: `./${file}` }, injectTo: 'head' }
        }
        return [
          ...[...styles].map((file) => link('stylesheet', file)),
          ...[...chunks]
            .filter((name) => bundle[name]?.type === 'chunk' && !(bundle[name] as { isEntry?: boolean }).isEntry)
            .map((file) => link('modulepreload', file)),
        ]
      },
    },
  }
}

/** `npm run build:web`: the page, from `web/` to `dist/web`. It can lie in any folder of any site: all its paths are relative. */
export default defineConfig({
  root: 'web',
  base: './',
  plugins: [react(), preloaded(), compressed()],
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
      checks: { bundlerTimings: false },
      output: {
        // What every visit needs comes in few files: each one is a question more on a slow line.
        codeSplitting: {
          groups: [
            // The first script waits for nothing.
            { name: 'ahead', test: /web\/(main|app\/ahead)\.ts|vite\/preload-helper/, priority: 2 },
            {
              name: 'libraries',
              test: /node_modules\/(react|react-dom|scheduler|@tanstack|wouter|zod|use-sync-external-store)\//,
            },
            {
              name: 'parts',
              test: /\/(web\/(parts|data|text\/en\/(wallet|money)|app\/(hashRoute|Title|site|app\.module)|wallet\/wanted|chain\/(now|pending))|sdk\/(errors|model)\/(InputError|ConnectionError|parseInput|schemas|decimal|amount|when|status|phaseNames|terms|pageConfig|deployment))/,
            },
          ],
        },
      },
    },
  },
})
