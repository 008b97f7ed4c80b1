import type { Parameters } from '../askIndex.ts'
import { listSchema } from '../answers/basics.ts'
import { escrowRowSchema, totalsSchema } from '../answers/escrows.ts'
import { statusSchema } from '../answers/status.ts'
import { listOf, useAnswer, useList } from './ask.ts'

const escrowsSchema = listSchema(escrowRowSchema).extend({ totals: totalsSchema })

export const useIndexStatus = () => useAnswer('/v1/status', statusSchema)
/** The answer that the view of all of them begins with. */
export const escrowsOf = (index: string, parameters: Parameters) =>
  listOf(index, '/v1/escrows', escrowsSchema, parameters)
export const useEscrows = (parameters: Parameters) => useList('/v1/escrows', escrowsSchema, parameters)
