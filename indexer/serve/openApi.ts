import * as z from 'zod'
import { ROUTES } from './routes.ts'
import type { Route } from './route.ts'

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
  return {
    openapi: '3.1.0',
    info: {
      title: 'Lodestone index',
      version: '1',
      description:
        'Figures are as of the block in `asOf`; amounts are base units in decimal notation. ETag changes with that block.',
    },
    paths: Object.fromEntries(ROUTES.map((route) => [route.path, { get: operationOf(route) }])),
    components: { schemas: { Error: schemaOf(errorAnswer, 'output') } },
  }
}

function operationOf({ summary, params, query, answer, row, path }: Route): Record<string, unknown> {
  const json = { 'application/json': { schema: schemaOf(answer, 'output') } }
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

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Record<string, unknown> {
  const published: Record<string, unknown> = z.toJSONSchema(schema, { io, target: 'draft-2020-12' })
  delete published['$schema']
  return published
}
