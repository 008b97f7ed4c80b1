import compress from '@fastify/compress'
import fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { InputError } from '../../sdk/errors/InputError.ts'
import type { Metrics } from '../operate/metrics.ts'
import type { Health } from '../operate/health.ts'
import type { Logger } from '../operate/logger.ts'
import { reading, type Index } from '../store/openIndex.ts'
import { asOfBlock, contextOf, type Cache, type Context } from './context.ts'
import { csvOf } from './csv.ts'
import { openApi } from './openApi.ts'
import { ROUTES } from './routes.ts'
import type { Route } from './route.ts'
import { serveSite, type Site } from './site.ts'

/** What the server answers from. */
export interface Served {
  /** Read only, or one that is written by the same process. */
  index: Index
  health: Health
  metrics: Metrics
  log: Logger
  /** The one page of another origin that may read the answers; undefined = none. */
  allowOrigin?: string | undefined
  /** The page to serve as well; undefined = none. */
  site?: Site | undefined
}

/** Answers are data: nothing of them is ever run. */
const POLICY = "default-src 'none'; frame-ancestors 'none'"
/** What is compressed, from how many bytes on. */
const [COMPRESSED, LEAST_COMPRESSED] = [/^(application\/json|text\/csv)/, 1_024]
/** Bytes of the address of a request. */
const MOST_URL = 4_096

/**
 * The API of `schemas/index-api.json`, `/health` (the index moves on: 503 and why if not), `/ready` (it is close to the head as well)
 * and `/metrics` for Prometheus; the page where there is one. There is nothing to write, no cookie and no secret.
 */
export function indexServer({ index, health, metrics, log, allowOrigin, site }: Served): FastifyInstance {
  const server = fastify({
    forceCloseConnections: true,
    bodyLimit: 1024,
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 200 },
  })
  // Files of the page are compressed already.
  server.register(compress, { threshold: LEAST_COMPRESSED, encodings: ['br', 'gzip'], customTypes: COMPRESSED })
  const cache: Cache = { terms: new Map(), operators: undefined }
  server.addHook('onRequest', async (request) => {
    if (request.url.length > MOST_URL)
      throw wrong('', request.url.slice(0, 80), `is too long: write at most ${MOST_URL} characters`)
    await Promise.resolve()
  })
  server.addHook('onSend', async (_, reply) => {
    reply.header('content-security-policy', POLICY).header('x-content-type-options', 'nosniff')
    reply.header('cross-origin-resource-policy', allowOrigin === undefined ? 'same-origin' : 'cross-origin')
    if (allowOrigin !== undefined)
      reply
        .header('access-control-allow-origin', allowOrigin)
        .header('vary', [reply.getHeader('vary') ?? [], 'origin'].flat().join(', '))
        .header('access-control-expose-headers', 'etag, link')
    await Promise.resolve()
  })
  server.addHook('onResponse', async (request, reply) => {
    const labels = { route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) }
    metrics.requests.observe(labels, reply.elapsedTime / 1000)
    await Promise.resolve()
  })
  // Within what compresses, which is there only then.
  server.register(async (api) => {
    for (const route of ROUTES) {
      api.get(route.path.replaceAll(/\{(\w+)\}/g, ':$1'), async (request, reply) =>
        answer(route, index, cache, request, reply),
      )
    }
    const description = openApi()
    api.get('/v1/openapi.json', () => description)
    for (const [path, reasonsOf] of [
      ['/health', () => health.stalled()],
      ['/ready', () => health.notReady()],
    ] as const) {
      api.get(path, async (_, reply) => {
        const reasons = reasonsOf()
        reply.header('cache-control', 'no-store')
        return reply.code(reasons.length === 0 ? 200 : 503).send({ ok: reasons.length === 0, reasons })
      })
    }
    api.get('/metrics', async (_, reply) =>
      reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
    )
    await Promise.resolve()
  })
  if (site !== undefined) serveSite(server, site)
  server.setErrorHandler((error: FastifyError | InputError, request, reply) => {
    if (error instanceof InputError) {
      const faults = error.faults.map(({ path, value, message }) => ({ path, value, message }))
      return reply.code(400).send({ error: 'The request is wrong.', faults })
    }
    const status = error.statusCode ?? 500
    if (status >= 500) log.error({ err: error, route: request.routeOptions.url }, 'a request failed')
    const message = status < 500 ? error.message : 'The request failed here. Try again later.'
    return reply.code(status).send({ error: message })
  })
  server.setNotFoundHandler((_, reply) => reply.code(404).send({ error: 'There is nothing here.' }))
  return server
}

async function answer(
  route: Route,
  index: Index,
  cache: Cache,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const question = route.parse(request.params, parametersIn(request.url))
  return reading(index, async (snapshot) => {
    const context = await contextOf(snapshot, cache)
    const tag = tagOf(context)
    reply.header('etag', tag).header('cache-control', 'no-cache')
    if (tagsIn(request.headers['if-none-match']).includes(tag)) return reply.code(304).send()
    const found = await question.get(context)
    if (found === undefined) return reply.code(404).send({ error: 'The index has no such thing.' })
    if (!question.csv || route.row === undefined) return reply.send({ asOf: asOfBlock(context), ...found })
    return sendCsv(reply, request, route.row, found as { rows: unknown[]; next: string | null })
  })
}

/** A file holds so many rows; the header `link` names the next one where there are more. */
async function sendCsv(
  reply: FastifyReply,
  request: FastifyRequest,
  row: NonNullable<Route['row']>,
  { rows, next }: { rows: unknown[]; next: string | null },
): Promise<FastifyReply> {
  if (next !== null) {
    const [path = '', parameters = ''] = request.url.split('?')
    const following = new URLSearchParams(parameters)
    following.set('cursor', next)
    reply.header('link', `<${path}?${following.toString()}>; rel="next"`)
  }
  return reply
    .type('text/csv; charset=utf-8; header=present')
    .header('content-disposition', 'attachment; filename="lodestone.csv"')
    .send(csvOf(row, rows))
}

/** Answers change with the last block that was read and with the last final one. */
function tagOf({ cursor, finalized }: Context): string {
  return `"${cursor?.hash.slice(2, 34) ?? 'none'}-${finalized}"`
}

function tagsIn(header: string | undefined): string[] {
  return (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
}

/** The parameters of a request. @throws {InputError} for one that is given twice. */
function parametersIn(url: string): Record<string, string> {
  const given = [...new URLSearchParams(url.split('?')[1] ?? '')]
  for (const [i, [name, value]] of given.entries()) {
    if (given.findIndex(([other]) => other === name) !== i) throw wrong(name, value, 'is given twice: write it once')
  }
  return Object.fromEntries(given)
}

function wrong(path: string, value: string, message: string): InputError {
  return new InputError('request', [{ path, value, message }])
}
