/** What is asked of bytes that somebody else's URI leads to. */
import * as z from 'zod'
import { InputError } from '../../sdk/errors/InputError.ts'
import { parseInput } from '../../sdk/errors/parseInput.ts'
import { cidInName, sha256OfCid } from '../../sdk/evidence/cid.ts'
import { checked } from '../../sdk/evidence/digest.ts'
import { chunksOf, streamOf } from '../../sdk/evidence/streams.ts'

/** A content identifier of version 1 in base 32, SHA-256. */
export const cidSchema = z.string().regex(/^b[a-z2-7]{58}$/, 'is not a content identifier of version 1 in base 32')

/**
 * The stream; reading it throws {InputError} after `most` bytes, and at its end where the URI is content-addressed and the content has
 * another digest.
 * @param limit names the limit in the error, for instance "100 GB; see --limit".
 */
export function asNamed(
  uri: URL,
  stream: ReadableStream<Uint8Array>,
  most: number,
  limit: string,
): ReadableStream<Uint8Array> {
  const wrong = (message: string) => wrongUri(uri.href, message)
  const wanted = sha256OfCid(cidInName(uri.pathname) ?? (uri.protocol === 'ipfs:' ? uri.host : ''))
  const bounded = streamOf(atMost(stream, most, () => wrong(`gives more than ${limit}`)))
  if (wanted === undefined) return bounded
  return checked(bounded, ({ sha256 }) => {
    if (sha256 !== wanted) throw wrong(`gives content with the SHA-256 ${sha256}, not ${wanted}`)
  })
}

/** The content identifier that an `ipfs:` URI is. @throws {InputError} when there is more or less in it. */
export function cidOfUri(uri: URL): string {
  const cid = parseInput(cidSchema, uri.host, 'URI of the evidence')
  if (uri.pathname !== '' && uri.pathname !== '/') throw wrongUri(uri.href, 'has more in it than a content identifier')
  return cid
}

export function wrongUri(uri: string, message: string): InputError {
  return new InputError('URI of the evidence', [{ path: '', value: uri, message }])
}

async function* atMost(stream: ReadableStream<Uint8Array>, most: number, error: () => Error) {
  let bytes = 0
  for await (const chunk of chunksOf(stream)) {
    bytes += chunk.length
    if (bytes > most) throw error()
    yield chunk
  }
}
