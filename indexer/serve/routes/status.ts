import * as z from 'zod'
import { chainHead } from '../../store/meta.ts'
import { nothing, route } from '../route.ts'

export const statusRoute = route({
  path: '/v1/status',
  summary: 'How far the index has read, and how much it has.',
  params: nothing,
  query: nothing,
  answer: {
    head: z.int().describe('The newest block of the chain that was seen; -1 = none yet.'),
    behind: z.int().describe('Blocks between that one and the last that was read.'),
    escrows: z.int(),
    claims: z.int(),
    logs: z.int(),
  },
  get: async ({ index, cursor }) => {
    const { head } = await chainHead(index)
    const count = async (table: 'escrows' | 'claims' | 'logs'): Promise<number> => {
      const { all } = await index
        .selectFrom(table)
        .select(({ fn }) => fn.countAll().as('all'))
        .executeTakeFirstOrThrow()
      return Number(all)
    }
    const behind = Math.max(head - (cursor?.number ?? -1), 0)
    return { head, behind, escrows: await count('escrows'), claims: await count('claims'), logs: await count('logs') }
  },
})
