import { getAddress, isHex, type Address, type Hex, type PublicClient } from 'viem'
import { eventSelectors } from '../../sdk/events/event.ts'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { InputError } from '../../sdk/errors/InputError.ts'
import type { Origin } from '../../sdk/model/escrowAddress.ts'
import type { Note } from '../finding.ts'
import type { Entry, Pinned, Subject } from '../history.ts'
import type { CollectedLogs } from '../prove/history.ts'
import type { Statement } from '../result.ts'
import { dropLeftHistory, markLadder } from './agree.ts'
import { Batches, isRevert } from './batches.ts'
import { LogsByBlock } from './byBlock.ts'
import type { StreamLog } from './checkAnswer.ts'
import { Cache, type StreamOf, type Stretch } from './cache.ts'
import { chainOf, checkWitness } from './chain.ts'
import { entriesOf } from './entries.ts'
import { Headers, type BlockName } from './headers.ts'
import { Pin } from './pin.ts'
import { escrowJobs, streamsOf } from './escrowJobs.ts'
import { readRows, type Progress } from './readRows.ts'
import { readingStatements } from './statements.ts'
import { topicOf, type Job } from './readStream.ts'
import { checkAsset, codesOf, creationsOf, subjectOf, type Creation } from './subjects.ts'
import { askToken, type TokenNames } from './tokens.ts'

/** Selector of `implementation()`. */
const IMPLEMENTATION = '0x5c60da1b'

/** What is read, and where from. */
export interface CollectOptions {
  client: PublicClient
  /** Everything is read a second time here, and differences are findings. It may be the same client. */
  witness?: PublicClient
  /** The factory whose escrows are audited, and the implementation they are clones of. */
  origin: Origin
  /** This escrow alone; default: all that the factory made. */
  escrow?: Address
  /** The block of the deployment; default 0. Tokens that came to an escrow's address before are not seen. */
  fromBlock?: bigint
  /** The last block that counts. */
  pin: BlockName
  /** The folder in which what was read is kept for the next audit; default: it is kept until `close` alone. */
  cache?: string
  progress?: Progress
  /** Told of each log of an escrow of a chain as it is read, not of those from the cache. */
  see?: (chainId: number, log: StreamLog) => void
  /** Takes what is found wrong, now and as entries are read. */
  note: Note
}

/** All that an audit needs of the chain up to a block. */
export interface Collection {
  chainId: number
  pinned: Pinned
  subjects: readonly Subject[]
  /** What an asset of one of the escrows calls itself. */
  token(asset: Address): TokenNames
  /** Events and transfers of an escrow in the order of the chain. Findings are noted the first time. */
  entries(subject: Subject): Iterable<Entry>
  /** How many logs there are of all escrows; a transfer between two of them, or from one to itself, counts twice. */
  logs: number
  /** All of these logs and the creations, block by block. */
  byBlock: CollectedLogs
  /** What was checked of the reading, and what was not. */
  statements: readonly Statement[]
  /** What was read cannot be relied on: the next audit reads all of it again, whatever the cache holds. */
  distrust(): void
  /** Ends the use of the cache. */
  close(): void
}

/**
 * Reads all logs of a factory and its escrows, and the transfers of their assets, up to a block, within the limits of the endpoint. What
 * the cache holds is not read again; an interrupted collection goes on where it was.
 * @throws {ConnectionError} when the endpoint does not answer, or the chain was reorganised: trying again goes on from the cache.
 * @throws {InputError} when the cache is of another chain, or the block is before `fromBlock`.
 */
export async function collect(options: CollectOptions): Promise<Collection> {
  const { client, witness, origin, fromBlock = 0n } = options
  const batches = new Batches(client)
  const headers = new Headers(batches)
  const genesisOf = async () => (await headers.block({ number: 0n })).hash
  const [chainId, pin, genesis] = await Promise.all([chainOf(batches), Pin.at(headers, options.pin), genesisOf()])
  if (pin.block.number < fromBlock) {
    const message = `is before the deployment in block ${fromBlock}; audit a later one`
    throw new InputError('block', [{ path: 'block', value: `${pin.block.number}`, message }])
  }
  if (witness !== undefined) await checkWitness(witness, chainId, pin)
  const cache = new Cache(options.cache, { chainId, genesis, ...origin })
  try {
    const collector = new Collector(options, { chainId, batches, headers, pin, cache })
    return await collector.run()
  } catch (error) {
    cache.close()
    throw error
  }
}

interface Parts {
  chainId: number
  batches: Batches
  headers: Headers
  pin: Pin
  cache: Cache
}

class Collector {
  readonly #options: CollectOptions
  readonly #parts: Parts
  readonly #from: number
  readonly #to: number
  #read = 0

  constructor(options: CollectOptions, parts: Parts) {
    this.#options = options
    this.#parts = parts
    this.#from = Number(options.fromBlock ?? 0n)
    this.#to = Number(parts.pin.block.number)
  }

  async run(): Promise<Collection> {
    const { client, origin, witness, note } = this.#options
    const { chainId, headers, pin, cache } = this.#parts
    // A cache that is not kept holds nothing older, and serves no later audit.
    if (this.#options.cache !== undefined) {
      cache.dropDoubtful(witness !== undefined)
      await dropLeftHistory(cache, headers)
      await markLadder(cache, headers, pin)
    }
    const creations = await this.#creations()
    const subjects = await this.#subjects(creations)
    await this.#readEscrows(subjects)
    const tokens = await this.#tokens(subjects)
    await pin.check()
    const streams = subjects.flatMap((subject) => streamsOf(subject))
    const noted = new Set<Subject>()
    const logs = streams.reduce((sum, of) => sum + cache.count(of, this.#to), 0)
    const created = { ...this.#creationStream(), factory: origin.factory }
    return {
      chainId,
      pinned: pin.block,
      subjects,
      token: (asset) => {
        const token = tokens.get(getAddress(asset))
        if (token === undefined) throw new TypeError(`${asset} is no asset of these escrows.`)
        return token
      },
      entries: (subject) => {
        const first = !noted.has(subject)
        noted.add(subject)
        return entriesOf(cache, subject, this.#to, first ? note : () => undefined)
      },
      logs,
      byBlock: new LogsByBlock(cache, created, subjects, logs + cache.count(created, this.#to)),
      statements: readingStatements({
        factory: origin.factory,
        escrows: subjects.length,
        from: this.#from,
        to: this.#to,
        compared: witness === undefined ? undefined : witness === client ? 'the same endpoint' : 'a second endpoint',
      }),
      distrust: () => {
        cache.distrust([...streams, this.#creationStream()])
      },
      close: () => {
        cache.close()
      },
    }
  }

  /** Where the creations of the factory are, or the one of the escrow that is asked for. */
  #creationStream(): StreamOf {
    const { origin, escrow } = this.#options
    if (escrow === undefined) return { owner: origin.factory.toLowerCase(), stream: 'factory' }
    return { owner: escrow.toLowerCase(), stream: 'created' }
  }

  /** Reads them. */
  async #creations(): Promise<Creation[]> {
    const { origin, escrow, note } = this.#options
    const { cache } = this.#parts
    const factory = getAddress(origin.factory)
    const topics = escrow === undefined ? [] : [eventSelectors(['Created']), topicOf(escrow)]
    const of = this.#creationStream()
    const stretch = { from: this.#from, to: this.#to }
    const jobs = cache.gaps(of, stretch).map((gap): Job => ({
      stream: of.stream,
      filter: { address: factory, topics },
      owners: [of.owner],
      stretch: gap,
    }))
    await this.#readAll([jobs])
    this.#checkWhole(of, stretch)
    return creationsOf(cache, of, factory, this.#to, note)
  }

  async #subjects(creations: readonly Creation[]): Promise<Subject[]> {
    const { origin, note } = this.#options
    const { chainId, batches, pin } = this.#parts
    const block = hexOf(pin.block.number)
    const wanted =
      this.#options.escrow === undefined ? creations.map(({ escrow }) => escrow) : [getAddress(this.#options.escrow)]
    const [codes] = await Promise.all([codesOf(batches, wanted, block), this.#checkOrigin(block)])
    const subjects = wanted.flatMap((escrow) => {
      const creation = creations.find((one) => one.escrow === escrow)
      return subjectOf(chainId, origin, escrow, codes.get(escrow) ?? '0x', creation, note) ?? []
    })
    const assets = await codesOf(batches, [...new Set(subjects.map(({ terms }) => terms.asset))], block)
    for (const subject of subjects) checkAsset(subject, assets.get(subject.terms.asset) ?? '0x', note)
    return subjects
  }

  /** That factory and implementation are there, and belong together. */
  async #checkOrigin(block: Hex): Promise<void> {
    const { origin, note } = this.#options
    const { batches } = this.#parts
    const question = { method: 'eth_call', params: [{ to: origin.factory, data: IMPLEMENTATION }, block] }
    const implementation = batches.ask([question]).catch((error: unknown) => {
      if (isRevert(error)) return ['a revert']
      throw error
    })
    // It is awaited below, unless there is no code.
    implementation.catch(() => undefined)
    const codes = await codesOf(batches, [origin.factory, origin.implementation], block)
    for (const [account, code] of codes) {
      if (code !== '0x') continue
      const name = account === origin.factory ? 'factory' : 'implementation'
      note({
        grade: 'fault',
        rule: 'T1',
        what: `There is no code at the ${name}.`,
        subject: account,
        expected: 'code',
        actual: '0x',
      })
      return
    }
    const [answer] = await implementation
    if (isHex(answer) && answer.toLowerCase() === topicOf(origin.implementation)) return
    const what = 'The factory makes clones of another implementation.'
    note({
      grade: 'fault',
      rule: 'T1',
      what,
      subject: origin.factory,
      expected: origin.implementation,
      actual: String(answer),
    })
  }

  async #readEscrows(subjects: readonly Subject[]): Promise<void> {
    const { rows, needed } = escrowJobs(this.#parts.cache, subjects, { from: this.#from, to: this.#to })
    await this.#readAll(rows)
    for (const { of, stretch } of needed) this.#checkWhole(of, stretch)
  }

  async #readAll(rows: readonly (readonly Job[])[]): Promise<void> {
    const { client, witness, note, progress, see } = this.#options
    const { chainId, headers, pin, cache } = this.#parts
    const reading = {
      client,
      witness,
      headers,
      pin,
      cache,
      note,
      see:
        see &&
        ((log: StreamLog) => {
          see(chainId, log)
        }),
    }
    this.#read = await readRows(reading, rows, this.#read, progress)
  }

  #checkWhole(of: StreamOf, stretch: Stretch): void {
    if (this.#parts.cache.gaps(of, stretch).length === 0) return
    const what = 'What was read has gaps: another audit dropped it from the cache meanwhile.'
    throw new ConnectionError(what, undefined, 'Try again.')
  }

  async #tokens(subjects: readonly Subject[]): Promise<Map<Address, TokenNames>> {
    const { batches, pin } = this.#parts
    const tokens = new Map<Address, TokenNames>()
    for (const { terms } of subjects) {
      if (tokens.has(terms.asset)) continue
      tokens.set(terms.asset, await askToken(batches, terms.asset, hexOf(pin.block.number), this.#options.note))
    }
    return tokens
  }
}

function hexOf(number: bigint): Hex {
  return `0x${number.toString(16)}`
}
