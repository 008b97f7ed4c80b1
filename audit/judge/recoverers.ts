import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { Address } from 'viem'
import type { StreamLog } from '../collect/checkAnswer.ts'
import type { ContractSignature, RecordedSignature } from '../model/ears.ts'
import { domainSeparator, hexOf, OBSERVATION } from '../model/signatures.ts'
import { isObservation, SEEN, writeSeen } from './seenObservation.ts'
import { keyOf, RECORD, recordsOf } from './signatureRecord.ts'

/** With fewer logs than these, or fewer observations among those that are read now, it is not worth it to start threads. */
const FEWEST_LOGS = 5_000
const FEWEST_SEEN = 1_000
/** One processor is left to who reads logs and keeps books, which waits for threads less than it would for the processor. */
const LEFT = 1
const MOST_THREADS = 4
/** How many observations are looked at while logs are read: so many are remembered. */
const MOST_SEEN = 50_000
/** So many of them go to a thread together. */
const TOGETHER = 128
/** What threads load of the library: recovery of keys, and keccak256, in WebAssembly. */
const MODULES = ['secp256k1', 'hashes'].map(
  (name) => new URL(`internal/${name}.js`, import.meta.resolve('ox/wasm/Secp256k1')).href,
)

/**
 * What a thread is asked: which of these records are not signatures of their members, or which records of those that are follow from
 * observations as logs have them.
 */
type Asked = { records: Uint8Array<ArrayBuffer> } | { seen: Uint8Array<ArrayBuffer> }
interface Answered {
  /** Places among the records. */
  refused?: number[]
  /** Records, one behind the other. */
  good?: Uint8Array<ArrayBuffer>
}

interface Waiting {
  resolve: (answered: Answered) => void
  reject: (error: Error) => void
}

/** Recovers signatures, which takes most of the time of keeping books: in threads of their own where there are many. */
export class Recoverers {
  readonly #processors: number
  readonly #threads: Worker[] = []
  readonly #waiting = new Map<number, Waiting>()
  #asked = 0
  /** Why no thread will answer any more. */
  #ended: Error | undefined
  /** Observations that were seen and wait for others, or for threads. */
  #seen: { bytes: Buffer<ArrayBuffer>; count: number; escrows: Set<string> }[] = []
  #seenInAll = 0
  readonly #separators = new Map<string, Uint8Array>()
  /** Of escrows, in lower case, when all of theirs that were seen have been looked at. */
  readonly #looked = new Map<string, Promise<unknown>>()
  /** Records that were found to be signatures of their members. */
  readonly #good = new Set<string>()

  constructor(processors: number = availableParallelism()) {
    this.#processors = processors
  }

  /** Starts the threads, once, where so many logs and the processors are worth it. */
  start(logs: number): void {
    if (logs >= FEWEST_LOGS) this.#start()
  }

  #start(): void {
    const count = Math.min(MOST_THREADS, this.#processors - LEFT)
    if (count < 1) return
    while (this.#threads.length < count) this.#threads.push(this.#thread())
    this.#look()
  }

  /** Whether signatures are recovered by `refused`; else by whoever reads them. */
  get areStarted(): boolean {
    return this.#threads.length > 0
  }

  /** Takes a log of an escrow as it is read: where it is an observation, its signature is looked at before `refused` asks for it. */
  see(chainId: number, log: StreamLog): void {
    if (!isObservation(log) || this.#seenInAll >= MOST_SEEN) return
    this.#seenInAll++
    let last = this.#seen.at(-1)
    if (last === undefined || last.count === TOGETHER) {
      last = { bytes: Buffer.from(new ArrayBuffer(TOGETHER * SEEN)), count: 0, escrows: new Set() }
      this.#seen.push(last)
    }
    const separator = this.#separators.get(log.address) ?? domainSeparator(chainId, log.address)
    this.#separators.set(log.address, separator)
    writeSeen(log, separator, last.bytes, SEEN * last.count++)
    last.escrows.add(log.address)
    if (this.#seenInAll === FEWEST_SEEN) this.#start()
    if (this.areStarted && last.count === TOGETHER) this.#look()
  }

  /** Those of the signatures of an escrow that are not ECDSA signatures of their members, in their order. */
  async refused(escrow: Address, signatures: readonly RecordedSignature[]): Promise<ContractSignature[]> {
    if (signatures.length === 0) return []
    this.#look()
    await this.#looked.get(escrow.toLowerCase())
    this.#looked.delete(escrow.toLowerCase())
    const all = recordsOf(signatures)
    const left = signatures.filter((_, i) => !this.#good.delete(keyOf(all, i)))
    if (left.length === 0) return []
    const records = left.length === signatures.length ? all : recordsOf(left)
    const { refused = [] } = await this.#ask({ records: new Uint8Array(records.buffer) })
    return refused.flatMap((i) => {
      const signature = left[i]
      return signature === undefined ? [] : [{ ...signature, digest: hexOf(signature.digest) }]
    })
  }

  async close(): Promise<void> {
    this.#fail(new Error('The audit has ended.'))
    await Promise.all(this.#threads.map((thread) => thread.terminate()))
  }

  /** Lets threads look at all that was seen. */
  #look(): void {
    for (const { bytes, count, escrows } of this.#seen) {
      const looked = this.#ask({ seen: new Uint8Array(bytes.buffer, 0, count * SEEN) }).then(({ good }) => {
        if (good === undefined) return
        const records = Buffer.from(good.buffer, 0, good.length)
        for (let i = 0; i < records.length / RECORD; i++) this.#good.add(keyOf(records, i))
      })
      for (const escrow of escrows) {
        const both = Promise.all([this.#looked.get(escrow), looked])
        both.catch(() => undefined)
        this.#looked.set(escrow, both)
      }
    }
    this.#seen = []
  }

  #ask(asked: Asked): Promise<Answered> {
    if (this.#ended !== undefined || !this.areStarted)
      return Promise.reject(this.#ended ?? new Error('No thread runs.'))
    const id = this.#asked++
    const transferred = 'seen' in asked ? asked.seen.buffer : asked.records.buffer
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      this.#threads[id % this.#threads.length]?.postMessage({ id, ...asked }, [transferred])
    })
  }

  #thread(): Worker {
    const workerData = { modules: MODULES, observation: new Uint8Array(OBSERVATION) }
    const thread = new Worker(new URL('recoverThread.mjs', import.meta.url), { workerData })
    thread.on('message', ({ id, ...answered }: Answered & { id: number }) => {
      this.#waiting.get(id)?.resolve(answered)
      this.#waiting.delete(id)
    })
    thread.on('error', (error) => {
      this.#fail(error as Error)
    })
    return thread
  }

  #fail(error: Error): void {
    this.#ended ??= error
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
