import * as z from 'zod'

const quantity = z.string().regex(/^0x[0-9a-f]{1,64}$/i)
const data = z.string().regex(/^0x([0-9a-f]{2})*$/i)
const hash = z.string().regex(/^0x[0-9a-f]{64}$/i)
const address = z.string().regex(/^0x[0-9a-f]{40}$/i)
const log = z.looseObject({
  address,
  topics: z.array(hash),
  data,
  blockNumber: quantity.nullable(),
  blockHash: hash.nullable(),
  transactionHash: hash.nullable(),
  logIndex: quantity.nullable(),
})
/** Number and hash of a pending block are null. */
const block = z.looseObject({ number: quantity.nullable(), hash: hash.nullable(), timestamp: quantity }).nullable()

/** The form of an answer, by method; what is not here is passed on as it is. */
const ANSWERS: ReadonlyMap<string, z.ZodType> = new Map<string, z.ZodType>([
  ...[
    'eth_blockNumber',
    'eth_chainId',
    'eth_estimateGas',
    'eth_gasPrice',
    'eth_getBalance',
    'eth_getTransactionCount',
    'eth_maxPriorityFeePerGas',
  ].map((method) => [method, quantity] as const),
  ['eth_call', data],
  ['eth_feeHistory', z.looseObject({ oldestBlock: quantity })],
  ['eth_getBlockByHash', block],
  ['eth_getBlockByNumber', block],
  ['eth_getCode', data],
  ['eth_getLogs', z.array(log)],
  ['eth_getStorageAt', data],
  ['eth_getTransactionByHash', z.looseObject({ hash }).nullable()],
  ['eth_getTransactionReceipt', z.looseObject({ transactionHash: hash, blockNumber: quantity }).nullable()],
  ['eth_sendRawTransaction', hash],
])

/** Whether this can be the answer of a node to this method at all. */
export function isAnswer(method: string, answer: unknown): boolean {
  return ANSWERS.get(method)?.safeParse(answer).success ?? true
}
