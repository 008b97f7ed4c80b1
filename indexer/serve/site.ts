/** The page, served beside the API so that both have one address: static files, and a `config.json` of this place. */
import { basename, sep } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import type { PageConfig } from '../../sdk/model/pageConfig.ts'

export interface Site {
  /** Absolute path of the built page. */
  folder: string
  /** What its `config.json` says, whatever file of that name is in the folder. */
  config: PageConfig
}

/**
 * What the page may do. Its own files are all it runs and shows. It connects to any https endpoint, since visitors hand evidence in
 * to members and may name an endpoint of the chain that they trust, and to servers on the visitor's own machine.
 */
const POLICY = [
  "default-src 'none'",
  // The auditor's hashes and signatures are WebAssembly; nothing else may be compiled.
  "script-src 'self' 'wasm-unsafe-eval'",
  ...['style', 'font', 'worker', 'manifest'].map((what) => `${what}-src 'self'`),
  "img-src 'self' data:",
  "connect-src 'self' https: http://127.0.0.1:* http://localhost:*",
  ...['base-uri', 'form-action', 'frame-ancestors'].map((what) => `${what} 'none'`),
].join('; ')

/** Nothing of the device is needed. */
const DEVICE = ['camera', 'display-capture', 'geolocation', 'hid', 'microphone', 'payment', 'serial', 'usb']

const HEADERS = {
  'content-security-policy': POLICY,
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': DEVICE.map((name) => `${name}=()`).join(', '),
}

/** Vite puts files whose names have a hash of their content there: they never change. */
const HASHED = `${sep}assets${sep}`
const YEAR = 31_536_000

/** Serves the page at `/`: where it is changed by a new build, without starting again. */
export function serveSite(server: FastifyInstance, { folder, config }: Site): void {
  server.register(async (page) => {
    page.addHook('onSend', async (_, reply) => {
      // The API's own policy stays for what is not there.
      if (reply.statusCode !== 404) reply.headers(HEADERS)
      await Promise.resolve()
    })
    page.get('/config.json', (_, reply) => reply.header('cache-control', 'no-cache').send(config))
    await page.register(fastifyStatic, {
      root: folder,
      preCompressed: true,
      dotfiles: 'ignore',
      cacheControl: false,
      setHeaders: (reply, path) => {
        const forever = path.startsWith(`${folder}${HASHED}`) && /-[\w-]{8,}\./.test(basename(path))
        reply.header('cache-control', forever ? `public, max-age=${YEAR}, immutable` : 'no-cache')
      },
    })
  })
}
