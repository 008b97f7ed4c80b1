/** The API over an index, asked without a network; every answer is held against the published schema. */
import { expect } from 'chai'
import type { FastifyInstance, InjectOptions } from 'fastify'
import type * as z from 'zod'
import { Health } from '../../../indexer/operate/health.ts'
import { makeMetrics } from '../../../indexer/operate/metrics.ts'
import { ROUTES } from '../../../indexer/serve/routes.ts'
import { indexServer } from '../../../indexer/serve/server.ts'
import type { Index } from '../../../indexer/store/openIndex.ts'

export interface Served {
  server: FastifyInstance
  health: Health
  /** What is logged as an error. */
  errors: unknown[]
  /** An answer that must be 200 and of its schema. */
  get(url: string): Promise<Answer>
  /** Whatever is answered. */
  ask(
    url: string,
    headers?: InjectOptions['headers'],
  ): Promise<{ status: number; headers: Headers; text: string; body: Answer }>
  /** All rows of a list, page by page. */
  all(url: string, limit?: number): Promise<Answer[]>
}

// Tests look into answers freely: their schema was checked.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Answer = any
type Headers = Record<string, unknown>

export function serve(
  index: Index,
  { now = () => Date.now(), allowOrigin }: { now?: () => number; allowOrigin?: string } = {},
): Served {
  const errors: unknown[] = []
  const log = { info: () => undefined, warn: () => undefined, error: (what: unknown) => void errors.push(what) }
  const health = new Health(now)
  const server = indexServer({ index, health, metrics: makeMetrics(), log: log as never, allowOrigin })
  const ask: Served['ask'] = async (url, headers = {}) => {
    const reply = await server.inject({ method: 'GET', url, headers })
    const isJson = String(reply.headers['content-type'] ?? '').startsWith('application/json')
    return {
      status: reply.statusCode,
      headers: reply.headers,
      text: reply.body,
      body: isJson ? reply.json() : undefined,
    }
  }
  const get: Served['get'] = async (url) => {
    const { status, text, body } = await ask(url)
    expect(status, `${url}: ${text.slice(0, 300)}`).to.equal(200)
    const parsed = strict(schemaOf(url)).safeParse(body)
    expect(parsed.error?.message, url).to.equal(undefined)
    return body
  }
  return {
    server,
    health,
    errors,
    ask,
    get,
    all: async (url, limit = 7) => {
      const rows: Answer[] = []
      let cursor: string | null = ''
      while (cursor !== null) {
        const mark = url.includes('?') ? '&' : '?'
        const page = await get(`${url}${mark}limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`)
        expect(page.rows.length).to.be.at.most(limit)
        rows.push(...page.rows)
        cursor = page.next
      }
      return rows
    },
  }
}

function schemaOf(url: string): z.ZodType {
  const [path = ''] = url.split('?')
  const route = ROUTES.find((one) => new RegExp(`^${one.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path))
  if (route === undefined) throw new Error(`no route answers ${url}`)
  return route.answer
}

/** Fields that no schema names are faults of an answer too. */
function strict(schema: z.ZodType): z.ZodType {
  return 'strict' in schema ? (schema as z.ZodObject).strict() : schema
}
