/** What a lie of an endpoint is, and how logs are changed. */
import { toEventSelector, type AbiEvent, type Hex, type RpcLog } from 'viem'
import type { RuleName } from '../../../audit/rules.ts'
import { escrowAbi } from '../../../sdk/abi/escrow.ts'
import { escrowFactoryAbi } from '../../../sdk/abi/escrowFactory.ts'
import type { Behave } from '../../oracle/chain/endpoints.ts'
import type { Scene } from './scene.ts'

/** An endpoint that lies about an honest chain. */
export interface Lie {
  name: string
  /** What the endpoint says, in words. */
  how: string
  /** The finding must name one of them; `refused`: the endpoint contradicts itself so that there is no audit, and none passes. */
  rules: readonly [RuleName, ...RuleName[]] | 'refused'
  behave: (scene: Scene) => Behave
}

export type ChangeLogs = (logs: readonly RpcLog[], scene: Scene) => RpcLog[]

/** What `eth_getLogs` answers is changed; receipts are left as they are. */
export const onLogs =
  (change: ChangeLogs): Lie['behave'] =>
  (scene) =>
  async ({ method }, honest) => {
    const answer = await honest()
    return method === 'eth_getLogs' ? change(answer as RpcLog[], scene) : answer
  }

/** The same, and receipts say the same. */
export const onAllLogs =
  (change: ChangeLogs): Lie['behave'] =>
  (scene) =>
  async ({ method }, honest) => {
    const answer = await honest()
    if (method === 'eth_getLogs') return change(answer as RpcLog[], scene)
    if (method !== 'eth_getTransactionReceipt' || answer === null) return answer
    const receipt = answer as { logs: RpcLog[] }
    return { ...receipt, logs: change(receipt.logs, scene) }
  }

const EVENTS = [...escrowAbi, ...escrowFactoryAbi].filter((entry) => entry.type === 'event')

/** The first topic of an event of the contracts. */
export function selector(name: string): Hex {
  const event = EVENTS.find((entry) => entry.name === name)
  if (event === undefined) throw new Error(`no such event: ${name}`)
  return toEventSelector(event as AbiEvent)
}

/** Whether a log is an event of this name, of the escrow (`of`: of another contract). */
export const is =
  (name: string, of: 'escrow' | 'token' | 'factory' = 'escrow') =>
  (log: RpcLog, scene: Scene): boolean =>
    log.topics[0] === selector(name) &&
    log.address.toLowerCase() === scene[of].toLowerCase() &&
    (of !== 'factory' || BigInt(log.topics[1] ?? '0x0') === BigInt(scene.escrow)) &&
    (of !== 'token' || [1, 2].some((i) => BigInt(log.topics[i] ?? '0x0') === BigInt(scene.escrow)))

/** The first log of the kind is changed. */
export const first =
  (kind: ReturnType<typeof is>, change: (log: RpcLog, scene: Scene) => RpcLog | RpcLog[]): ChangeLogs =>
  (logs, scene) => {
    const at = firstOf(logs, kind, scene)
    return logs.flatMap((log, i) => (i === at ? change(log, scene) : log))
  }

/** The logs of the kind are not there. */
export const without =
  (kind: ReturnType<typeof is>): ChangeLogs =>
  (logs, scene) =>
    logs.filter((log) => !kind(log, scene))

export function firstOf(logs: readonly RpcLog[], kind: ReturnType<typeof is>, scene: Scene): number {
  return logs.findIndex((log) => kind(log, scene))
}

/** `data` with its 32-byte word `at` changed. */
export function withWord(data: Hex, at: number, change: (word: bigint) => bigint): Hex {
  const start = 2 + at * 64
  const word = change(BigInt(`0x${data.slice(start, start + 64)}`))
  return `${data.slice(0, start)}${word.toString(16).padStart(64, '0')}${data.slice(start + 64)}` as Hex
}
