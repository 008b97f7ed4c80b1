import fastify, { type FastifyInstance } from 'fastify'
import type { AuditMetrics } from './metrics.ts'

/** What the server has to show. */
export interface Shown {
  metrics: AuditMetrics
  /** The reports of the last audit; undefined before the first has ended. */
  html: () => string | undefined
  json: () => string | undefined
  /** Why the audits cannot be relied on now; empty if they can. */
  reasons: () => string[]
}

/** No script, nothing from elsewhere: the report needs neither. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

/**
 * `/metrics` for Prometheus, `/health` (the process answers), `/ready` (the last audit is fresh and passed: 503 and the reasons if not),
 * `/` the report of the last audit as a page and `/report.json` as data.
 */
export function auditServer({ metrics, html, json, reasons }: Shown): FastifyInstance {
  const server = fastify({ forceCloseConnections: true, bodyLimit: 1024 })
  server.addHook('onSend', (_, reply, body, done) => {
    // A reply is awaited until it is sent: here that would be for ever.
    void reply.header('content-security-policy', POLICY).header('x-content-type-options', 'nosniff')
    done(null, body)
  })
  server.get('/health', () => ({ ok: true }))
  server.get('/ready', async (_, reply) => {
    const why = reasons()
    return reply.code(why.length === 0 ? 200 : 503).send({ ready: why.length === 0, reasons: why })
  })
  server.get('/metrics', async (_, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  )
  const serve = (path: string, type: string, content: () => string | undefined): void => {
    server.get(path, async (_, reply) => {
      const body = content()
      if (body === undefined) return reply.code(503).send({ error: 'The first audit has not ended yet.' })
      return reply.type(type).send(body)
    })
  }
  serve('/', 'text/html; charset=utf-8', html)
  serve('/report.json', 'application/json; charset=utf-8', json)
  server.setNotFoundHandler((_, reply) => reply.code(404).send({ error: 'There is nothing here.' }))
  return server
}
