/**
 * The queue of an operator's transactions: each is written down in its signed form before it is broadcast, so that whatever happens to
 * the process, what may be on its way is known, and nothing is done twice.
 */
import { keccak256, type Address, type Hex } from 'viem'
import { explained } from '../../sdk/actions/explained.ts'
import { secondsOf } from '../operate/clock.ts'
import type { Operator } from '../operator.ts'
import type { Store } from '../store/openStore.ts'
import { broadcast } from './broadcast.ts'
import { estimate } from './estimate.ts'
import { capOf, feesNow, type Fees } from './fees.ts'
import { usedNonces } from './nonces.ts'
import { writeSends, type Send } from './sends.ts'

/** What is to be done. */
export interface Wanted {
  /** Names it: the same is never under way twice. */
  purpose: string
  to: Address
  data: Hex
  /** Limit; estimated where it is left out. */
  gas?: bigint
  /** Whether it may be done again once it was done; otherwise once is enough. */
  again?: boolean
  /** Default: the next one. */
  nonce?: number
}

/** Nodes keep only so many transactions of one account. */
const MOST_OPEN = 64
/** Reverted so often, it is not tried again. */
const MOST_REVERTS = 3
/** The most gas that one transaction may have (EIP-7825). */
const MOST_GAS = 2n ** 24n

/**
 * Signs a transaction, writes it down and broadcasts it; `finishTransactions` brings it to its end.
 * @returns false where that is under way, or done, or has failed too often, or the queue is full.
 * @throws {RevertError} where it would revert now; {ConnectionError}.
 */
export async function transact(operator: Operator, wanted: Wanted): Promise<boolean> {
  const { metrics, chain, config } = operator
  if ((await purposeOf(operator, wanted)) === undefined) return false
  const limit = await limitOf(operator, wanted)
  const { fees } = await explained(() => feesNow(chain.client, capOf(config.gas.mostGwei)))
  const send = await inTurn(operator, () => writeDown(operator, wanted, limit, fees))
  if (send === undefined) return false
  metrics.transactions.inc({ result: 'sent' })
  await broadcast(operator, send, wanted.purpose)
  operator.mark('transactions: broadcast')
  return true
}

/** The last to choose a nonce, by operator: two at the same time would choose the same. */
const turns = new WeakMap<Operator, Promise<unknown>>()

function inTurn<T>(operator: Operator, act: () => Promise<T>): Promise<T> {
  const turn = (turns.get(operator) ?? Promise.resolve()).then(act)
  turns.set(
    operator,
    turn.catch(() => undefined),
  )
  return turn
}

/** Signs it with the next nonce and writes it down; undefined where it is not to be sent any more. */
async function writeDown(operator: Operator, wanted: Wanted, limit: bigint, fees: Fees): Promise<Send | undefined> {
  const { store, gas, clock } = operator
  const purpose = await purposeOf(operator, wanted)
  if (purpose === undefined) return undefined
  const call = { nonce: wanted.nonce ?? (await nextNonce(operator)), to: wanted.to, data: wanted.data, gas: limit }
  const send = await signed(operator, call, fees)
  operator.mark('transactions: signed')
  await store
    .insertInto('transactions')
    .values({
      ...call,
      purpose,
      from: gas.address,
      gas: `${limit}`,
      state: 'signed',
      sends: writeSends([send]),
      hash: null,
      createdAt: secondsOf(clock),
    })
    .execute()
  operator.mark('transactions: written')
  return send
}

/** Whether a transaction whose purpose begins so is not in a block yet. */
export async function isPending({ store }: Operator, beginning: string): Promise<boolean> {
  const row = await store
    .selectFrom('transactions')
    .select('purpose')
    .where('purpose', 'like', `${beginning}%`)
    .where('state', '=', 'signed')
    .where('hash', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

/** Signs one form of a transaction. */
export async function signed(
  { deployment, gas, clock }: Operator,
  call: { nonce: number; to: Address; data: Hex; gas: bigint },
  fees: Fees,
): Promise<Send> {
  const raw = await gas.sign({ chainId: deployment.chainId, ...call, ...fees })
  return { raw, hash: keccak256(raw), ...fees, at: secondsOf(clock) }
}

/** Whether what this is one try of has reverted so often that it is not tried again. */
export async function isFutile({ store }: Pick<Operator, 'store'>, purpose: string): Promise<boolean> {
  const tries = await triesOf(store, purpose.replace(/ #\d+$/, ''))
  return tries.filter(({ state }) => state === 'reverted').length >= MOST_REVERTS
}

/** The name under which it is written down; undefined where it is not to be sent, or the queue is full. */
async function purposeOf(operator: Operator, { purpose, again = false }: Wanted): Promise<string | undefined> {
  const { store } = operator
  if ((await countOpen(operator)) >= MOST_OPEN) return undefined
  const before = await triesOf(store, purpose)
  const isUnderWay = before.some(({ state, hash }) => state === 'signed' && !(again && hash !== null))
  const isDone = !again && before.some(({ state }) => state === 'included')
  if (isUnderWay || isDone || (await isFutile({ store }, purpose))) return undefined
  return before.length === 0 ? purpose : `${purpose} #${before.length + 1}`
}

function triesOf(store: Store, purpose: string) {
  return store
    .selectFrom('transactions')
    .select(['state', 'hash'])
    .where((eb) => eb.or([eb('purpose', '=', purpose), eb('purpose', 'like', `${purpose} #%`)]))
    .execute()
}

async function countOpen({ store }: Operator): Promise<number> {
  const { count } = await store
    .selectFrom('transactions')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('state', '=', 'signed')
    .where('hash', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** What is wanted, or else the estimate; at most what a transaction may have. */
async function limitOf(operator: Operator, wanted: Wanted): Promise<bigint> {
  const limit = wanted.gas ?? (await estimate(operator, wanted))
  return limit < MOST_GAS ? limit : MOST_GAS
}

/** The lowest nonce that neither the chain nor this queue has used: also one between those in the queue, so that no gap stays. */
async function nextNonce({ chain, store, gas }: Operator): Promise<number> {
  const own = store.selectFrom('transactions').where('from', '=', gas.address)
  const [onChain, ended, open] = await Promise.all([
    usedNonces({ chain }, gas.address),
    own.where('state', '!=', 'signed').orderBy('nonce', 'desc').select('nonce').executeTakeFirst(),
    own.where('state', '=', 'signed').select('nonce').execute(),
  ])
  const taken = new Set(open.map((row) => row.nonce))
  let nonce = Math.max(onChain, (ended?.nonce ?? -1) + 1)
  while (taken.has(nonce)) nonce++
  return nonce
}
