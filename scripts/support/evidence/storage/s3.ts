import { AwsClient } from 'aws4fetch'
import { sha256, type Hex } from 'viem'
import { z } from 'zod'
import { parseInput } from '../../../../sdk/errors/parseInput.ts'
import { digestOf } from '../../../../sdk/evidence/digest.ts'
import { isSafeUrl } from '../../../../sdk/evidence/intakeUrl.ts'
import { send } from '../../../../oracle/evidence/http.ts'
import { sealedName } from '../../../../sdk/evidence/cid.ts'
import type { Sealed } from '../sealed.ts'
import { InputError } from '../../../../sdk/errors/InputError.ts'

/** Most bytes that S3 takes in one request. */
const SINGLE = 5_000_000_000
/** Most parts of an upload, and the least size that is worth one. */
const PARTS = 10_000
const PART = 64 * 1024 * 1024

const urlSchema = z.string().refine((text) => {
  const url = URL.parse(text)
  return url !== null && isSafeUrl(url)
}, 'is not an https URL')

const settingsSchema = z.object({
  AWS_ACCESS_KEY_ID: z.string('is not set'),
  AWS_SECRET_ACCESS_KEY: z.string('is not set'),
  AWS_SESSION_TOKEN: z.string().optional(),
  AWS_REGION: z.string().default('us-east-1'),
  LODESTONE_S3_ENDPOINT: urlSchema.optional(),
  LODESTONE_S3_PUBLIC: urlSchema.optional(),
})

/** A bucket, and who may write there. */
export class Bucket {
  readonly #client: AwsClient
  readonly #base: string
  readonly #public: string
  readonly #single: number

  /**
   * @param where `s3://<bucket>/<prefix>`.
   * @param single most bytes that are put in one request; what is larger goes in parts.
   * @throws {InputError} naming the variables that are missing or wrong.
   */
  constructor(where: string, environment: Readonly<Record<string, string | undefined>>, single = SINGLE) {
    const place = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])((?:\/[\w.-]+)*)\/?$/.exec(where)
    if (place === null) {
      const message = 'does not name a bucket: s3://<bucket>/<prefix>'
      throw new InputError('command line', [{ path: '--storage', value: where, message }])
    }
    const settings = parseInput(settingsSchema, environment, 'environment')
    const region = settings.AWS_REGION
    const endpoint = settings.LODESTONE_S3_ENDPOINT ?? `https://s3.${region}.amazonaws.com`
    const path = `${place[1] ?? ''}${place[2] ?? ''}`
    this.#base = `${endpoint.replace(/\/+$/, '')}/${path}`
    this.#public = settings.LODESTONE_S3_PUBLIC?.replace(/\/+$/, '') ?? this.#base
    this.#single = single
    this.#client = new AwsClient({
      accessKeyId: settings.AWS_ACCESS_KEY_ID,
      secretAccessKey: settings.AWS_SECRET_ACCESS_KEY,
      ...(settings.AWS_SESSION_TOKEN === undefined ? {} : { sessionToken: settings.AWS_SESSION_TOKEN }),
      service: 's3',
      region,
    })
  }

  /** Puts a bundle under its content-addressed name, unless it is there. @returns the URL at which everybody can get it. */
  async put(sealed: Sealed): Promise<string> {
    const name = sealedName(sealed.cid)
    const url = new URL(`${this.#base}/${name}`)
    const head = await this.#send('HEAD', url, { pass: [403, 404] })
    const isThere = head.ok && head.headers.get('content-length') === `${sealed.size}`
    if (!isThere && sealed.size <= this.#single) {
      const body = { size: sealed.size, stream: sealed.open('Storing') }
      await this.#send('PUT', url, { body, sha256: sealed.sha256 })
    } else if (!isThere) {
      await this.#putParts(url, sealed)
    }
    return `${this.#public}/${name}`
  }

  async #putParts(url: URL, sealed: Sealed): Promise<void> {
    const with_ = (query: string) => new URL(`${url.href}?${query}`)
    const started = await (await this.#send('POST', with_('uploads='), {})).text()
    const id = encodeURIComponent(between(started, 'UploadId'))
    try {
      const size = Math.max(Math.min(PART, this.#single), Math.ceil(sealed.size / PARTS))
      const parts: string[] = []
      for (let start = 0; start < sealed.size; start += size) {
        const end = Math.min(sealed.size, start + size)
        const { sha256: digest } = await digestOf(sealed.open(undefined, start, end))
        const number = parts.length + 1
        const body = { size: end - start, stream: sealed.open(`Storing part ${number}`, start, end) }
        const put = await this.#send('PUT', with_(`partNumber=${number}&uploadId=${id}`), { body, sha256: digest })
        const tag = put.headers.get('etag') ?? ''
        parts.push(`<Part><PartNumber>${number}</PartNumber><ETag>${tag.replaceAll('"', '&quot;')}</ETag></Part>`)
      }
      const list = new TextEncoder().encode(`<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`)
      const stream = new Blob([list]).stream() as ReadableStream<Uint8Array>
      const body = { size: list.length, stream }
      const answer = await (await this.#send('POST', with_(`uploadId=${id}`), { body, sha256: sha256(list) })).text()
      // S3 answers 200 before it knows, and says in the body how it ended.
      between(answer, 'CompleteMultipartUploadResult')
    } catch (error) {
      await this.#send('DELETE', with_(`uploadId=${id}`), {}).catch(() => undefined)
      throw error
    }
  }

  async #send(
    method: string,
    url: URL,
    {
      body,
      sha256: digest,
      pass,
    }: { body?: { size: number; stream: ReadableStream<Uint8Array> }; sha256?: Hex; pass?: number[] },
  ): Promise<Response> {
    const headers = { 'x-amz-content-sha256': (digest ?? sha256(new Uint8Array(0))).slice(2) }
    const signed = await this.#client.sign(url.href, { method, headers })
    const request = {
      method,
      headers: Object.fromEntries(signed.headers),
      ...(body && { body }),
      ...(pass && { pass }),
    }
    return send(new URL(signed.url), request, 'The S3 storage')
  }
}

function between(xml: string, tag: string): string {
  const found = new RegExp(`<${tag}[^>]*>([\\s\\S]*?)</${tag}>`).exec(xml)?.[1]
  if (found !== undefined) return found
  const message = `does not hold a ${tag}: ${xml.slice(0, 200)}`
  throw new InputError('answer of the S3 storage', [{ path: '', value: '', message }])
}
