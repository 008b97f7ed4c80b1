/** An endpoint that lies: an honest client whose answers a test changes. */
import { createPublicClient, custom, type PublicClient } from 'viem'
import type { Finding } from '../../../audit/finding.ts'
import type { EscrowState } from '../../../audit/model/state.ts'
import { prove, type ProofQuery } from '../../../audit/prove/prove.ts'
import type { Statement } from '../../../audit/result.ts'
import type { PlacedLog } from '../../../sdk/events/checkLogs.ts'
import { ask } from '../../oracle/chain/endpoints.ts'
import { collect, pin, type Played } from './world.ts'
import { viewedState } from './viewedState.ts'

export interface Call {
  method: string
  params: unknown[]
}

/** Gives the answer to a call; `honest` asks the chain. */
export type Lie = (call: Call, honest: (other?: Call) => Promise<unknown>) => unknown

export function liar(client: PublicClient, lie: Lie): PublicClient {
  const request = async (call: { method: string; params?: unknown[] }): Promise<unknown> => {
    const asked = { method: call.method, params: call.params ?? [] }
    return lie(asked, (other = asked) => ask(client, other))
  }
  return createPublicClient({ transport: custom({ request }, { retryCount: 0 }), cacheTime: 0 })
}

/** An answer to this method, changed. */
export function changing<T>(method: string, change: (answer: T, call: Call) => T | Promise<T>): Lie {
  return async (call, honest) => {
    const answer = await honest()
    return call.method === method ? change(structuredClone(answer) as T, call) : answer
  }
}

/** An error as an endpoint sends it. */
export function refusal(code: number, message: string): Error {
  return Object.assign(new Error(message), { code })
}

export interface Audit {
  findings: Finding[]
  statements: Statement[]
}

export interface Changed {
  /** What the auditor's endpoint gives. */
  lie?: Lie
  /** What was collected. */
  logs?: (logs: PlacedLog[]) => PlacedLog[]
  state?: (state: EscrowState) => void
  query?: Partial<ProofQuery>
  /** False: the auditor has no block hash. */
  hash?: boolean
}

/** Proves an escrow as it stands, where one thing is not as it should be. */
export async function auditWith(
  p: Played,
  { lie, logs, state: change, query, hash = true }: Changed = {},
): Promise<Audit> {
  const { client, factory } = p.world
  const findings: Finding[] = []
  const pinned = await pin(client)
  const state = await viewedState(client, p.subject)
  change?.(state)
  const whole: ProofQuery = {
    pinned,
    ...(hash ? { hash: pinned.hash } : {}),
    escrows: [{ subject: p.subject, state }],
    factory,
    fromBlock: 0n,
    collected: await collect(client, p.subject, pinned, logs),
    ...query,
  }
  const endpoint = lie === undefined ? client : liar(client, lie)
  const statements = await prove(endpoint, whole, (finding) => findings.push(finding))
  return { findings, statements }
}

/** The same text of hex with its n-th byte from the end changed. */
export function flipped<T extends string>(hex: T, byte = 1): T {
  const at = hex.length - 2 * byte
  const other = (parseInt(hex.slice(at, at + 2), 16) ^ 0x01).toString(16).padStart(2, '0')
  return `${hex.slice(0, at)}${other}${hex.slice(at + 2)}` as T
}

/** Rules that were found broken, each once. */
export function rules({ findings }: Audit): string[] {
  return [...new Set(findings.map(({ rule }) => rule))].sort()
}
