/** The index as a service: follows the chain, and answers. */
import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { BaseError, type PublicClient } from 'viem'
import { ConnectionError } from '../sdk/errors/ConnectionError.ts'
import type { Deployment } from '../sdk/model/deployment.ts'
import { MissingEvent } from './derive/events.ts'
import { Health } from './operate/health.ts'
import type { Logger } from './operate/logger.ts'
import { makeMetrics, type Metrics } from './operate/metrics.ts'
import { indexServer } from './serve/server.ts'
import type { Site } from './serve/site.ts'
import { BEAT, LeaseLost, releaseLease, takeLease } from './store/lease.ts'
import { chainHead, cursorOf, requireOwner } from './store/meta.ts'
import { openIndex, openReader } from './store/openIndex.ts'
import { Follower, type Source } from './sync/follow.ts'

export interface RunOptions {
  client: PublicClient
  deployment: Deployment
  /** A `postgres:` URL, or the path of an SQLite file. */
  database: string
  host: string
  /** 0 = a free one. */
  port: number
  /** How long to wait for new blocks, in milliseconds. */
  poll: number
  /** After how many blocks a block counts as final; undefined = the chain says which is. */
  confirmations?: number | undefined
  allowOrigin?: string | undefined
  /** The page to serve as well. */
  site?: Site | undefined
  log: Logger
  /** Called once the API answers. */
  listening?: (url: string) => void
}

/** Without progress for so long, in milliseconds, though the endpoint answers, the service gives up: somebody has to look. */
const PATIENCE = 600_000
/** How long to wait after a failure, in milliseconds. */
const AFTER_FAILURE = 2_000

/** The index does not move on, and waiting does not help. */
export class Stalled extends Error {
  override readonly name = 'Stalled'
}

/**
 * Follows the chain and answers until the signal fires. An endpoint that does not answer is asked again for ever.
 * @throws {InputError} when the database is the index of another deployment; {Stalled} when there is no progress for another reason.
 */
export async function runIndex(options: RunOptions, signal: AbortSignal, patience = PATIENCE): Promise<void> {
  const { client, deployment, database, confirmations, log, host, port, allowOrigin, site } = options
  const index = await openIndex(database)
  const reader = await openReader(database)
  const now = (): number => Date.now()
  const source: Source = { index, client, deployment, holder: randomUUID(), now }
  if (confirmations !== undefined) source.confirmations = confirmations
  const [health, metrics] = [new Health(now), makeMetrics()]
  const server = indexServer({ index: reader, health, metrics, log, allowOrigin, site })
  try {
    await requireOwner(index, deployment)
    options.listening?.(await server.listen({ host, port }))
    await follow(source, { health, metrics, log, poll: options.poll, patience }, signal)
  } finally {
    await server.close()
    await releaseLease(source).catch((error: unknown) => {
      log.warn({ err: error }, 'the lease could not be given up; it runs out by itself')
    })
    await reader.destroy()
    await index.destroy()
  }
}

interface Following {
  health: Health
  metrics: Metrics
  log: Logger
  poll: number
  patience: number
}

/** Steps until the signal fires. */
export async function follow(source: Source, following: Following, signal: AbortSignal): Promise<void> {
  const { health, metrics, log, poll, patience } = following
  const follower = new Follower(source)
  let isHolder: boolean | undefined
  // A step may take longer than a lease lasts.
  const beat = setInterval(() => {
    if (isHolder === true) void takeLease(source).catch(() => undefined)
  }, BEAT)
  try {
    while (!signal.aborted) {
      let wait = poll
      try {
        const holds = await takeLease(source)
        metrics.leaseHeld.set(Number(holds))
        if (holds !== isHolder) log.info(holds ? 'this process writes the index' : 'another process writes the index')
        isHolder = holds
        if (holds) wait = await step(follower, following)
        else health.waits(await cursorOf(source.index), (await chainHead(source.index)).head)
      } catch (error) {
        wait = Math.max(poll, AFTER_FAILURE)
        if (error instanceof LeaseLost) continue
        const isUnreachable = isSilence(error)
        const message = error instanceof Error ? error.message : String(error)
        health.failed(message, isUnreachable)
        metrics.failures.inc({ reason: isUnreachable ? 'endpoint' : 'other' })
        log[isUnreachable ? 'warn' : 'error']({ err: error }, 'the index could not go on; it is tried again')
        if (health.stuckFor > patience)
          throw new Stalled(`The index has made no progress for ${Math.round(health.stuckFor / 1000)} s: ${message}`)
      }
      if (wait > 0) await setTimeout(wait, undefined, { signal }).catch(() => undefined)
    }
  } finally {
    clearInterval(beat)
  }
}

/** @returns how long to wait for the next step, in milliseconds. */
async function step(follower: Follower, { health, metrics, log, poll }: Following): Promise<number> {
  const done = await follower.step()
  const { did, cursor, head, logs } = done
  health.stepped(done)
  metrics.head.set(head.number)
  if (cursor !== undefined) metrics.block.set(cursor.number)
  if (did !== 'behind') metrics.progressed.set(Math.floor(Date.now() / 1000))
  metrics.logs.inc(logs)
  if (did === 'undone') {
    metrics.reorgs.inc()
    log.warn({ to: cursor?.number ?? 'the beginning' }, 'the chain was reorganised: what is gone was undone')
  }
  if (did === 'read' && logs > 0) log.info({ block: cursor?.number, head: head.number, logs }, 'read')
  const isThere = cursor !== undefined && cursor.number >= head.number
  return (did === 'read' || did === 'undone') && !isThere ? 0 : poll
}

/** Whether the endpoint did not answer, or not now: nobody has to look into the index for that. */
function isSilence(error: unknown): boolean {
  if (!(error instanceof ConnectionError) || error instanceof MissingEvent) return false
  const { cause } = error
  const silent = ['HttpRequestError', 'TimeoutError', 'WebSocketRequestError', 'SocketClosedError']
  return cause instanceof BaseError && cause.walk((one) => one instanceof Error && silent.includes(one.name)) !== null
}
