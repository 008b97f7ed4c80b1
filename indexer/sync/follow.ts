import type { PublicClient } from 'viem'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import type { Deployment } from '../../sdk/model/deployment.ts'
import { requireLease, type Holder } from '../store/lease.ts'
import { cursorOf, setChainHead, type Position } from '../store/meta.ts'
import type { Index } from '../store/openIndex.ts'
import { blockAt, isBlockMissing } from './blocks.ts'
import { StretchReader } from './readStretch.ts'
import { commonAncestor, rewind } from './rewind.ts'
import { lookUp, writeStretch } from './writeStretch.ts'

/** What an index is read from, and how. */
export interface Source extends Holder {
  client: PublicClient
  deployment: Deployment
  /** After how many blocks a block counts as final; undefined = the chain says which is. */
  confirmations?: number
}

/** What a step did. `behind`: the endpoint has fewer blocks than were read, and they are the same. */
export interface Step {
  did: 'read' | 'undone' | 'nothing' | 'behind'
  cursor: Position | undefined
  head: Position
  /** Logs that were written. */
  logs: number
}

/** Where a chain does not say what is final. */
const CONFIRMATIONS = 64

/** Brings an index up to the newest block, one stretch a step. */
export class Follower {
  readonly #source: Source
  readonly #reader: StretchReader
  /** The head that was noted last. */
  #noted: string | undefined

  constructor(source: Source) {
    this.#source = source
    this.#reader = new StretchReader(source.client, source.deployment)
  }

  /**
   * Reads and writes the next stretch in one transaction, or undoes what is no longer on the chain.
   * @throws {ConnectionError} when the chain cannot be read; {LeaseLost} when another process writes.
   */
  async step(): Promise<Step> {
    const { client, index, deployment } = this.#source
    const head = await blockAt(client, 'latest')
    await this.#noteHead(head)
    const cursor = await cursorOf(index)
    if (await this.#isGone(cursor, head)) return this.#undo(cursor, head)
    if (cursor !== undefined && cursor.number >= head.number) {
      return { did: cursor.number > head.number ? 'behind' : 'nothing', cursor, head, logs: 0 }
    }
    if (head.number < deployment.block) return { did: 'nothing', cursor, head, logs: 0 }
    const known = (await index.selectFrom('escrows').select('escrow').execute()).map(({ escrow }) => escrow)
    const stretch = await this.#reader.read(cursor, BigInt(head.number), known)
    if (stretch === undefined) return this.#undo(cursor, head)
    const lookups = await lookUp(index, client, deployment, stretch.created)
    await this.#write(cursor, async (transaction) => {
      await writeStretch(transaction, stretch, lookups)
    })
    return { did: 'read', cursor: stretch.end, head, logs: stretch.logs.length }
  }

  async #undo(cursor: Position | undefined, head: Position): Promise<Step> {
    const { client, index, deployment } = this.#source
    const to = await commonAncestor(index, client, head.number)
    if (to?.number === cursor?.number)
      throw new ConnectionError('The chain changes while it is looked at.', undefined, 'It is read again.')
    await this.#write(cursor, async (transaction) => {
      await rewind(transaction, to, deployment.directory)
    })
    return { did: 'undone', cursor: to, head, logs: 0 }
  }

  /** Whether the last block that was read, or the last one up to the head, is no longer on the chain. */
  async #isGone(cursor: Position | undefined, head: Position): Promise<boolean> {
    const { client, index } = this.#source
    if (cursor === undefined) return false
    const last =
      cursor.number <= head.number
        ? cursor
        : await index
            .selectFrom('blocks')
            .select(['number', 'hash', 'time'])
            .where('number', '<=', head.number)
            .orderBy('number', 'desc')
            .limit(1)
            .executeTakeFirst()
    if (last === undefined) return false
    if (last.number === head.number) return last.hash !== head.hash
    try {
      return (await blockAt(client, last.number)).hash !== last.hash
    } catch (error) {
      // The chain became shorter meanwhile.
      if (isBlockMissing(error)) return false
      throw error
    }
  }

  /** One transaction that only the holder of the lease completes, and only from where it began. */
  async #write(cursor: Position | undefined, work: (transaction: Index) => Promise<void>): Promise<void> {
    await this.#source.index.transaction().execute(async (transaction) => {
      await requireLease({ ...this.#source, index: transaction })
      const before = await cursorOf(transaction)
      if (before?.number !== cursor?.number || before?.hash !== cursor?.hash)
        throw new Error('The index is not where this process left it, though it holds the lease.')
      await work(transaction)
    })
  }

  /** Notes a new head, and what is final by then. */
  async #noteHead(head: Position): Promise<void> {
    if (this.#noted === head.hash) return
    const finalized = await this.#finalized(head)
    await this.#source.index.transaction().execute(async (transaction) => {
      await requireLease({ ...this.#source, index: transaction })
      await setChainHead(transaction, { head: head.number, finalized })
    })
    this.#noted = head.hash
  }

  async #finalized(head: Position): Promise<number> {
    const { client, confirmations } = this.#source
    if (confirmations !== undefined) return Math.max(head.number - confirmations, -1)
    try {
      return Math.min((await blockAt(client, 'finalized')).number, head.number)
    } catch (error) {
      if (error instanceof ConnectionError) throw error
      // The chain has no such tag.
      return Math.max(head.number - CONFIRMATIONS, -1)
    }
  }
}
