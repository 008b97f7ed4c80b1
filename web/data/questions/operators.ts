import type { Address } from 'viem'
import { listSchema } from '../answers/basics.ts'
import { operatorRowSchema, recordRowSchema } from '../answers/operators.ts'
import type { Parameters } from '../askIndex.ts'
import { useList } from './ask.ts'

const [operatorsSchema, recordSchema] = [listSchema(operatorRowSchema), listSchema(recordRowSchema)]

export const useOperators = (parameters: Parameters) => useList('/v1/operators', operatorsSchema, parameters)
export const useRecord = (operator: Address) => useList(`/v1/operators/${operator}/record`, recordSchema, { limit: 50 })
