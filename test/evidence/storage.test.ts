import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AwsV4Signer } from 'aws4fetch'
import { expect } from 'chai'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { cidOf } from '../../sdk/evidence/cid.ts'
import { send } from '../../oracle/evidence/http.ts'
import { sealedFile, type Sealed } from '../../scripts/support/evidence/sealed.ts'
import { Bucket } from '../../scripts/support/evidence/storage/s3.ts'
import { getByUri, storageOf } from '../../scripts/support/evidence/storage/storage.ts'
import { kuboServer, s3Server, S3_SECRET, signatureOf, testServer, type TestServer } from './servers.ts'
import { bytesOf, contentOf, refusedPaths, sha256 } from './support.ts'

describe('evidence: storage', () => {
  const content = contentOf('bundle', 300_000)
  let root: string
  let sealed: Sealed
  let running: TestServer[]
  const start = async <T extends TestServer>(server: Promise<T>): Promise<T> => {
    running.push(await server)
    return server
  }
  beforeEach(async () => {
    running = []
    root = await mkdtemp(join(tmpdir(), 'lodestone-storage-'))
    await writeFile(join(root, 'bundle.age'), content)
    sealed = sealedFile(join(root, 'bundle.age'), { size: content.length, sha256: sha256(content) })
  })
  afterEach(async () => {
    await rm(root, { recursive: true })
    for (const server of running) await server.stop()
  })
  const cid = cidOf(sha256(content))
  const get = async (uri: string, where?: string, most = 1e9) => bytesOf(await getByUri(uri, where, most))
  const isContent = (bytes: Uint8Array, what: string) => expect(Buffer.compare(bytes, content), what).to.equal(0)

  it('a folder holds bundles by their digests, and gives nothing else', async () => {
    const folder = join(root, 'store')
    const storage = await storageOf(folder)
    const uri = await storage.put(sealed)
    expect(uri, 'URI').to.equal(`file:///${cid}.age`)
    expect(await storage.put(sealed), 'put again').to.equal(uri)
    expect(await readdir(folder), 'files').to.deep.equal([`${cid}.age`])
    isContent(await get(uri, folder), 'content')
    await writeFile(join(folder, `${cid}.age`), content.slice(1))
    await refusedPaths(get(uri, folder), 'another content')
    await rm(join(folder, `${cid}.age`))
    for (const other of [
      uri,
      'file:///etc/passwd',
      `file:///etc/${cid}.age`,
      `file://host/${cid}.age`,
      `file:///..%2f${cid}.age`,
    ]) {
      await refusedPaths(get(other, folder), other)
    }
  })

  it('an S3 takes signed bundles, once', async () => {
    const s3 = await start(s3Server())
    const environment = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: S3_SECRET, LODESTONE_S3_ENDPOINT: s3.url }
    const bucket = new Bucket('s3://evidence/claims', environment)
    const uri = await bucket.put(sealed)
    expect([uri, s3.faults], 'URI, and faults seen by the server').to.deep.equal([
      `${s3.url}/evidence/claims/${cid}.age`,
      [],
    ])
    isContent(s3.objects.get(`/evidence/claims/${cid}.age`)!, 'object')
    isContent(await get(uri), 'by its URL')
    await bucket.put(sealed)
    expect(s3.asked.filter((line) => line.startsWith('PUT')).length, 'uploads').to.equal(1)
    const shown = new Bucket('s3://evidence', { ...environment, LODESTONE_S3_PUBLIC: 'https://cdn.example/e/' })
    expect(await shown.put(sealed), 'public URL').to.equal(`https://cdn.example/e/${cid}.age`)
    const wrong = new Bucket('s3://evidence', { ...environment, AWS_SECRET_ACCESS_KEY: 'other' })
    await refusedPaths(wrong.put(sealed), 'a wrong key')
    expect(s3.faults, 'what the server says').to.include('SignatureDoesNotMatch')
  })

  it('an S3 takes what is too large for one request in parts, and keeps no half of it', async () => {
    const s3 = await start(s3Server())
    const environment = { AWS_ACCESS_KEY_ID: 'AKID', AWS_SECRET_ACCESS_KEY: S3_SECRET, LODESTONE_S3_ENDPOINT: s3.url }
    const bucket = new Bucket('s3://evidence', environment, 100_001)
    await bucket.put(sealed)
    expect(s3.faults, 'faults').to.deep.equal([])
    expect(s3.asked.filter((line) => line.includes('partNumber')).length, 'parts').to.equal(3)
    isContent(s3.objects.get(`/evidence/${cid}.age`)!, 'object')
    s3.objects.clear()
    const changed = {
      ...sealed,
      open: (...args: Parameters<Sealed['open']>) =>
        args[1] === 100_001 && args[0] !== undefined
          ? sealedFile(join(root, 'bundle.age'), sealed).open(undefined, 0, 100_001)
          : sealed.open(...args),
    }
    await refusedPaths(bucket.put(changed), 'a part that changes')
    expect([s3.objects.size, s3.uploads.size], 'objects and half uploads').to.deep.equal([0, 0])
  })

  it('S3 settings are asked for by their names', async () => {
    expect(
      await refusedPaths(
        Promise.resolve().then(() => new Bucket('s3://evidence', {})),
        'none',
      ),
    ).to.deep.equal(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])
    expect(
      await refusedPaths(
        Promise.resolve().then(() => new Bucket('s3://E', {})),
        'no bucket',
      ),
    ).to.deep.equal(['--storage'])
    const plain = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', LODESTONE_S3_ENDPOINT: 'http://s3.example' }
    expect(
      await refusedPaths(
        Promise.resolve().then(() => new Bucket('s3://evidence', plain)),
        'plain http',
      ),
    ).to.deep.equal(['LODESTONE_S3_ENDPOINT'])
  })

  it('signs as AWS has published that it is done, and so does the server of these tests', async () => {
    // "GET Object" of the examples for Signature Version 4 with an authorization header.
    const headers = {
      range: 'bytes=0-9',
      'x-amz-content-sha256': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    }
    const published = 'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41'
    const url = 'https://examplebucket.s3.amazonaws.com/test.txt'
    const credentials = {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      secretAccessKey: S3_SECRET,
      service: 's3',
      region: 'us-east-1',
    }
    const signed = await new AwsV4Signer({
      method: 'GET',
      url,
      headers,
      ...credentials,
      datetime: '20130524T000000Z',
      allHeaders: true,
    }).sign()
    expect(signed.headers.get('authorization'), 'the library').to.include(`Signature=${published}`)
    const all = { ...headers, host: 'examplebucket.s3.amazonaws.com', 'x-amz-date': '20130524T000000Z' }
    const names = 'host;range;x-amz-content-sha256;x-amz-date'
    const scope = '20130524/us-east-1/s3/aws4_request'
    expect(signatureOf({ method: 'GET', url: '/test.txt', headers: all }, names, scope), 'the server').to.equal(
      published,
    )
  })

  it('an IPFS node takes bundles and gives them, and so does a gateway', async () => {
    const kubo = await start(kuboServer())
    const where = `ipfs:${kubo.url}`
    const uri = await (await storageOf(where)).put(sealed)
    expect(uri, 'URI').to.equal(`ipfs://${cid}`)
    isContent(await get(uri, where), 'through the API')
    process.env['LODESTONE_IPFS_GATEWAY'] = kubo.url
    try {
      isContent(await get(uri), 'through the gateway')
      kubo.blocks.set(cid, Buffer.from('something else'))
      await refusedPaths(get(uri), 'a gateway that lies')
      kubo.blocks.clear()
      await refusedPaths(get(uri), 'what is not there')
    } finally {
      delete process.env['LODESTONE_IPFS_GATEWAY']
    }
    for (const other of ['ipfs://Qm123', `ipfs://${cid}/x`]) await refusedPaths(get(other, where), other)
  })

  it('what a URL gives is proved, bounded, and followed only where nobody can change it', async () => {
    let cut = false
    const web = await start(
      testServer(async ({ url }, response) => {
        if (url === '/to-plain') response.writeHead(302, { location: 'http://other.example/x' }).end()
        else if (url === '/round') response.writeHead(302, { location: '/round' }).end()
        else if (url === '/moved') response.writeHead(307, { location: `/${cid}.age` }).end()
        else if (url === '/busy') response.writeHead(503).end()
        else if (url === '/gone') response.writeHead(404).end()
        else if (cut)
          response
            .writeHead(200, { 'content-length': content.length })
            .write(content.slice(0, 1000), () => response.destroy())
        else response.end(url === '/wrong' ? content.slice(1) : content)
      }),
    )
    isContent(await get(`${web.url}/${cid}.age`), 'by its name')
    isContent(await get(`${web.url}/moved`), 'after a redirect')
    const wrong = cidOf(sha256(content.slice(1)))
    await refusedPaths(get(`${web.url}/${wrong}.age`), 'another content than its name says')
    await refusedPaths(get(`${web.url}/${cid}.age`, undefined, content.length - 1), 'more than the limit')
    for (const path of ['to-plain', 'round', 'gone']) await refusedPaths(get(`${web.url}/${path}`), path)
    for (const uri of ['http://a.example/x', 'ftp://a.example/x', 'no URI', 'https://u:p@a.example/'])
      await refusedPaths(get(uri), uri)
    const again = (work: Promise<unknown>, what: string) =>
      work.then(
        () => expect.fail(what),
        (error: unknown) => expect(error, `${what}: ${String(error)}`).to.be.instanceOf(ConnectionError),
      )
    await again(get(`${web.url}/busy`), 'a server that is busy')
    cut = true
    await again(get(`${web.url}/${cid}.age`), 'a line that breaks')
    const { url } = web
    await web.stop()
    running = []
    await again(get(`${url}/x`), 'a server that is gone')
  })

  it('leaves no timer behind when a server answers before it has had everything', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length
    const early = await testServer((_, response) => {
      response.writeHead(507, { connection: 'close' }).end()
      return Promise.resolve()
    })
    const before = timers()
    let pulled = 0
    const stream = new ReadableStream<Uint8Array>({
      async pull(controller) {
        // Not before the answer has come.
        if (pulled > 0) await failed
        if (++pulled > 4) controller.close()
        else controller.enqueue(new Uint8Array(65_536))
      },
    })
    const sent = send(new URL(early.url), { method: 'PUT', body: { size: 4 * 65_536, stream } }, 'The server')
    const failed = sent.catch((error: unknown) => error)
    expect(await failed).to.be.instanceOf(ConnectionError)
    await early.stop()
    // Connections take a while to be torn down, longer on a busy machine; what was left behind lasted a minute.
    for (let i = 0; i < 200 && timers() > before; i++) await sleep(50)
    expect(timers(), 'timers').to.be.at.most(before)
  })
})
