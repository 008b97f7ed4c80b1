import * as z from 'zod'
import * as answers from './answers.ts'
import type { Route } from './route.ts'
import { ROUTES } from './routes.ts'

/** What several answers are made of, by the names that they have in the description. */
const NAMED: Readonly<Record<string, z.ZodType>> = {
  AsOf: answers.asOf,
  Escrow: answers.escrowRow,
  Claim: answers.claimRow,
  Payment: answers.paymentRow,
  Pledge: answers.pledgeRow,
}

/** What an error is answered as. */
export const errorAnswer = z.object({
  error: z.string(),
  faults: z
    .array(z.object({ path: z.string(), value: z.string(), message: z.string() }))
    .optional()
    .describe('What is wrong with the request: where, what was given, and what to write instead.'),
})

/** The description of the API, in OpenAPI 3.1. */
export function openApi(): Record<string, unknown> {
  const schemas = componentsOf()
  const answerOf = (route: Route) => ({ $ref: `${COMPONENTS}${nameOf(route)}` })
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lodestone index',
      version: '1',
      description:
        'Figures are as of the block in `asOf`; amounts are base units in decimal notation. ETag changes with that block.',
    },
    paths: Object.fromEntries(ROUTES.map((route) => [route.path, { get: operationOf(route, answerOf(route)) }])),
    components: { schemas },
  }
}

function operationOf({ summary, params, query, row, path }: Route, schema: object): Record<string, unknown> {
  const json = { 'application/json': { schema } }
  const csv = row === undefined ? {} : { 'text/csv': { schema: { type: 'string' } } }
  const error = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } }
  return {
    summary,
    parameters: [...parametersOf(params, 'path'), ...parametersOf(query, 'query')],
    responses: {
      200: { description: summary, content: { ...json, ...csv } },
      304: { description: 'Nothing changed since the ETag in If-None-Match.' },
      400: { description: 'The request is wrong.', content: error },
      ...(path.includes('{') ? { 404: { description: 'There is no such thing.', content: error } } : {}),
    },
  }
}

function parametersOf(schema: z.ZodObject, where: 'path' | 'query'): Record<string, unknown>[] {
  const { properties = {}, required = [] } = z.toJSONSchema(schema, { io: 'input' }) as {
    properties?: Record<string, Record<string, unknown>>
    required?: string[]
  }
  return Object.entries(properties).map(([name, { description, ...rest }]) => ({
    name,
    in: where,
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema: rest,
  }))
}

const COMPONENTS = '#/components/schemas/'

/** What the answer of a route is called: `/v1/escrows/{address}` is EscrowsAddressAnswer. */
function nameOf({ path }: Route): string {
  const words = path.replace('/v1/', '').split(/[/{}]+/)
  return `${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}Answer`
}

/** The schemas of all answers; those that have a name refer to one another by it. */
function componentsOf(): Record<string, unknown> {
  const registry = z.registry<{ id: string }>()
  const all = { Error: errorAnswer, ...NAMED, ...Object.fromEntries(ROUTES.map((one) => [nameOf(one), one.answer])) }
  for (const [id, schema] of Object.entries(all)) registry.add(schema, { id })
  const uri = (id: string): string => `${COMPONENTS}${id}`
  const { schemas } = z.toJSONSchema(registry, { uri, io: 'output', target: 'draft-2020-12' })
  return Object.fromEntries(
    Object.entries(schemas).map(([id, schema]) => {
      const { $schema, $id, ...rest } = schema as Record<string, unknown>
      return [id, $schema === undefined && $id === undefined ? schema : rest]
    }),
  )
}
