import { hexToBytes, keccak256, padHex, toHex, type Address, type Hex } from 'viem'

/** keccak256("Transfer(address,address,uint256)") */
export const TRANSFER: Hex = keccak256(toHex('Transfer(address,address,uint256)'))

/** Whose logs an audit rests on. */
export interface LogScope {
  factory: Address
  /** Whether all logs of the factory matter, or only those of the creation of these escrows. */
  wholeFactory: boolean
  escrows: readonly { escrow: Address; asset: Address }[]
}

/** Tells which blocks and logs an audit rests on: those of factory and escrows, transfers of an escrow's asset to or from it. */
export class Relevance {
  readonly #emitters: ReadonlySet<string>
  /** Where not all of its logs matter. */
  readonly #factory: string | undefined
  /** Escrows as topics. */
  readonly #escrows: ReadonlySet<string>
  /** The same by their assets. */
  readonly #assets: ReadonlyMap<string, ReadonlySet<string>>
  /** Any of these sets of bits makes a block interesting. */
  readonly #blooms: readonly Uint16Array[]

  constructor({ factory, wholeFactory, escrows }: LogScope) {
    const low = (hex: Hex): Hex => hex.toLowerCase() as Hex
    const emitters = [...(wholeFactory ? [factory] : []), ...escrows.map(({ escrow }) => escrow)].map(low)
    const assets = new Map<string, Set<string>>()
    const blooms = emitters.map((emitter) => bitsOf(emitter))
    for (const { escrow, asset } of escrows) {
      const topic = padHex(low(escrow), { size: 32 })
      assets.set(low(asset), (assets.get(low(asset)) ?? new Set()).add(topic))
      blooms.push(bitsOf(low(asset), TRANSFER, topic))
      if (!wholeFactory) blooms.push(bitsOf(low(factory), topic))
    }
    this.#factory = wholeFactory ? undefined : low(factory)
    this.#escrows = new Set([...assets.values()].flatMap((topics) => [...topics]))
    this.#emitters = new Set(emitters)
    this.#assets = assets
    this.#blooms = blooms
  }

  /** Whether a block with this bloom filter may hold logs that matter. False is certain, true is not. */
  mayHold(logsBloom: Hex): boolean {
    const bloom = hexToBytes(logsBloom)
    return this.#blooms.some((bits) => bits.every((bit) => ((bloom[255 - (bit >> 3)] ?? 0) >> (bit & 7)) & 1))
  }

  /** Whether a log is one that the audit has to know. */
  matters({ address, topics }: { address: Address; topics: readonly Hex[] }): boolean {
    const emitter = address.toLowerCase()
    if (this.#emitters.has(emitter)) return true
    const [kind, from = '', to = ''] = topics
    if (emitter === this.#factory) return this.#escrows.has(from)
    if (kind !== TRANSFER) return false
    const escrows = this.#assets.get(emitter)
    return escrows !== undefined && (escrows.has(from) || escrows.has(to))
  }
}

/** The bits that these values set: three each, of 2,048. */
function bitsOf(...values: Hex[]): Uint16Array {
  return Uint16Array.from(
    values.flatMap((value) => {
      const hash = hexToBytes(keccak256(value))
      return [0, 2, 4].map((i) => (((hash[i] ?? 0) << 8) | (hash[i + 1] ?? 0)) & 2047)
    }),
  )
}
