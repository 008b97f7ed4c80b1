import {
  decodeFunctionData,
  erc20Abi,
  keccak256,
  stringToHex,
  type Abi,
  type AbiFunction,
  type Address,
  type Hex,
} from 'viem'
import { escrowAbi } from '../abi/escrow.ts'
import { escrowFactoryAbi } from '../abi/escrowFactory.ts'
import { operatorDirectoryAbi } from '../abi/operatorDirectory.ts'
import { pledgeRouterAbi } from '../abi/pledgeRouter.ts'
import type { Json } from '../model/canonicalJson.ts'
import type { Call } from '../actions/writer.ts'

const FUNCTIONS: Abi = [
  ...escrowAbi,
  ...escrowFactoryAbi,
  ...pledgeRouterAbi,
  ...operatorDirectoryAbi,
  ...erc20Abi,
].filter((entry) => entry.type === 'function')

/** A parameter of a function, as a batch file describes it. */
export interface SafeInput {
  name: string
  type: string
  internalType: string
  components?: SafeInput[]
}

/** One transaction of a batch. Safe's builder takes `data` as it is; method and values are there for whoever reads the file. */
export interface SafeTransaction {
  to: Address
  /** Wei, in decimal. */
  value: string
  data: Hex
  contractMethod: { name: string; payable: boolean; inputs: SafeInput[] } | null
  contractInputsValues: Record<string, string> | null
}

/** A file that Safe's transaction builder opens (format 1.0). */
export interface SafeBatch {
  version: '1.0'
  chainId: string
  /** Unix milliseconds. */
  createdAt: number
  meta: {
    name: string
    description: string
    txBuilderVersion: string
    createdFromSafeAddress: Address
    createdFromOwnerAddress: string
    checksum: Hex
  }
  transactions: SafeTransaction[]
}

/**
 * Calls as a batch for Safe's transaction builder, which makes them in one transaction, all or none.
 * @param batch `safe`: the account that makes the calls; `createdAt`: unix milliseconds.
 */
export function safeBatch(
  calls: readonly Call[],
  batch: { chainId: number; safe: Address; name: string; createdAt: number },
): SafeBatch {
  const unsigned = {
    version: '1.0' as const,
    chainId: String(batch.chainId),
    createdAt: batch.createdAt,
    meta: {
      name: batch.name,
      description: '',
      txBuilderVersion: '1.18.2',
      createdFromSafeAddress: batch.safe,
      createdFromOwnerAddress: '',
    },
    transactions: calls.map(safeTransaction),
  }
  return { ...unsigned, meta: { ...unsigned.meta, checksum: safeChecksum(unsigned) } }
}

/** What a batch file is; the checksum itself must not be in it. */
interface Unsigned {
  meta: { name: string }
}

/** The checksum by which Safe's builder notices a changed file: keccak256 of its own serialisation, without the name. */
export function safeChecksum(batch: Unsigned): Hex {
  const unnamed = { ...batch, meta: { ...batch.meta, name: null } }
  // Through JSON: only what a file can hold is part of it.
  return keccak256(stringToHex(serialized(JSON.parse(JSON.stringify(unnamed)) as Json)))
}

/** Safe's serialisation: an object is its sorted names, then its values, each with a comma. */
function serialized(value: Json | undefined): string {
  if (value === undefined || value === null) return 'null'
  if (isList(value)) return `[${value.map(serialized).join(',')}]`
  if (typeof value !== 'object') return JSON.stringify(value)
  const names = Object.keys(value).sort()
  return `{${JSON.stringify(names)}${names.map((name) => `${serialized(value[name])},`).join('')}}`
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

function safeTransaction({ to, data, value = 0n }: Call): SafeTransaction {
  return { to, value: String(value), data, ...described(data) }
}

/** The function and the values that `data` calls it with, where it is one of the contracts' or of a token. */
function described(data: Hex): Pick<SafeTransaction, 'contractMethod' | 'contractInputsValues'> {
  const decoded = decode(data)
  if (decoded === undefined) return { contractMethod: null, contractInputsValues: null }
  const { method, args } = decoded
  const values = method.inputs.map(({ name = '' }, i) => [name, shown(args[i])] as const)
  return {
    contractMethod: {
      name: method.name,
      payable: method.stateMutability === 'payable',
      inputs: method.inputs.map(inputOf),
    },
    contractInputsValues: Object.fromEntries(values),
  }
}

function decode(data: Hex): { method: AbiFunction; args: readonly unknown[] } | undefined {
  try {
    const { functionName, args = [] } = decodeFunctionData({ abi: FUNCTIONS, data })
    const method = FUNCTIONS.find(
      (entry) => entry.type === 'function' && entry.name === functionName && entry.inputs.length === args.length,
    )
    return method?.type === 'function' ? { method, args } : undefined
  } catch {
    return undefined
  }
}

function inputOf(parameter: AbiFunction['inputs'][number]): SafeInput {
  const { name = '', type } = parameter
  const internalType = parameter.internalType ?? type
  const components = 'components' in parameter ? { components: parameter.components.map(inputOf) } : {}
  return { name, type, internalType, ...components }
}

/** A value as the builder's form takes it: text, and JSON for lists and structs. */
function shown(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'bigint') return String(value)
  return JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? String(one) : one))
}
