import { keccak256, toHex, toRlp, type Hex, type PublicClient } from 'viem'
import * as z from 'zod'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { InputError } from '../../sdk/errors/InputError.ts'
import type { Note } from '../finding.ts'
import { ask, bytesSchema, quantitySchema, wordSchema } from './ask.ts'

/** A block's header whose hash was recomputed: everything in it follows from the hash. */
export interface ProvedHeader {
  hash: Hex
  number: bigint
  /** Unix seconds. */
  timestamp: bigint
  parentHash: Hex
  stateRoot: Hex
  transactionsRoot: Hex
  receiptsRoot: Hex
  logsBloom: Hex
}

/** The fields of a header in the order in which they are hashed, up to those that every chain has. */
const FIELDS = {
  parentHash: wordSchema,
  sha3Uncles: wordSchema,
  miner: bytesSchema,
  stateRoot: wordSchema,
  transactionsRoot: wordSchema,
  receiptsRoot: wordSchema,
  logsBloom: bytesSchema,
  difficulty: quantitySchema,
  number: quantitySchema,
  gasLimit: quantitySchema,
  gasUsed: quantitySchema,
  timestamp: quantitySchema,
  extraData: bytesSchema,
  mixHash: wordSchema,
  nonce: bytesSchema,
} as const
/** Those that forks added, in their order: London, Shanghai, Cancun (three), Prague. */
const ADDED = {
  baseFeePerGas: quantitySchema,
  withdrawalsRoot: wordSchema,
  blobGasUsed: quantitySchema,
  excessBlobGas: quantitySchema,
  parentBeaconBlockRoot: wordSchema,
  requestsHash: wordSchema,
} as const
/** What nodes tell of a block besides its header. */
const BESIDE = new Set(['hash', 'transactions', 'uncles', 'size', 'totalDifficulty', 'withdrawals'])
const NUMBERS = new Set(
  [...Object.entries(FIELDS), ...Object.entries(ADDED)].flatMap(([name, schema]) =>
    schema === quantitySchema ? [name] : [],
  ),
)

/** A block as nodes give it, without its transactions. */
export const blockSchema = z.looseObject({
  ...FIELDS,
  ...Object.fromEntries(Object.entries(ADDED).map(([name, schema]) => [name, schema.nullish()])),
  transactions: z.array(wordSchema),
})
export type RpcBlock = z.output<typeof blockSchema>

/** The header in a block that an endpoint gave, with the hash that it has. */
export function headerOf(block: RpcBlock): ProvedHeader {
  const present = [...Object.keys(FIELDS), ...Object.keys(ADDED)].filter(
    (name) => (block[name] ?? undefined) !== undefined,
  )
  const hash = keccak256(toRlp(present.map((name) => itemOf(name, block[name] as Hex))))
  const { parentHash, stateRoot, transactionsRoot, receiptsRoot, logsBloom } = block
  const numbers = { number: BigInt(block.number), timestamp: BigInt(block.timestamp) }
  return { hash, ...numbers, parentHash, stateRoot, transactionsRoot, receiptsRoot, logsBloom }
}

/**
 * Nothing where the hash of a header that is not the one asked for proves a lie.
 * @throws {InputError} when the block has fields that this program does not know: its hash cannot be recomputed then.
 */
export function refuseUnknown(block: RpcBlock): void {
  const unknown = Object.keys(block).filter((name) => !(name in FIELDS || name in ADDED || BESIDE.has(name)))
  if (unknown.length === 0) return
  const message =
    'is a header field that this auditor does not know, so the block hash cannot be recomputed; use a newer auditor, or audit without a block hash'
  throw new InputError(
    'block header',
    unknown.map((path) => ({ path, value: '', message })),
  )
}

/**
 * The header of the block with this hash, recomputed. Undefined where the endpoint's header hashes to something else, which is a
 * finding.
 * @throws {ConnectionError} when the endpoint does not know the block; {InputError} when the header is of a kind unknown here.
 */
export async function proveHeader(client: PublicClient, hash: Hex, note: Note): Promise<ProvedHeader | undefined> {
  const block = await ask(client, 'eth_getBlockByHash', [hash, false], blockSchema.nullable())
  if (block === null) {
    throw new ConnectionError(
      `The endpoint does not know the block ${hash}.`,
      undefined,
      'Check the block hash and the chain.',
    )
  }
  const header = headerOf(block)
  if (header.hash === hash.toLowerCase()) return header
  refuseUnknown(block)
  note({
    grade: 'fault',
    rule: 'proof',
    what: 'The header that the endpoint gives for the block hash does not hash to it.',
    expected: hash,
    actual: header.hash,
  })
  return undefined
}

/** A field as RLP takes it: numbers without leading zeroes, 0 as nothing. */
function itemOf(name: string, value: Hex): Hex {
  if (!NUMBERS.has(name)) return value
  const number = BigInt(value)
  return number === 0n ? '0x' : evenHex(number)
}

/** A number above 0 as whole bytes. */
export function evenHex(number: bigint): Hex {
  const digits = toHex(number).slice(2)
  return `0x${digits.length % 2 === 0 ? digits : `0${digits}`}`
}
