import { expect } from 'chai'
import { fetchBundle } from '../../../oracle/evidence/fetchBundle.ts'
import { download } from '../../../oracle/evidence/http.ts'
import { isLoopback, isPublic } from '../../../oracle/evidence/publicAddress.ts'
import { publicGet } from '../../../oracle/evidence/publicGet.ts'
import { ConnectionError } from '../../../sdk/errors/ConnectionError.ts'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { bytesOf } from '../../evidence/support.ts'
import { testServer, type TestServer } from '../../evidence/servers.ts'

const PRIVATE = [
  '0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.127.255.255', '127.0.0.1', '127.255.255.254',
  '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.0.0.8', '192.0.2.1', '192.88.99.1', '192.168.0.1', '198.18.0.1',
  '198.19.255.255', '198.51.100.7', '203.0.113.7', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255',
  '::', '::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::ffff:0808:0808', '::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::1', '100::1',
  'fc00::1', 'fd12:3456::1', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'ff02::1', 'ff0e::1', '2001::1', '2001:10::1', '2001:db8::1',
  '2002:7f00:1::', '3fff::1', '5f00::1', '', 'localhost', '127.1', '0x7f000001', '2130706433', '1.2.3.4.5',
] // prettier-ignore
const PUBLIC = [
  '1.1.1.1', '8.8.8.8', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255', '128.0.0.0', '169.253.255.255',
  '172.15.255.255', '172.32.0.0', '192.167.255.255', '192.169.0.0', '198.17.255.255', '198.20.0.0', '223.255.255.255',
  '2606:4700:4700::1111', '2a00:1450:4001::200e', '2001:4860:4860::8888',
] // prettier-ignore

/** Where every host has one of these addresses, one list for each time it is asked. */
function resolver(...answers: string[][]) {
  const asked: string[] = []
  const resolve = (host: string) => {
    const addresses = answers[Math.min(asked.push(host), answers.length) - 1]!
    return Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })))
  }
  return { asked, resolve }
}

/** @returns `refused`, `unanswered`, or what came. */
async function outcome(work: Promise<ReadableStream<Uint8Array>>): Promise<string> {
  try {
    return Buffer.from(await bytesOf(await work)).toString()
  } catch (error) {
    if (error instanceof InputError) return 'refused'
    if (error instanceof ConnectionError) return 'unanswered'
    throw error
  }
}

describe('oracle: evidence comes from public addresses alone', () => {
  let server: TestServer
  let port: string
  beforeEach(async () => {
    server = await testServer(async ({ url, headers }, response) => {
      const to = new URLSearchParams(url!.split('?')[1]).get('to')
      if (to === null) response.end(`for ${headers.host}`)
      else response.writeHead(302, { location: to }).end()
      return Promise.resolve()
    })
    port = new URL(server.url).port
  })
  afterEach(() => server.stop())

  it('tells public addresses from all others', () => {
    for (const address of PRIVATE) expect(isPublic(address), address).to.equal(false)
    for (const address of PUBLIC) expect(isPublic(address), address).to.equal(true)
    for (const address of ['127.0.0.1', '127.9.9.9', '::1']) expect(isLoopback(address), address).to.equal(true)
    for (const address of ['10.0.0.1', '::ffff:127.0.0.1', '0.0.0.0', '::', 'localhost', '8.8.8.8'])
      expect(isLoopback(address), address).to.equal(false)
  })

  it('refuses a host with one address that is not public, before anything is sent', async () => {
    const { signal } = new AbortController()
    for (const address of PRIVATE.filter((one) => /^[\d.:a-f]+$/.test(one))) {
      const { asked, resolve } = resolver(['8.8.8.8', address])
      const get = publicGet({ loopback: false, resolve })
      const error: unknown = await get(new URL('https://a.example/'), signal).catch((reason: unknown) => reason)
      expect(error, address).to.be.instanceOf(InputError)
      expect(asked, `asked about, ${address}`).to.deep.equal(['a.example'])
    }
    const nobody = publicGet({ loopback: false, resolve: resolver([]).resolve })
    expect(await nobody(new URL('https://a.example/'), signal).catch((error: unknown) => error)).to.be.instanceOf(
      InputError,
    )
  })

  it('refuses addresses that stand in the URL itself, however they are written', async () => {
    const { asked, resolve } = resolver(['8.8.8.8'])
    const get = publicGet({ loopback: false, resolve })
    const hosts = [
      '127.0.0.1',
      '127.1',
      '0x7f.1',
      '2130706433',
      '0177.0.0.1',
      '[::1]',
      '[::ffff:7f00:1]',
      '169.254.169.254',
      '10.1',
      '[fd00::1]',
    ]
    for (const host of hosts) {
      const work = get(new URL(`http://${host}:${port}/`), new AbortController().signal)
      expect(await work.catch((error: unknown) => error), host).to.be.instanceOf(InputError)
    }
    expect([asked, server.asked], 'names looked up, requests').to.deep.equal([[], []])
  })

  it('connects to the address that was checked, and checks again for the next request', async () => {
    const { asked, resolve } = resolver(['127.0.0.1'], ['169.254.169.254'])
    const get = publicGet({ loopback: true, resolve })
    const url = new URL(`http://rebound.example:${port}/x`)
    const { status, body } = await get(url, new AbortController().signal)
    expect([status, Buffer.from(await bytesOf(body)).toString()], 'the first').to.deep.equal([
      200,
      `for rebound.example:${port}`,
    ])
    expect(asked, 'looked up once: there is no second answer to connect to').to.deep.equal(['rebound.example'])
    expect(
      await get(url, new AbortController().signal).catch((error: unknown) => error),
      'the second',
    ).to.be.instanceOf(InputError)
    expect(server.asked.length, 'requests').to.equal(1)
  })

  it('checks the place that a redirect leads to', async () => {
    const { resolve } = resolver(['10.0.0.5'])
    const get = publicGet({ loopback: true, resolve })
    const at = (to: string) => outcome(download(new URL(`${server.url}/?to=${encodeURIComponent(to)}`), 'It', { get }))
    expect(await at('/y'), 'on the same server').to.equal(`for 127.0.0.1:${port}`)
    for (const to of [
      'https://10.0.0.1/',
      'https://inside.example/',
      'http://inside.example/',
      'file:///etc/passwd',
      'ftp://a.example',
      'https://[fe80::1]/',
      'http://169.254.169.254/latest/meta-data',
    ])
      expect(await at(to), to).to.equal('refused')
  })

  it('takes URIs to this machine on a local chain alone; the gateway is the operator’s own', async () => {
    const operator = (chainId: number) => {
      const evidence = { mostMegabytes: 1, ipfsGateway: server.url }
      return { config: { evidence }, deployment: { chainId } }
    }
    const limits = { within: 10_000, stalled: 10_000, resolve: resolver(['192.168.1.1']).resolve }
    const get = (chainId: number, uri: string) =>
      outcome(fetchBundle(operator(chainId), uri, limits, new AbortController().signal))
    const here = `for 127.0.0.1:${port}`
    expect(await get(31337, `${server.url}/x`), 'on a local chain').to.equal(here)
    expect(await get(1, `${server.url}/x`), 'on another').to.equal('refused')
    expect(await get(1, `https://127.0.0.1:${port}/x`), 'https on another').to.equal('refused')
    expect(await get(31337, 'https://inside.example/x'), 'a private network, on a local chain').to.equal('refused')
    // A directory's identifier says nothing of the content that the gateway gives.
    const directory = `bafybei${'a'.repeat(52)}`
    expect(await get(1, `ipfs://${directory}`), 'by the gateway').to.equal(here)
    expect(server.asked.at(-1), 'asked').to.equal(`GET /ipfs/${directory}`)
    for (const uri of [
      '',
      'nonsense',
      'file:///etc/passwd',
      'data:,x',
      'ftp://a.example/x',
      `ipfs://${directory}/x`,
      'ipfs://x',
      'http://a.example/',
      'https://u:p@a.example/',
    ])
      expect(await get(31337, uri), uri).to.equal('refused')
  })
})
