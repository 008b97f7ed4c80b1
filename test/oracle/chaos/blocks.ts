/** The blocks of a chain in this process: mined when the harness says so, and taken back by reorganisations. */
import {
  createPublicClient,
  custom,
  keccak256,
  numberToHex,
  type EIP1193RequestFn,
  type Hex,
  type PublicClient,
} from 'viem'
import { ask } from '../chain/endpoints.ts'

interface Snapshot {
  /** Number of the last block then. */
  at: number
  id: unknown
}

export class Blocks {
  readonly #node: PublicClient
  readonly #client: PublicClient
  /** What was broadcast, by hash. */
  readonly #sent = new Map<Hex, Hex>()
  #snapshots: Snapshot[] = []
  /** Unix seconds of the world outside, which never go back. */
  time = 0
  head = 0
  /** No block up to this one is taken back. */
  first = 0

  constructor(node: PublicClient) {
    this.#node = node
    const request = (call: { method: string; params?: unknown }): Promise<unknown> => {
      const [raw] = (call.params ?? []) as [Hex?]
      if (call.method === 'eth_sendRawTransaction' && raw !== undefined) this.#sent.set(keccak256(raw), raw)
      return (node.request as (one: typeof call) => Promise<unknown>)(call)
    }
    this.#client = createPublicClient({
      transport: custom({ request: request as EIP1193RequestFn }, { retryCount: 0 }),
      cacheTime: 0,
      pollingInterval: 1,
    })
  }

  /** A client of the node itself, which remembers what it was given. */
  get client(): PublicClient {
    return this.#client
  }

  /** From here on blocks are mined by `mine` alone. @returns takes the chain back to where it is now. */
  async begin(): Promise<() => Promise<void>> {
    const id = await this.#call('evm_snapshot')
    await this.#call('evm_setAutomine', false)
    const { number, timestamp } = await this.#node.getBlock()
    this.first = this.head = Number(number)
    this.time = Number(timestamp)
    return async () => {
      await this.#call('evm_revert', id)
      await this.#call('evm_setAutomine', true)
    }
  }

  /** A block with all that waits, at the time that it is now. */
  async mine(): Promise<void> {
    await this.#remember()
    this.time++
    await this.#call('evm_mine', this.time)
    this.head++
  }

  /** @returns the last block that stays when `depth` blocks are taken back, after as many as are missing have been mined. */
  async deepen(depth: number): Promise<number> {
    await this.#remember()
    const stays = Math.min(...this.#snapshots.map(({ at }) => at).filter((at) => at >= this.head - depth))
    const missing = stays + depth - this.head
    if (missing === 0) return stays
    await this.#call('evm_setNextBlockTimestamp', ++this.time)
    await this.#call('hardhat_mine', numberToHex(missing), '0x1')
    this.head += missing
    this.time += missing
    return stays
  }

  /**
   * Takes back the blocks after `stays` and everything that waited.
   * @returns the transactions that were in them, as they were broadcast.
   */
  async takeBack(stays: number): Promise<Hex[]> {
    const lost: Hex[] = []
    for (let number = stays + 1; number <= this.head; number++) {
      const { transactions } = await this.#node.getBlock({ blockNumber: BigInt(number) })
      lost.push(...transactions)
    }
    const snapshot = this.#snapshots.find(({ at }) => at === stays)
    if (snapshot === undefined) throw new Error(`There is no snapshot of block ${stays}.`)
    this.#snapshots = this.#snapshots.filter(({ at }) => at < stays)
    await this.#call('evm_revert', snapshot.id)
    this.head = stays
    return lost.flatMap((hash) => this.#sent.get(hash) ?? [])
  }

  /** Mines so many blocks that are not the ones that were taken back. */
  async replace(count: number): Promise<void> {
    await this.#remember()
    const { timestamp } = await this.#node.getBlock()
    const from = Number(timestamp) + 2
    await this.#call('evm_setNextBlockTimestamp', from)
    await this.#call('hardhat_mine', numberToHex(count), '0x1')
    this.head += count
    this.time = Math.max(this.time, from + count)
  }

  async send(raw: Hex): Promise<void> {
    await this.#client.sendRawTransaction({ serializedTransaction: raw }).catch(() => undefined)
  }

  async #remember(): Promise<void> {
    this.#snapshots = this.#snapshots.filter(({ at }) => at !== this.head)
    this.#snapshots.push({ at: this.head, id: await this.#call('evm_snapshot') })
  }

  async #call(method: string, ...params: unknown[]): Promise<unknown> {
    return ask(this.#node, { method, params })
  }
}
