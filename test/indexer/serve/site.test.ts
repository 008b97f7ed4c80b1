/** The page that the index serves: files, headers, and the configuration made of its options. */
import { expect } from 'chai'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib'
import { openIndex, type Index } from '../../../indexer/store/openIndex.ts'
import { parseIndex } from '../../../scripts/support/index/settings.ts'
import { siteOf } from '../../../scripts/support/index/siteOf.ts'
import { InputError } from '../../../sdk/errors/InputError.ts'
import type { Deployment } from '../../../sdk/model/deployment.ts'
import { parsePageConfig } from '../../../sdk/model/pageConfig.ts'
import { serve, type Served } from '../support/served.ts'

const SCRIPT = "document.title = 'Lodestone'\n"
const address = (digit: string) => `0x${digit.repeat(40)}` as const
const deployment: Deployment = {
  chainId: 1,
  implementation: address('1'),
  factory: address('2'),
  router: address('3'),
  directory: address('4'),
  block: 5,
  compiler: '0.8.37',
}
const none = { rpc: undefined, chain: undefined, currency: undefined, explorer: undefined, report: undefined }

/** Paths of the faults that something is refused with. */
function faultsOf(work: () => unknown): string[] {
  try {
    work()
  } catch (error) {
    if (error instanceof InputError) return error.faults.map(({ path }) => path)
    throw error
  }
  return []
}

describe('the page that the index serves', () => {
  let folder: string
  let index: Index
  let served: Served
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lodestone-page-'))
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'index.html'), '<!doctype html><title>Lodestone</title>')
    await writeFile(join(folder, 'config.json'), '{"chain":"of another place"}')
    await writeFile(join(folder, '.secret'), 'secret')
    const script = join(folder, 'assets', 'page-B7fk2_x0.js')
    await writeFile(script, SCRIPT)
    await writeFile(`${script}.br`, brotliCompressSync(SCRIPT))
    await writeFile(`${script}.gz`, gzipSync(SCRIPT))
    await writeFile(join(folder, 'assets', 'logo.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
    index = await openIndex(':memory:')
    served = serve(index, { site: siteOf({ ...none, page: folder }, deployment) })
  })
  after(async () => {
    await served.server.close()
    await index.destroy()
    await rm(folder, { recursive: true })
  })

  it('should be a document that runs and shows its own files alone, asked for again each time', async () => {
    const { status, headers, text } = await served.ask('/')
    expect([status, text]).to.deep.equal([200, '<!doctype html><title>Lodestone</title>'])
    expect(headers).to.include({
      'cache-control': 'no-cache',
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'content-security-policy':
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; font-src 'self'; worker-src 'self'; " +
        "manifest-src 'self'; img-src 'self' data:; connect-src 'self' https: http://127.0.0.1:* http://localhost:*; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    })
    expect(headers['permissions-policy']).to.include('camera=()')
    const again = await served.ask('/', { 'if-none-match': String(headers['etag']) })
    expect(again.status).to.equal(304)
  })

  it('should allow no less and no more than the page itself asks for, but frames', async () => {
    const html = await readFile(join(import.meta.dirname, '../../../web/index.html'), 'utf8')
    const inPage = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(html)?.[1] ?? ''
    const rules = (policy: string) => policy.split('; ').sort()
    const { headers } = await served.ask('/')
    const fromServer = rules(String(headers['content-security-policy']))
    // A policy in a document cannot speak of frames.
    expect(fromServer).to.deep.equal([...rules(inPage), "frame-ancestors 'none'"].sort())
  })

  it('should offer the test wallet of no other chain than the development one, and on this machine alone', () => {
    const currency = { symbol: 'ETH', decimals: 18 }
    const offered = (chainId: number, rpc: string | undefined) =>
      faultsOf(() =>
        parsePageConfig({
          ...{ chain: 'a chain', currency, deployment: { ...deployment, chainId }, testWallet: true },
          ...(rpc === undefined ? {} : { rpc }),
        }),
      )
    expect(offered(31337, 'http://127.0.0.1:8545'), 'here').to.deep.equal([])
    for (const [chainId, rpc] of [
      [1, 'http://127.0.0.1:8545'],
      [31337, 'https://example.org'],
      [31337, 'http://127.0.0.1.example.org'],
      [31337, 'http://127.0.0.1@example.org'],
      [31337, undefined],
    ] as const)
      expect(offered(chainId, rpc), `${chainId} ${rpc}`).to.deep.equal(['testWallet'])
  })

  it('should be refused a configuration that leads to anything but web pages', () => {
    const config = { chain: 'a chain', currency: { symbol: 'ETH', decimals: 18 }, deployment }
    for (const field of ['index', 'rpc', 'explorer', 'report'])
      for (const url of ['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'blob:https://x', '//x'])
        expect(
          faultsOf(() => parsePageConfig({ ...config, [field]: url })),
          `${field} ${url}`,
        ).to.deep.equal([field])
  })

  it('should keep files for ever whose names have a hash, compressed as the browser likes', async () => {
    const url = '/assets/page-B7fk2_x0.js'
    const inject = (encoding: string) =>
      served.server.inject({ method: 'GET', url, headers: { 'accept-encoding': encoding } })
    const plain = await inject('identity')
    expect(plain.body).to.equal(SCRIPT)
    expect(plain.headers['cache-control']).to.equal('public, max-age=31536000, immutable')
    const brotli = await inject('gzip, br')
    expect(brotli.headers).to.include({
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
    })
    expect(brotli.headers['content-type']).to.match(/javascript/)
    expect(String(brotliDecompressSync(brotli.rawPayload))).to.equal(SCRIPT)
    expect((await inject('gzip')).headers['content-encoding']).to.equal('gzip')
    expect((await served.ask('/assets/logo.svg')).headers['cache-control'], 'no hash').to.equal('no-cache')
  })

  it('should have the configuration of this place, whatever file is there', async () => {
    const { headers, text } = await served.ask('/config.json')
    expect(headers['cache-control']).to.equal('no-cache')
    expect(parsePageConfig(JSON.parse(text))).to.deep.equal({
      chain: 'Ethereum',
      currency: { symbol: 'ETH', decimals: 18 },
      deployment,
    })
  })

  it("should leave the API's answers and their policy as they are", async () => {
    for (const [url, status] of [
      ['/v1/status', 200],
      ['/v1/nothing', 404],
      ['/assets/gone-00000000.js', 404],
      ['/.secret', 404],
      ['/assets', 404],
      ['/%2e%2e/%2e%2e/etc/passwd', 404],
    ] as const) {
      const reply = await served.ask(url)
      expect([reply.status, reply.headers['content-security-policy']], url).to.deep.equal([
        status,
        "default-src 'none'; frame-ancestors 'none'",
      ])
      expect(() => JSON.parse(reply.text) as unknown, url).not.to.throw()
    }
  })

  it('should not be there unless it is asked for', async () => {
    const bare = serve(index)
    expect((await bare.ask('/')).status).to.equal(404)
    expect((await bare.ask('/config.json')).status).to.equal(404)
    await bare.server.close()
  })

  it('should name the encoding and the origin where both change answers', async () => {
    const site = siteOf({ ...none, page: folder }, deployment)
    const open = serve(index, { site, allowOrigin: 'https://page.example' })
    expect((await open.ask('/assets/page-B7fk2_x0.js')).headers['vary']).to.equal('accept-encoding, origin')
    await open.server.close()
  })

  it('should be told by options what visitors are given', () => {
    const said = { chain: 'Here', currency: 'GAS', rpc: 'https://rpc.example/v1' }
    const links = { explorer: 'https://explorer.example', report: 'https://report.example/all.html' }
    const { config } = siteOf({ page: folder, ...said, ...links }, { ...deployment, chainId: 4_242_424_242 })
    expect(config).to.include({ chain: 'Here', rpc: said.rpc, ...links })
    expect(config.currency).to.deep.equal({ symbol: 'GAS', decimals: 18 })
  })

  it('should tell all faults before anything is served', () => {
    const nowhere = { ...none, page: join(folder, 'assets') }
    const other = { ...deployment, chainId: 31337 }
    expect(faultsOf(() => siteOf(nowhere, other))).to.deep.equal(['--page', '--page-chain', '--page-currency'])
    const usual = { host: '127.0.0.1', port: '0', poll: '1000', rpc: '' }
    expect(faultsOf(() => parseIndex({ ...usual, pageRpc: 'https://rpc.example' }))).to.deep.equal(['--page-rpc'])
    const wrong = { pageRpc: 'http://far.example', pageExplorer: 'explorer', pageReport: 'javascript:alert(1)' }
    expect(faultsOf(() => parseIndex({ ...usual, page: folder, ...wrong }))).to.have.members([
      '--page-rpc',
      '--page-explorer',
      '--page-report',
    ])
    expect(faultsOf(() => parseIndex({ ...usual, page: folder, pageRpc: 'http://127.0.0.1:8545' }))).to.deep.equal([])
  })
})
