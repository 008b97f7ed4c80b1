/** The API over an index, asked without a network; every answer is held against the published schema. */
import { expect } from 'chai'
import type { FastifyInstance, InjectOptions } from 'fastify'
import * as z from 'zod'
import { Health } from '../../../indexer/operate/health.ts'
import { makeMetrics } from '../../../indexer/operate/metrics.ts'
import { errorAnswer } from '../../../indexer/serve/openApi.ts'
import { ROUTES } from '../../../indexer/serve/routes.ts'
import { indexServer } from '../../../indexer/serve/server.ts'
import type { Site } from '../../../indexer/serve/site.ts'
import type { Index } from '../../../indexer/store/openIndex.ts'

type Row<S extends z.ZodType> = z.output<S>

export interface Served {
  server: FastifyInstance
  health: Health
  /** What is logged as an error. */
  errors: unknown[]
  /** An answer that must be 200 and of its published schema; typed by `schema`, a part of that one. */
  get<S extends z.ZodType>(url: string, schema: S): Promise<z.output<S>>
  /** One page of a list. */
  page<S extends z.ZodType>(url: string, row: S): Promise<{ rows: Row<S>[]; next: string | null }>
  /** All rows of a list, page by page. */
  all<S extends z.ZodType>(url: string, row: S, limit?: number): Promise<Row<S>[]>
  /** Whatever is answered. */
  ask(url: string, headers?: InjectOptions['headers']): Promise<Reply>
}

export interface Reply {
  status: number
  headers: Record<string, unknown>
  text: string
}

/** An answer with a block, of which nothing else is looked at. */
export const dated = z.object({ asOf: z.object({ number: z.int(), hash: z.string(), time: z.int() }) })

/** What is wrong with a request, by the answer to it. */
export function faultsIn({ text }: Reply): { path: string; message: string }[] {
  return errorAnswer.parse(JSON.parse(text)).faults ?? []
}

export function serve(
  index: Index,
  { now = () => Date.now(), allowOrigin, site }: { now?: () => number; allowOrigin?: string; site?: Site } = {},
): Served {
  const errors: unknown[] = []
  const log = { info: () => undefined, warn: () => undefined, error: (what: unknown) => errors.push(what) }
  const health = new Health(now)
  const server = indexServer({ index, health, metrics: makeMetrics(), log: log as never, allowOrigin, site })
  const ask: Served['ask'] = async (url, headers = {}) => {
    const reply = await server.inject({ method: 'GET', url, headers })
    return { status: reply.statusCode, headers: reply.headers, text: reply.body }
  }
  const get: Served['get'] = async (url, schema) => {
    const { status, text } = await ask(url)
    expect(status, `${url}: ${text.slice(0, 300)}`).to.equal(200)
    const body: unknown = JSON.parse(text)
    expect(strict(schemaOf(url)).safeParse(body).error?.message, url).to.equal(undefined)
    return schema.parse(body)
  }
  const page: Served['page'] = (url, row) =>
    get(url, z.object({ rows: z.array(row), next: z.string().nullable() })) as never
  return {
    server,
    health,
    errors,
    ask,
    get,
    page,
    all: async (url, row, limit = 7) => {
      const rows: Row<typeof row>[] = []
      for (let cursor: string | null = ''; cursor !== null;) {
        const mark = url.includes('?') ? '&' : '?'
        const some: { rows: Row<typeof row>[]; next: string | null } = await page(
          `${url}${mark}limit=${limit}${cursor === '' ? '' : `&cursor=${cursor}`}`,
          row,
        )
        expect(some.rows.length).to.be.at.most(limit)
        rows.push(...some.rows)
        cursor = some.next
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
