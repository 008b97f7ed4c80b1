import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import { InputError } from '../../sdk/errors/InputError.ts'
import { secondsOf } from '../operate/clock.ts'
import type { Operator } from '../operator.ts'
import type { ClaimsTable } from '../store/tables.ts'
import { fetchBundle, type FetchLimits } from './fetchBundle.ts'
import { takeIn, WrongEvidence } from './takeIn.ts'

/** Seconds until a claim's URI is tried again, doubled each time: where nobody answered, and where what came was wrong. */
const AGAIN = { failed: { first: 30, most: 3600 }, wrong: { first: 600, most: 6 * 3600 }, own: { first: 60, most: 60 } }
/** A solver can write a URI of any length. */
const MOST_TEXT = 500
/** Milliseconds without a byte. */
const STALLED = 60_000

/** Bundles on their way by URI, one at a time for each claim. */
export class Fetches {
  readonly #operator: Operator
  readonly #limits: FetchLimits
  readonly #stop = new AbortController()
  readonly #running = new Map<string, Promise<void>>()
  #ended = 0

  constructor(operator: Operator, limits: FetchLimits) {
    this.#operator = operator
    this.#limits = limits
  }

  get count(): number {
    return this.#running.size
  }

  /** Starts to fetch a claim's bundle, unless it is on its way already. How it ends is in the store. */
  start(row: ClaimsTable): void {
    const name = `${row.escrow} ${row.claim}`
    if (this.#running.has(name) || this.#stop.signal.aborted) return
    const { log } = this.#operator
    const fetched = this.#fetch(row)
      .catch((error: unknown) => {
        log.error({ escrow: row.escrow, claim: row.claim, error: String(error) }, 'a fetch could not be written down')
      })
      .finally(() => {
        this.#running.delete(name)
        this.#ended++
      })
    this.#running.set(name, fetched)
  }

  /** Waits until all have ended, but no longer than so many milliseconds. @returns whether some have ended since the last time. */
  async wait(milliseconds: number): Promise<boolean> {
    const enough = new AbortController()
    const all = Promise.all(this.#running.values())
    if (this.count > 0) {
      const waited = this.#operator.clock.sleep(milliseconds, enough.signal).catch(() => undefined)
      await Promise.race([all, waited])
      enough.abort()
    }
    const some = this.#ended > 0
    this.#ended = 0
    return some
  }

  /** Ends all, and waits until they have. Nothing can be started afterwards. */
  async stop(): Promise<void> {
    this.#stop.abort(new Error('the service stops'))
    await Promise.all(this.#running.values())
  }

  async #fetch(row: ClaimsTable): Promise<void> {
    const operator = this.#operator
    const over = new AbortController()
    const signal = AbortSignal.any([over.signal, this.#stop.signal])
    try {
      const source = await fetchBundle(operator, row.uri, this.#limits, signal)
      const filed = { ...row, chainId: operator.deployment.chainId }
      await takeIn(operator, { filed, source, from: row.uri.slice(0, MOST_TEXT) })
    } catch (error) {
      if (!this.#stop.signal.aborted) await putOff(operator, row, error)
    } finally {
      over.abort()
    }
  }
}

/** Writes down when a claim is tried again, and why. An own fault is no try: it says nothing about the evidence. */
async function putOff({ store, clock, log, metrics }: Operator, row: ClaimsTable, error: unknown): Promise<void> {
  const { escrow, claim } = row
  const kind = kindOf(error)
  const note = (error instanceof Error ? error.message : String(error)).slice(0, MOST_TEXT)
  const { first, most } = AGAIN[kind]
  const wait = Math.min(first * 2 ** Math.min(row.tries, 20), most)
  await store
    .updateTable('claims')
    .set({ note, tries: kind === 'own' ? row.tries : row.tries + 1, nextAt: secondsOf(clock) + wait })
    .where('escrow', '=', escrow)
    .where('claim', '=', claim)
    .where('stage', '=', row.stage)
    .execute()
  metrics.evidence.inc({ result: 'failed' })
  // Said once for each reason.
  if (note === row.note || kind === 'wrong') return
  if (kind === 'own') log.error({ escrow, claim, error: note }, 'evidence cannot be kept: see to the data folder')
  else log.warn({ escrow, claim, error: note }, 'evidence cannot be fetched yet')
}

/** What nobody else has caused is an own fault, as a store that cannot be written. */
function kindOf(error: unknown): keyof typeof AGAIN {
  if (error instanceof WrongEvidence) return 'wrong'
  return error instanceof ConnectionError || error instanceof InputError ? 'failed' : 'own'
}

const running = new WeakMap<Operator, Fetches>()

/** The fetches of an operator. */
export function fetchesOf(operator: Operator): Fetches {
  const within = operator.config.evidence.mostSeconds * 1000
  const fetches = running.get(operator) ?? new Fetches(operator, { within, stalled: STALLED })
  running.set(operator, fetches)
  return fetches
}
