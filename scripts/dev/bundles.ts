/** Where the solvers of the development world keep their sealed bundles: members who take none in fetch them from there. */
import fastify from 'fastify'

export interface Bundles {
  /** Keeps a bundle. @returns its URI. */
  readonly keep: (name: string, sealed: Uint8Array<ArrayBuffer>) => string
  close(): Promise<void>
}

/** Serves them on a free port of this machine, to pages of any origin. */
export async function serveBundles(): Promise<Bundles> {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>()
  const server = fastify({ forceCloseConnections: true })
  server.get<{ Params: { name: string } }>('/:name', async (request, reply) => {
    reply.header('access-control-allow-origin', '*').header('x-content-type-options', 'nosniff')
    const sealed = kept.get(request.params.name)
    if (sealed === undefined) return reply.code(404).send({ error: 'There is nothing here.' })
    return reply.type('application/age').send(Buffer.from(sealed))
  })
  const url = await server.listen({ host: '127.0.0.1', port: 0 })
  return {
    keep: (name, sealed) => {
      kept.set(name, sealed)
      return `${url}/${name}`
    },
    close: () => server.close(),
  }
}
