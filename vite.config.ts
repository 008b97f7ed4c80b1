import { readFileSync } from 'node:fs'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { defineConfig, type HtmlTagDescriptor, type Plugin } from 'vite'

/** What a visit needs comes in few files: each one is a question more on a slow line. This asks for what the first picture needs. */
const AHEAD = [
  'web/(main|app/(ahead|firstPicture|links|mark|memory|scheme))\\.ts',
  'web/text/en/(app|headings)',
  'web/(app/app|parts/parts)\\.module',
  'vite/preload-helper',
]
const LIBRARIES = ['node_modules/(preact|@tanstack|wouter|use-sync-external-store)/']
const SCHEMAS = ['node_modules/zod/']
/** All else that the first picture of any view needs, and the view of all outcomes. */
const PAGE = [
  'web/start',
  'web/app/(?!Settings|Pending\\.)',
  'web/views/explore/',
  'web/text/en/explore',
  'web/wallet/WalletPlace',
  'web/parts/(?!Long|Tab|Curve|Nearby)',
  'web/data/(answers/(basics|escrows|status)|questions/(ask|escrows)|askIndex|sharedPages|harmless|token|terms)\\.',
  'web/text/en/(wallet|money|parts)',
  'web/wallet/wanted',
  'viem/_esm/constants/address',
  'web/chain/(now|pending)',
  'sdk/errors/(InputError|ConnectionError|parseInput)',
  'sdk/model/(schemas|decimal|amount|when|status|phaseNames|pageConfig|deployment)\\.',
]
/** What views say of terms and claims without asking the chain. */
const TERMS = [
  'sdk/model/(canonicalJson|duration|escrowAddress|explain|metric|outcome|payout|phase|share|terms|termsCode|words|worstCase)',
  'web/parts/(LongList|TabList|Table|Nearby|longList|tabs)',
  'web/data/(answers|questions)/(escrow|claims|money)\\.',
  'web/data/document',
  'web/views/outcome/(ClaimSummary|Voices|isOfAddress|outcome\\.module)',
  'viem/_esm/utils/address/isAddressEqual',
  'web/text/en/verify',
]
/** The wallet, for who has one connected. */
const WALLET = [
  'node_modules/(wagmi|@wagmi|mipd|zustand|eventemitter3)/',
  'web/wallet/(?!WalletPlace|wanted|WithWallet)',
]
/** Whoever asks the chain for something needs nearly all of this. */
const CHAIN = ['node_modules/(viem|abitype)/', 'sdk/(abi|actions|events|errors)/', 'web/(chain|wallet/WithWallet)']
/** The page is written for React and built with Preact, which does the same in half the bytes. */
const PREACT = [
  { find: /^react\/jsx-(dev-)?runtime$/, replacement: 'preact/jsx-runtime' },
  { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
  { find: /^react(-dom)?$/, replacement: 'preact/compat' },
]
const matching = (paths: readonly string[]) => new RegExp(`/(${paths.join('|')})`)

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

/**
 * What no page of this site does, and what whoever asks for a client or a schema gets all the same: how schemas are written as JSON Schema,
 * a seventh of the library that parses what comes in; and viem's names, tokens, sign-in and simulated blocks, a tenth of what reads the
 * chain, part of which works already while it is loaded.
 */
const LEFT_OUT = [
  'zod/v4/core/(json-schema-processors|to-json-schema)',
  'viem/_esm/actions/(public/simulate(Blocks|Calls)|ens/\\w+|siwe/\\w+|token/(?!index)[a-z]\\w+)',
]
const LEFT_OUT_FILE = new RegExp(`/node_modules/(${LEFT_OUT.join('|')})\\.js$`)

/** Leaves that out: a call says so. */
function withoutUnused(): Plugin {
  return {
    name: 'without-unused',
    apply: 'build',
    load: {
      filter: { id: LEFT_OUT_FILE },
      handler(id) {
        const names = readFileSync(id, 'utf8').matchAll(/^export (?:async )?(?:const|function) (\w+)/gm)
        const says = "() => { throw new Error('This page is built without it.') }"
        // What makes a method is called for every schema; the method is not.
        const does = (name = '') => (name.startsWith('create') ? `() => ${says}` : says)
        return [...names].map(([, name]) => `export const ${name} = ${does(name)}`).join('\n')
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
      handler(html, { bundle = {} }) {
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
        // The entry is named in it already.
        const isMissing = (file: string) => !html.includes(file)
        const sizeOf = (name: string) => {
          const file = bundle[name]
          return file?.type === 'chunk' ? file.code.length : 0
        }
        return [
          ...[...styles].filter(isMissing).map((file) => link('stylesheet', file)),
          // The largest first: it takes longest, and browsers ask a server for six at once.
          ...[...chunks]
            .filter((name) => sizeOf(name) > 0 && isMissing(name))
            .sort((one, other) => sizeOf(other) - sizeOf(one))
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
  plugins: [withoutUnused(), preloaded(), compressed()],
  resolve: { alias: PREACT },
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
    // All styles together are as small as one more question is slow.
    cssCodeSplit: false,
    reportCompressedSize: false,
    rolldownOptions: {
      // To compress well takes most of the time, and is meant to.
      checks: { bundlerTimings: false },
      // Libraries mark what runs in browsers: here everything does.
      onLog: (level, log, tell) => {
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') tell(level, log)
      },
      output: {
        codeSplitting: {
          groups: [
            // The first script waits for nothing.
            { name: 'ahead', test: matching(AHEAD), priority: 5 },
            { name: 'libraries', test: matching(LIBRARIES), priority: 4 },
            { name: 'schemas', test: matching(SCHEMAS), priority: 4 },
            { name: 'page', test: matching(PAGE), priority: 3 },
            { name: 'terms', test: matching(TERMS), priority: 2 },
            { name: 'wallet', test: matching(WALLET), priority: 1 },
            { name: 'chain', test: matching(CHAIN) },
          ],
        },
      },
    },
  },
})
