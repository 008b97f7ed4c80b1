import { z } from 'zod'
import { parseInput } from '../../../../sdk/errors/parseInput.ts'
import { streamOf, chunksOf } from '../../../../sdk/evidence/streams.ts'
import { cidOfUri, cidSchema } from '../../../../oracle/evidence/content.ts'
import { download, getByFetch, send } from '../../../../oracle/evidence/http.ts'
import { sealedName } from '../../../../sdk/evidence/cid.ts'
import type { Sealed } from '../sealed.ts'

/** How the content is cut decides its identifier, so all of it is said. */
const ADD = { 'cid-version': '1', 'raw-leaves': 'true', chunker: 'size-262144', pin: 'true', progress: 'false' }
const addedSchema = z.looseObject({ Hash: cidSchema })

/** Adds a bundle to a Kubo node through its RPC API, and pins it there. @returns `ipfs://<cid>`. */
export async function putInIpfs(api: URL, sealed: Sealed): Promise<string> {
  const url = new URL(`${api.href.replace(/\/+$/, '')}/api/v0/add?${new URLSearchParams(ADD).toString()}`)
  const boundary = `lodestone-${crypto.randomUUID()}`
  const encode = (text: string) => new TextEncoder().encode(text)
  const name = sealedName(sealed.cid)
  const head = encode(
    `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n` +
      'Content-Type: application/octet-stream\r\n\r\n',
  )
  const tail = encode(`\r\n--${boundary}--\r\n`)
  async function* parts(): AsyncGenerator<Uint8Array, void> {
    yield head
    yield* chunksOf(sealed.open('Storing'))
    yield tail
  }
  const response = await send(
    url,
    {
      method: 'POST',
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      body: { size: head.length + sealed.size + tail.length, stream: streamOf(parts()) },
    },
    'The IPFS node',
  )
  const lines = (await response.text()).trim().split('\n')
  const { Hash: cid } = parseInput(addedSchema, readJson(lines.at(-1) ?? ''), 'answer of the IPFS node')
  return `ipfs://${cid}`
}

/** A bundle from a Kubo node's API, or where `api` is undefined, from a gateway. */
export async function getFromIpfs(
  from: { api: URL } | { gateway: URL },
  uri: URL,
): Promise<ReadableStream<Uint8Array>> {
  const cid = cidOfUri(uri)
  const base = ('api' in from ? from.api : from.gateway).href.replace(/\/+$/, '')
  if ('api' in from)
    return download(new URL(`${base}/api/v0/cat?arg=${cid}`), 'The IPFS node', { get: getByFetch('POST') })
  return download(new URL(`${base}/ipfs/${cid}`), 'The IPFS gateway')
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
