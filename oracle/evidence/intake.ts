/** Where solvers hand in encrypted bundles; docs/evidence.md, "Intake". */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { bytesToHex, getAddress, type Hex } from 'viem'
import * as z from 'zod'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { checked, digestOf } from '../../sdk/evidence/digest.ts'
import type { Operator } from '../operator.ts'
import type { Stage } from '../store/tables.ts'
import { BrokenOff, bodyOf } from './bodyOf.ts'
import { bundlePath, type Place } from './bundles.ts'
import { filedOf } from './filedOf.ts'
import { exists, readStream, type writeStream } from './files.ts'
import { Watch } from './http.ts'
import { OwnFault, takeIn, WrongEvidence } from './takeIn.ts'
import { Uploads, type Upload } from './uploads.ts'

export interface IntakeLimits {
  /** Milliseconds without a byte. */
  stalled: number
  /** Milliseconds until manifest and salt have come. */
  unvouched: number
  /** Milliseconds in which the rest of a refused upload is still read, so that its sender reads the answer. */
  linger: number
  /** Uploads at a time. */
  most: { all: number; claim: number }
  write?: typeof writeStream
}

const LIMITS: IntakeLimits = { stalled: 60_000, unvouched: 120_000, linger: 5_000, most: { all: 16, claim: 2 } }

/** Stages in which evidence is of use; in `review` and `proved` only where the bundle was lost. */
const OPEN: readonly Stage[] = ['filed', 'proved', 'review']

const pathSchema = z.object({
  chainId: z.string(),
  escrow: z.string().regex(/^0x[0-9a-f]{40}$/),
  claim: z.templateLiteral(['0x', z.string().regex(/^[0-9a-f]{64}$/)]),
})
const digestSchema = z.string().regex(/^sha-256=:[A-Za-z0-9+/]{43}=:$/)

interface Intake {
  operator: Operator
  limits: IntakeLimits
  uploads: Uploads
  /** SHA-256 of the bundles that were asked for again, by their paths. */
  digests: Map<string, Hex>
}

/** An upload is refused. */
class Refusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** `PUT /evidence/<chain id>/<escrow in lower case>/<claim>`. A bundle is proved while it comes: what is answered 2xx is the claim's. */
export function intakeRoutes(server: FastifyInstance, operator: Operator, limits: IntakeLimits = LIMITS): void {
  const intake = { operator, limits, uploads: new Uploads(limits.most), digests: new Map<string, Hex>() }
  void server.register((scope, _, done) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('application/age', (_request, _payload, parsed) => {
      parsed(null)
    })
    // Uploads prove themselves, and nothing here asks who sends them: pages of any origin may.
    scope.addHook('onRequest', async (_request, reply) => {
      reply.header('access-control-allow-origin', '*')
      await Promise.resolve()
    })
    scope.options('/evidence/:chainId/:escrow/:claim', (_request, reply) =>
      reply
        .header('access-control-allow-methods', 'PUT')
        .header('access-control-allow-headers', 'content-type, repr-digest')
        .header('access-control-max-age', '86400')
        .code(204)
        .send(),
    )
    scope.put('/evidence/:chainId/:escrow/:claim', async (request, reply) => {
      try {
        return await reply.code(await handleUpload(intake, request)).send()
      } catch (error) {
        const { status, message } = refusalOf(error)
        if (status === 500) operator.log.error({ error: String(error) }, 'an upload of evidence failed here')
        return await reply.code(status).type('text/plain').send(`${message}\n`)
      } finally {
        dropRest(request, limits.linger)
      }
    })
    done()
  })
}

/** @returns the status: 201 taken in, 204 here already. */
async function handleUpload(intake: Intake, request: FastifyRequest): Promise<201 | 204> {
  const { operator, uploads, limits } = intake
  const { mostMegabytes, mostSeconds } = operator.config.evidence
  const path = pathSchema.safeParse(request.params)
  if (!path.success || path.data.chainId !== `${operator.deployment.chainId}`)
    throw new Refusal(404, 'There is no such claim.')
  const place = { escrow: getAddress(path.data.escrow), claim: path.data.claim }
  const sha256 = announced(request, mostMegabytes)
  const ended = new AbortController()
  const end = (reason: Error) => {
    ended.abort(reason)
  }
  const upload: Upload = { claim: place.claim, vouched: false, end }
  if (!uploads.enter(upload)) throw new Refusal(503, 'Too many uploads are under way. Try again later.')
  const unvouched = setTimeout(end, limits.unvouched, new Error('no manifest of the claim came in time'))
  const watch = new Watch(limits.stalled, AbortSignal.any([ended.signal, AbortSignal.timeout(mostSeconds * 1000)]))
  try {
    const filed = await filedOf(operator, place)
    if (filed === undefined) throw new Refusal(404, 'There is no such claim.')
    if (!OPEN.includes(filed.stage)) throw new Refusal(409, 'The claim is decided here: evidence comes too late.')
    if (await isHere(intake, place, sha256)) return 204
    const body = bodyOf(request.raw, () => undefined, watch.signal)
    const source = checked(watch.over(body), (digest) => {
      if (digest.sha256 !== sha256) throw new Refusal(422, 'What came has another digest than Repr-Digest.')
    })
    const vouched = () => {
      upload.vouched = true
      clearTimeout(unvouched)
    }
    const write = limits.write === undefined ? {} : { write: limits.write }
    await takeIn(operator, { filed, source, from: request.ip, vouched, ...write })
    return 201
  } catch (error) {
    if (error === watch.reason || error instanceof BrokenOff)
      throw new Refusal(408, 'The upload took too long or broke off.')
    throw error
  } finally {
    clearTimeout(unvouched)
    watch.end()
    uploads.leave(upload)
  }
}

/** The digest that the headers announce, where there is one and the length is within the limit. */
function announced({ headers }: FastifyRequest, mostMegabytes: number): Hex {
  const length = headers['content-length']
  if (length === undefined) throw new Refusal(411, 'Content-Length is needed.')
  if (Number(length) > mostMegabytes * 1e6) throw new Refusal(413, `A bundle has at most ${mostMegabytes} MB here.`)
  const digest = digestSchema.safeParse(headers['repr-digest'])
  if (!digest.success) throw new Refusal(400, 'Repr-Digest is needed: sha-256=:<base64>:')
  return bytesToHex(Buffer.from(digest.data.slice('sha-256=:'.length, -1), 'base64'))
}

/** Whether the very bundle is here. @throws {Refusal} where another one is, which has been proved too. */
async function isHere({ operator, digests }: Intake, place: Place, sha256: Hex): Promise<boolean> {
  const path = bundlePath(operator.config, place)
  if (!(await exists(path))) {
    digests.delete(path)
    return false
  }
  const digest = digests.get(path) ?? (await digestOf(readStream(path))).sha256
  digests.set(path, digest)
  if (digest === sha256) return true
  throw new Refusal(409, 'Another bundle of this claim is here, and proved.')
}

/** Reads on for a while after the answer, so that the sender comes to read it; then the connection ends. */
function dropRest({ raw }: FastifyRequest, linger: number): void {
  if (raw.complete) return
  const timer = setTimeout(() => raw.destroy(), linger)
  raw.once('close', () => {
    clearTimeout(timer)
  })
  raw.resume()
}

function refusalOf(error: unknown): { status: number; message: string } {
  if (error instanceof Refusal) return error
  if (error instanceof WrongEvidence) return { status: 422, message: `Not taken in: ${error.message}.` }
  if (error instanceof OwnFault && error.full) return { status: 507, message: 'There is no room here now.' }
  if (error instanceof ConnectionError) return { status: 503, message: 'The chain does not answer here. Try again.' }
  return { status: 500, message: 'It could not be kept here. Try again later.' }
}
