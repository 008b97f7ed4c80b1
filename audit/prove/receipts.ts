import { concatHex, numberToHex, toRlp, type Address, type Hex, type PublicClient } from 'viem'
import * as z from 'zod'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { InputError } from '../../sdk/errors/InputError.ts'
import { ask, bytesSchema, eachOf, quantitySchema, Refused, wordSchema } from './ask.ts'
import { evenHex, type ProvedHeader } from './header.ts'
import { Refuted, rootOf } from './trie.ts'

/** A log of a block whose receipts were proved. */
export interface ProvedLog {
  address: Address
  topics: readonly Hex[]
  data: Hex
  /** Its number among all logs of the block. */
  logIndex: number
  /** Its transaction, as the endpoint says: receipts do not hold it, only its place is proved. */
  transactionHash: Hex
  /** Its transaction's number in the block. */
  transactionIndex: number
}

/** The highest type of transaction whose receipts are known here (EIP-7702). */
const LAST_TYPE = 4n
/** Receipts that are asked for at once: each can be long. */
const MANY_AT_ONCE = 10

const receiptSchema = z.object({
  type: quantitySchema.nullish(),
  status: quantitySchema.nullish(),
  /** The state after the transaction, in place of the status before Byzantium. */
  root: bytesSchema.nullish(),
  cumulativeGasUsed: quantitySchema,
  logsBloom: bytesSchema,
  transactionHash: wordSchema,
  logs: z.array(z.object({ address: bytesSchema, topics: z.array(wordSchema), data: bytesSchema })),
})
type Receipt = z.output<typeof receiptSchema>

/**
 * Fetches the receipts of blocks: all of a block at once, or one by one from an endpoint that does not do that; remembers which.
 */
export class Receipts {
  readonly #client: PublicClient
  #oneByOne = false

  constructor(client: PublicClient) {
    this.#client = client
  }

  /**
   * The logs of a block, by receipts that hash to what its header says.
   * @param transactions the block's, as the endpoint says.
   * @throws {Refuted} when the receipts are not the block's; {InputError} when they are of a kind unknown here.
   */
  async logsOf(header: ProvedHeader, transactions: readonly Hex[]): Promise<ProvedLog[]> {
    const receipts = await this.#read(header, transactions)
    const known = receipts.every(({ type }) => BigInt(type ?? '0x0') <= LAST_TYPE)
    const root = known ? await rootOf(receipts.map(encoded)) : undefined
    if (root !== header.receiptsRoot) {
      refuseUnknown(receipts)
      throw new Refuted(
        `The receipts that the endpoint gives for block ${header.number} are not the block's: their root is ${String(root)}, not ${header.receiptsRoot}.`,
      )
    }
    if (new Set(receipts.map(({ transactionHash }) => transactionHash)).size < receipts.length) {
      throw new Refuted(`The endpoint says of two transactions of block ${header.number} that they are one.`)
    }
    let logIndex = 0
    return receipts.flatMap(({ logs, transactionHash }, transactionIndex) =>
      logs.map((log) => ({ ...log, logIndex: logIndex++, transactionHash, transactionIndex })),
    )
  }

  async #read({ number }: ProvedHeader, transactions: readonly Hex[]): Promise<Receipt[]> {
    if (!this.#oneByOne) {
      try {
        const params = [numberToHex(number)]
        const all = await ask(this.#client, 'eth_getBlockReceipts', params, z.array(receiptSchema).nullable())
        if (all !== null) return all
      } catch (error) {
        if (!(error instanceof Refused) || !error.isDefinite) throw error
        // A block that is too long is one of many; a method that is unknown stays so.
        this.#oneByOne = error.kind === 'other'
      }
    }
    return eachOf(transactions, (hash) => this.#receiptOf(hash), MANY_AT_ONCE)
  }

  async #receiptOf(hash: Hex): Promise<Receipt> {
    const receipt = await ask(this.#client, 'eth_getTransactionReceipt', [hash], receiptSchema.nullable())
    if (receipt === null) throw new ConnectionError(`The endpoint has no receipt of the transaction ${hash}.`)
    return receipt
  }
}

/** A receipt as it is hashed: EIP-2718's type before the list, none for type 0. */
function encoded({ type, status, root, cumulativeGasUsed, logsBloom, logs }: Receipt): Hex {
  const body = toRlp([
    typeof status === 'string' ? itemOf(status) : (root ?? '0x'),
    itemOf(cumulativeGasUsed),
    logsBloom,
    logs.map(({ address, topics, data }) => [address, topics, data]),
  ])
  const kind = BigInt(type ?? '0x0')
  return kind === 0n ? body : concatHex([numberToHex(kind, { size: 1 }), body])
}

function itemOf(quantity: Hex): Hex {
  const number = BigInt(quantity)
  return number === 0n ? '0x' : evenHex(number)
}

/** @throws {InputError} when there are receipts of a type that this program does not know, as other chains have. */
function refuseUnknown(receipts: readonly Receipt[]): void {
  const type = receipts.map((receipt) => BigInt(receipt.type ?? '0x0')).find((one) => one > LAST_TYPE)
  if (type === undefined) return
  const message = `is not a type of receipt that this auditor knows (0 to ${LAST_TYPE}), so the receipts root cannot be recomputed; use a newer auditor, or audit without a block hash`
  throw new InputError('block', [{ path: 'receipts.type', value: `${type}`, message }])
}
