import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import type { ContractSignature, RecordedSignature } from '../model/ears.ts'
import { hexOf } from '../model/signatures.ts'
import { recordsOf } from './signatureRecord.ts'

/** With fewer logs than these it is not worth it to start threads. */
const FEWEST_LOGS = 5_000
const MOST_THREADS = 4
/** What threads load of the library: recovery of keys, and keccak256, in WebAssembly. */
const MODULES = ['secp256k1', 'hashes'].map(
  (name) => new URL(`internal/${name}.js`, import.meta.resolve('ox/wasm/Secp256k1')).href,
)

/** What a thread is asked: which of these signatures are not those of their members. */
export interface Asked {
  id: number
  records: Uint8Array
}
/** The places of those among the records. */
export interface Answered {
  id: number
  refused: number[]
}

interface Waiting {
  resolve: (refused: number[]) => void
  reject: (error: unknown) => void
}

/** Recovers signatures, which takes most of the time of keeping books: in threads of their own where there are many. */
export class Recoverers {
  readonly #threads: Worker[] = []
  readonly #waiting = new Map<number, Waiting>()
  #asked = 0
  /** Why no thread will answer any more. */
  #ended: Error | undefined

  /** Starts the threads, once, where so many logs and the processors are worth it. */
  start(logs: number, processors: number = availableParallelism()): void {
    const count = Math.min(MOST_THREADS, processors)
    if (logs < FEWEST_LOGS || count < 2) return
    while (this.#threads.length < count) this.#threads.push(this.#thread())
  }

  /** Whether signatures are recovered by `refused`; else by whoever reads them. */
  get areStarted(): boolean {
    return this.#threads.length > 0
  }

  /** Those of the signatures that are not ECDSA signatures of their members, in their order. */
  async refused(signatures: readonly RecordedSignature[]): Promise<ContractSignature[]> {
    if (signatures.length === 0) return []
    if (this.#ended !== undefined) throw this.#ended
    const id = this.#asked++
    const records = recordsOf(signatures)
    const refused = await new Promise<number[]>((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject })
      const asked: Asked = { id, records }
      this.#threads[id % this.#threads.length]?.postMessage(asked, [records.buffer])
    })
    return refused.flatMap((i) => {
      const signature = signatures[i]
      return signature === undefined ? [] : [{ ...signature, digest: hexOf(signature.digest) }]
    })
  }

  async close(): Promise<void> {
    this.#fail(new Error('The audit has ended.'))
    await Promise.all(this.#threads.map((thread) => thread.terminate()))
  }

  #thread(): Worker {
    const thread = new Worker(new URL('recoverThread.mjs', import.meta.url), { workerData: MODULES })
    thread.on('message', ({ id, refused }: Answered) => {
      this.#waiting.get(id)?.resolve(refused)
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
