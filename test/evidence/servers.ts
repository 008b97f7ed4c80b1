/** Real HTTP servers for the tests: an S3, a Kubo node and a member's intake, each of which checks what it gets. */
import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { CID } from 'multiformats/cid'
import * as raw from 'multiformats/codecs/raw'
import { sha256 } from 'multiformats/hashes/sha2'

export interface TestServer {
  url: string
  /** What was asked, as `METHOD /path`. */
  asked: string[]
  /** Held requests wait until they are released; the promise tells when one has come. */
  hold(match: (asked: string) => boolean): Promise<void>
  release(): void
  stop(): Promise<void>
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export async function testServer(answer: Answer): Promise<TestServer> {
  const asked: string[] = []
  let held: { match: (asked: string) => boolean; come: () => void; gate: Promise<void>; open: () => void } | undefined
  const server = createServer((request, response) => {
    const line = `${request.method} ${request.url}`
    asked.push(line)
    void (async () => {
      if (held?.match(line) === true) {
        held.come()
        await held.gate
      }
      await answer(request, response)
    })().catch((error: unknown) => {
      response.writeHead(500).end(String(error))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const release = () => {
    held?.open()
    held = undefined
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    hold: (match) =>
      new Promise<void>((come) => {
        let open!: () => void
        const gate = new Promise<void>((resolve) => (open = resolve))
        held = { match, come, gate, open }
      }),
    release,
    stop: async () => {
      release()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

const hex = (content: Buffer | string) => createHash('sha256').update(content).digest('hex')

export const S3_SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'

/** AWS Signature Version 4, computed from what arrived. */
export function signatureOf(
  request: { method: string; url: string; headers: Record<string, string> },
  names: string,
  scope: string,
): string {
  const { method, url, headers } = request
  const at = new URL(url, 'http://x')
  const query = [...at.searchParams]
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .sort()
  const signed = names.split(';').map((name) => `${name}:${headers[name]}\n`)
  const canonical = [
    method,
    at.pathname,
    query.join('&'),
    signed.join(''),
    names,
    headers['x-amz-content-sha256'],
  ].join('\n')
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope, hex(canonical)].join('\n')
  const mac = (key: Buffer | string, value: string) => createHmac('sha256', key).update(value).digest()
  const key = scope.split('/').reduce<Buffer | string>((one, part) => mac(one, part), `AWS4${S3_SECRET}`)
  return mac(key, text).toString('hex')
}

/** An S3 that takes in one bucket what is rightly signed and has the digest that the signature covers. */
export async function s3Server(): Promise<
  TestServer & { objects: Map<string, Buffer>; faults: string[]; uploads: Map<string, Buffer[]> }
> {
  const objects = new Map<string, Buffer>()
  const uploads = new Map<string, Buffer[]>()
  const faults: string[] = []
  const server = await testServer(async (request, response) => {
    const body = await bodyOf(request)
    const headers = request.headers as Record<string, string>
    const [, scope = '', names = '', signature = ''] =
      /^AWS4-HMAC-SHA256 Credential=AKID\/([^,]+), SignedHeaders=([^,]+), Signature=(\w+)$/.exec(
        headers['authorization'] ?? '',
      ) ?? []
    const { pathname, searchParams } = new URL(request.url!, 'http://x')
    const refuse = (why: string) => {
      faults.push(why)
      response.writeHead(403).end(`<Error><Message>${why}</Message></Error>`)
    }
    if (request.method === 'GET' && objects.has(pathname))
      return void response.writeHead(200).end(objects.get(pathname))
    if (signature !== signatureOf({ method: request.method!, url: request.url!, headers }, names, scope))
      return refuse('SignatureDoesNotMatch')
    for (const name of ['host', 'x-amz-content-sha256', 'x-amz-date'])
      if (!names.split(';').includes(name)) return refuse(`${name} is not signed`)
    if (headers['x-amz-content-sha256'] !== hex(body)) return refuse('XAmzContentSHA256Mismatch')
    if (headers['transfer-encoding'] !== undefined) return refuse('NotImplemented: a length is needed')
    const id = searchParams.get('uploadId') ?? ''
    if (request.method === 'HEAD') {
      const object = objects.get(pathname)
      return void response.writeHead(object === undefined ? 404 : 200, { 'content-length': object?.length ?? 0 }).end()
    }
    if (request.method === 'POST' && searchParams.has('uploads')) {
      uploads.set('id/+1', [])
      return void response.end(
        '<InitiateMultipartUploadResult><UploadId>id/+1</UploadId></InitiateMultipartUploadResult>',
      )
    }
    if (request.method === 'PUT' && id !== '') {
      uploads.get(id)![Number(searchParams.get('partNumber')) - 1] = body
      return void response.writeHead(200, { etag: `"${hex(body)}"` }).end()
    }
    if (request.method === 'POST') {
      const tags = [...body.toString().matchAll(/<ETag>&quot;(\w+)&quot;<\/ETag>/g)].map((match) => match[1])
      const parts = uploads.get(id)!
      if (tags.join() !== parts.map(hex).join()) return refuse('InvalidPart')
      objects.set(pathname, Buffer.concat(parts))
      uploads.delete(id)
      return void response.end('<CompleteMultipartUploadResult><Key>k</Key></CompleteMultipartUploadResult>')
    }
    if (request.method === 'DELETE') {
      uploads.delete(id)
      return void response.writeHead(204).end()
    }
    objects.set(pathname, body)
    response.writeHead(200).end()
  })
  return { ...server, objects, faults, uploads }
}

/** A Kubo node whose blocks are as large as the file; its gateway is on the same port. */
export async function kuboServer(): Promise<TestServer & { blocks: Map<string, Buffer> }> {
  const blocks = new Map<string, Buffer>()
  const server = await testServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url!, 'http://x')
    const body = await bodyOf(request)
    const get = (cid: string) =>
      blocks.has(cid) ? response.end(blocks.get(cid)) : response.writeHead(404).end('ipld: could not find it')
    if (request.method === 'GET') return void get(pathname.replace('/ipfs/', ''))
    if (request.method !== 'POST') return void response.writeHead(405).end()
    if (pathname === '/api/v0/cat') return void get(searchParams.get('arg')!)
    const boundary = /boundary=(.+)$/.exec(request.headers['content-type'] ?? '')?.[1] ?? 'none'
    const start = body.indexOf('\r\n\r\n') + 4
    const end = body.lastIndexOf(`\r\n--${boundary}--\r\n`)
    const isForm = body
      .subarray(0, start)
      .toString()
      .startsWith(`--${boundary}\r\nContent-Disposition: form-data; name="file"`)
    if (
      pathname !== '/api/v0/add' ||
      searchParams.get('cid-version') !== '1' ||
      searchParams.get('raw-leaves') !== 'true' ||
      !isForm ||
      end < start
    )
      return void response.writeHead(400).end('bad request')
    const content = body.subarray(start, end)
    const cid = CID.createV1(raw.code, await sha256.digest(content)).toString()
    blocks.set(cid, content)
    response.end(`${JSON.stringify({ Name: 'x', Hash: cid, Size: `${content.length}` })}\n`)
  })
  return { ...server, blocks }
}

/** A member's intake: takes a bundle whose digest is as its header says. */
export async function intakeServer(): Promise<TestServer & { taken: Map<string, Buffer> }> {
  const taken = new Map<string, Buffer>()
  const server = await testServer(async (request, response) => {
    const body = await bodyOf(request)
    const digest = `sha-256=:${createHash('sha256').update(body).digest('base64')}:`
    if (
      request.method !== 'PUT' ||
      request.headers['repr-digest'] !== digest ||
      request.headers['content-length'] !== `${body.length}`
    )
      return void response.writeHead(400).end('not what its headers say')
    taken.set(request.url!, body)
    response.writeHead(204).end()
  })
  return { ...server, taken }
}
