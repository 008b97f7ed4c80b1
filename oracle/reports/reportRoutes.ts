import type { FastifyInstance } from 'fastify'
import type { Hex } from 'viem'
import type { Operator } from '../operator.ts'

/**
 * `GET /reports/:digest`: the text of a report, once the observation that it belongs to is recorded on chain. Before, it would tell the
 * other members what was measured.
 */
export function reportRoutes(server: FastifyInstance, { store }: Pick<Operator, 'store'>): void {
  server.get<{ Params: { digest: string } }>('/reports/:digest', async (request, reply) => {
    const digest = request.params.digest.toLowerCase()
    const report = /^0x[0-9a-f]{64}$/.test(digest)
      ? await store
          .selectFrom('reports')
          .innerJoin('claims', 'claims.report', 'reports.digest')
          .select('reports.text')
          .where('reports.digest', '=', digest as Hex)
          .where('claims.stage', '=', 'recorded')
          .executeTakeFirst()
      : undefined
    void reply.header('x-content-type-options', 'nosniff').header('access-control-allow-origin', '*')
    if (report === undefined) {
      return reply.code(404).header('cache-control', 'no-store').send({ error: 'There is no such report, or not yet.' })
    }
    return reply
      .header('content-type', 'application/json; charset=utf-8')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('etag', `"${digest}"`)
      .send(report.text)
  })
}
