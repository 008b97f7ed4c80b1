import type { Hex } from 'viem'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import type { Pinned } from '../history.ts'
import { unusable, type Batches } from './batches.ts'

/** Blocks whose headers are remembered: streams that are read side by side need the same ones. */
const KEPT = 20_000

/** What is known of a block from its header. Block numbers and unix seconds are below 2^48. */
export interface Header {
  hash: Hex
  time: number
}

/** Which block: its number, its hash or a node's word for one. */
export type BlockName = { hash: Hex } | { number: bigint } | { tag: 'latest' | 'safe' | 'finalized' }

/** Headers of blocks, as the endpoint gives them. */
export class Headers {
  readonly #batches: Batches
  readonly #known = new Map<number, Header>()

  constructor(batches: Batches) {
    this.#batches = batches
  }

  /** Headers by number. @throws {ConnectionError} when the endpoint does not have one of the blocks. */
  async of(numbers: readonly number[]): Promise<Map<number, Header>> {
    const found = new Map<number, Header>()
    const missing: number[] = []
    for (const number of numbers) {
      const known = this.#known.get(number)
      if (known === undefined) missing.push(number)
      else found.set(number, known)
    }
    for (const [i, header] of (await this.fresh(missing)).entries()) {
      const number = missing[i]
      if (number === undefined) continue
      if (header === undefined) throw new ConnectionError(`The endpoint does not have block ${number}.`)
      found.set(number, header)
      this.#known.set(number, header)
    }
    for (const [oldest] of this.#known) {
      if (this.#known.size <= KEPT) break
      this.#known.delete(oldest)
    }
    return found
  }

  /** The same, asked again whatever is remembered; undefined where the endpoint does not have the block. */
  async fresh(numbers: readonly number[]): Promise<(Header | undefined)[]> {
    const questions = numbers.map((number) => ({
      method: 'eth_getBlockByNumber',
      params: [`0x${number.toString(16)}`, false],
    }))
    const answers = await this.#batches.ask(questions)
    return answers.map((answer, i) => {
      if (answer === null) return undefined
      const { number, hash, timestamp } = blockOf(answer)
      if (number !== BigInt(numbers[i] ?? -1)) throw unusable(`block ${number} when asked for block ${numbers[i]}`)
      return { hash, time: Number(timestamp) }
    })
  }

  /** The block with a name. @throws {ConnectionError} when the endpoint does not have it. */
  async block(name: BlockName): Promise<Pinned> {
    const question =
      'hash' in name
        ? { method: 'eth_getBlockByHash', params: [name.hash, false] }
        : {
            method: 'eth_getBlockByNumber',
            params: ['tag' in name ? name.tag : `0x${name.number.toString(16)}`, false],
          }
    const [answer] = await this.#batches.ask([question])
    const shown = 'hash' in name ? name.hash : 'tag' in name ? `called ${name.tag}` : name.number
    if (answer === null || answer === undefined) throw new ConnectionError(`The endpoint does not have block ${shown}.`)
    const block = blockOf(answer)
    if ('hash' in name && block.hash !== name.hash.toLowerCase()) throw unusable(`another block than ${name.hash}`)
    if ('number' in name && block.number !== name.number) throw unusable(`another block than ${name.number}`)
    return block
  }
}

function blockOf(answer: unknown): Pinned {
  const { number, hash, timestamp } = (typeof answer === 'object' && answer !== null ? answer : {}) as Record<
    string,
    unknown
  >
  if (!isQuantity(number) || !isQuantity(timestamp) || typeof hash !== 'string' || !/^0x[0-9a-f]{64}$/i.test(hash)) {
    throw unusable('something else than a block')
  }
  return { number: BigInt(number), hash: hash.toLowerCase() as Hex, timestamp: BigInt(timestamp) }
}

/** A number below 2^48. */
function isQuantity(value: unknown): value is Hex {
  return typeof value === 'string' && /^0x[0-9a-f]{1,12}$/i.test(value)
}
