import fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import type { Operator } from '../operator.ts'
import { readiness } from './readiness.ts'

/** Bytes of a request's body, but where a route says otherwise. */
const MOST_BODY = 65_536
/** Milliseconds for a request to arrive, besides evidence. */
const PATIENCE = 60_000

/** Adds the routes of a part of the service. */
export type Routes = (server: FastifyInstance, operator: Operator) => void

/** The endpoint that members, solvers and auditors reach: what the parts serve. Errors tell nothing of the inside. */
export function publicServer(operator: Operator, routes: readonly Routes[]): FastifyInstance {
  const { serve, evidence } = operator.config
  // For the whole of an upload; no other route reads a body, and headers have a minute by themselves.
  const server = bareServer(operator, serve.proxies, PATIENCE + evidence.mostSeconds * 1000)
  for (const add of routes) add(server, operator)
  return server
}

/**
 * What only the operator's own machines reach: `/health` (the process answers), `/ready` (it does its work: 503 and the reasons if
 * not) and `/metrics` for Prometheus.
 */
export function operatingServer(operator: Operator): FastifyInstance {
  const { metrics } = operator
  const server = bareServer(operator, [], PATIENCE)
  server.get('/health', () => ({ ok: true }))
  server.get('/ready', async (_, reply) => {
    const reasons = await readiness(operator)
    return reply.code(reasons.length === 0 ? 200 : 503).send({ ready: reasons.length === 0, reasons })
  })
  server.get('/metrics', async (_, reply) => {
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics())
  })
  return server
}

function bareServer({ log }: Operator, proxies: readonly string[], patience: number): FastifyInstance {
  const server = fastify({
    trustProxy: proxies.length > 0 && [...proxies],
    bodyLimit: MOST_BODY,
    requestTimeout: patience,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
  })
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500
    if (status >= 500) log.warn({ route: request.routeOptions.url, error: error.message }, 'a request failed')
    const message = status < 500 ? error.message : 'The request failed here. Try again later.'
    return reply.code(status).send({ error: message })
  })
  server.setNotFoundHandler((_, reply) => reply.code(404).send({ error: 'There is nothing here.' }))
  return server
}
