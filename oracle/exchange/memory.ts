/** What an operator remembers of its peers while it runs. A restart may forget all of it. */
import type { Address } from 'viem'
import type { Operator as Published } from '../../sdk/actions/getOperator.ts'
import type { Operator } from '../operator.ts'

export interface Peer {
  /** From OperatorDirectory; undefined before it could be read. */
  published: Published | undefined
  /** When it was read, unix milliseconds. */
  readAt: number
  /** When that was tried last, unix milliseconds. */
  triedAt: number
  /** Failures in a row. */
  failures: number
  /** Unix milliseconds before which it is not asked. */
  nextAt: number
  /** Whether it answered the last time; undefined before the first. */
  up: boolean | undefined
}

export interface Memory {
  peers: Map<Address, Peer>
  /** When a peer is asked about a claim again, unix milliseconds, by `wantKey`. */
  askAt: Map<string, number>
  /** Whom members asked about, by `wantKey`: they have something to show now, so they are asked in the next round. */
  awake: Set<string>
}

const memories = new WeakMap<Operator, Memory>()

export function memoryOf(operator: Operator): Memory {
  const known = memories.get(operator)
  if (known !== undefined) return known
  const memory: Memory = { peers: new Map(), askAt: new Map(), awake: new Set() }
  memories.set(operator, memory)
  return memory
}

/** Names what is wanted of a peer. */
export function wantKey(escrow: Address, claim: string, member: Address): string {
  return `${escrow} ${claim} ${member}`
}
