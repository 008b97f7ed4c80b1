import {
  concatHex,
  keccak256,
  numberToHex,
  recoverAddress,
  toRlp,
  type Address,
  type Hex,
  type PublicClient,
} from 'viem'
import * as z from 'zod'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { ask, bytesSchema, quantitySchema, wordSchema } from './ask.ts'
import { evenHex, type ProvedHeader } from './header.ts'
import { Refuted, rootOf } from './trie.ts'

/** What was called, by whom, as a transaction was signed. */
export interface Call {
  /** In lower case. */
  from: Address
  /** In lower case; null: a contract was created. */
  to: Address | null
  input: Hex
}

/** The transactions of a block, proved by its header. */
export interface ProvedTransactions {
  /** keccak256 of each, in their order. */
  hashes: readonly Hex[]
  /** What the transaction at a place calls; undefined where its signature is nobody's. */
  callOf(index: number): Promise<Call | undefined>
  /** Accounts, in lower case, that let themselves be given code in the block (EIP-7702). */
  delegating(): Promise<ReadonlySet<string>>
}

/** The highest type of transaction that is known here (EIP-7702). */
const LAST_TYPE = 4n

const signatureFields = {
  r: quantitySchema,
  s: quantitySchema,
  v: quantitySchema.nullish(),
  yParity: quantitySchema.nullish(),
}
const transactionSchema = z.object({
  type: quantitySchema.nullish(),
  chainId: quantitySchema.nullish(),
  nonce: quantitySchema,
  gasPrice: quantitySchema.nullish(),
  maxPriorityFeePerGas: quantitySchema.nullish(),
  maxFeePerGas: quantitySchema.nullish(),
  maxFeePerBlobGas: quantitySchema.nullish(),
  blobVersionedHashes: z.array(wordSchema).nullish(),
  gas: quantitySchema,
  to: bytesSchema.nullish(),
  value: quantitySchema,
  input: bytesSchema,
  accessList: z.array(z.object({ address: bytesSchema, storageKeys: z.array(wordSchema) })).nullish(),
  authorizationList: z
    .array(z.object({ chainId: quantitySchema, address: bytesSchema, nonce: quantitySchema, ...signatureFields }))
    .nullish(),
  ...signatureFields,
})
type Transaction = z.output<typeof transactionSchema>
type Authorization = NonNullable<Transaction['authorizationList']>[number]
type Rlp = Hex | readonly Rlp[]

const blockSchema = z.object({ transactions: z.array(z.looseObject({ type: quantitySchema.nullish() })) })

/**
 * The transactions of a block, by their root in its header. Undefined where one is of a type that is not known here, as other chains
 * have: nothing is proved then.
 * @throws {Refuted} when they are not the block's; {ConnectionError} when the endpoint does not answer.
 */
export async function proveTransactions(
  client: PublicClient,
  header: ProvedHeader,
): Promise<ProvedTransactions | undefined> {
  const block = await ask(client, 'eth_getBlockByHash', [header.hash, true], blockSchema.nullable())
  if (block === null) throw new ConnectionError(`The endpoint does not have block ${header.number}, ${header.hash}.`)
  if (block.transactions.some(({ type }) => BigInt(type ?? '0x0') > LAST_TYPE)) return undefined
  const parsed = z.array(transactionSchema).safeParse(block.transactions)
  if (!parsed.success)
    throw new ConnectionError(`The endpoint gives transactions of block ${header.number} that are none.`)
  const transactions = parsed.data
  const whole = transactions.map((one) => envelope(one, true))
  const root = await rootOf(whole)
  if (root !== header.transactionsRoot) {
    throw new Refuted(
      `The transactions that the endpoint gives for block ${header.number} are not the block's: their root is ${root}, not ${header.transactionsRoot}.`,
    )
  }
  return {
    hashes: whole.map((one) => keccak256(one)),
    async callOf(index) {
      const one = transactions[index]
      const from = one && (await signerOf(keccak256(envelope(one, false)), one))
      return one && from && { from, to: one.to ?? null, input: one.input }
    },
    async delegating() {
      const all = transactions.flatMap(({ authorizationList }) => authorizationList ?? [])
      const signers = await Promise.all(all.map((one) => signerOf(authorized(one), one)))
      return new Set(signers.filter((one) => one !== undefined))
    },
  }
}

/** A transaction as it is hashed, with or without its signature: EIP-2718's type before the list, none for type 0. */
function envelope(one: Transaction, signed: boolean): Hex {
  const type = Number(one.type ?? '0x0')
  const access = (one.accessList ?? []).map(({ address, storageKeys }) => [address, storageKeys])
  const target = [one.to ?? '0x', item(one.value), one.input]
  const [chain, nonce, gas] = [item(one.chainId), item(one.nonce), item(one.gas)]
  const signature = [item(type === 0 ? one.v : parityOf(one)), item(one.r), item(one.s)]
  if (type === 0) {
    const fields = [nonce, item(one.gasPrice), gas, ...target]
    return encode(signed ? [...fields, ...signature] : [...fields, ...protection(one)])
  }
  const fees = type === 1 ? [item(one.gasPrice)] : [item(one.maxPriorityFeePerGas), item(one.maxFeePerGas)]
  const added: Rlp[] = []
  if (type === 3) added.push(item(one.maxFeePerBlobGas), one.blobVersionedHashes ?? [])
  if (type === 4) {
    const list = one.authorizationList ?? []
    added.push(
      list.map((each) => [
        item(each.chainId),
        each.address,
        item(each.nonce),
        item(parityOf(each)),
        item(each.r),
        item(each.s),
      ]),
    )
  }
  const fields: Rlp[] = [chain, nonce, ...fees, gas, ...target, access, ...added]
  return concatHex([numberToHex(type, { size: 1 }), encode(signed ? [...fields, ...signature] : fields)])
}

/** What an account signs to be given code. */
function authorized({ chainId, address, nonce }: Authorization): Hex {
  return keccak256(concatHex(['0x05', encode([item(chainId), address, item(nonce)])]))
}

/** What EIP-155 adds to what is signed: the chain, where v says so. */
function protection({ v }: Transaction): Rlp[] {
  const number = BigInt(v ?? '0x0')
  return number < 35n ? [] : [item(toQuantity((number - 35n) / 2n)), '0x', '0x']
}

/** Which of two points: yParity, or what v says. */
function parityOf({ yParity, v }: Pick<Transaction, 'yParity' | 'v'>): Hex {
  if (typeof yParity === 'string') return yParity
  const number = BigInt(v ?? '0x0')
  return toQuantity(number < 27n ? number : (number + 1n) % 2n)
}

async function signerOf(hash: Hex, one: Pick<Transaction, 'r' | 's' | 'v' | 'yParity'>): Promise<Address | undefined> {
  try {
    const [r, s] = [numberToHex(BigInt(one.r), { size: 32 }), numberToHex(BigInt(one.s), { size: 32 })]
    const address = await recoverAddress({ hash, signature: { r, s, yParity: Number(parityOf(one)) } })
    return address.toLowerCase() as Address
  } catch {
    return undefined // r, s or the parity is out of range
  }
}

/** A number without leading zeroes, 0 as nothing. */
function item(quantity: Hex | null | undefined): Hex {
  const number = BigInt(quantity ?? '0x0')
  return number === 0n ? '0x' : evenHex(number)
}

const toQuantity = (number: bigint): Hex => numberToHex(number)

function encode(fields: Rlp[]): Hex {
  return toRlp(fields as Parameters<typeof toRlp>[0])
}
