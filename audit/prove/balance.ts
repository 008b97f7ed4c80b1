import {
  decodeFunctionResult,
  encodeFunctionData,
  erc20Abi,
  numberToHex,
  toHex,
  type Address,
  type PublicClient,
} from 'viem'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import type { Note } from '../finding.ts'
import type { Subject } from '../history.ts'
import type { EscrowState } from '../model/state.ts'
import type { Statement } from '../result.ts'
import { ask, bytesSchema, Refused } from './ask.ts'
import { balanceCell, balanceIn, findBalanceSlot, type BalanceLayout, type Holder } from './balanceSlot.ts'
import type { StateReader } from './reader.ts'

/** How the asset's balances are read, and what is known of the history. */
export interface BalanceQuery {
  /** Of the audited block. */
  number: bigint
  /** From where on transfers were read. */
  fromBlock: bigint
  /** Where the token keeps balances, if the auditor knows; found out otherwise. */
  layout?: BalanceLayout
  /** Layouts that were found, by the asset in lower case: added to, so that each is searched for once. */
  found: Map<string, BalanceLayout>
  /** Accounts that may hold the token: those that the layout is found with. */
  holders: Iterable<Address>
  /** Whether the transfers are proved to be all there are; a difference is the token's doing then. */
  historyProved: boolean
}

/** Holders that a layout is found with, and accounts that are looked at for them. */
const HOLDERS = 3
const LOOKED_AT = 60

/**
 * Compares the escrow's balance of its asset with what transfers make of it, and with what everybody can still claim (S1). Proved where
 * the reader proves and the token's layout is known or can be found; else by `balanceOf` alone.
 * @throws {Refuted} when a proof does not hold.
 */
export async function auditBalance(
  client: PublicClient,
  reader: StateReader,
  subject: Subject,
  state: EscrowState,
  query: BalanceQuery,
  note: Note,
): Promise<Statement> {
  const { escrow, terms } = subject
  const what = `the balance of ${terms.asset} of the escrow ${escrow}`
  const told = await unlessMute(balanceOf(client, terms.asset, escrow, query.number))
  if (told === undefined) {
    const text =
      'The token does not say what the escrow has: balanceOf fails. What everybody can claim may not be there.'
    note({ grade: 'broken promise', rule: 'token', escrow, subject: terms.asset, what: text })
    return { what, standing: 'assumed', how: 'The token does not answer balanceOf.' }
  }
  const layout = reader.standing === 'proved' ? await layoutOf(client, reader, subject, told, query) : undefined
  if (layout === undefined) {
    await compare(client, subject, state, told, query, note)
    const how = 'balanceOf, as the endpoint answers it, was compared with the transfers'
    const why = `: the token keeps balances where this auditor did not find them; tell it the slot to have them proved`
    return { what, standing: 'checked', how: `${how}${reader.standing === 'proved' ? why : ''}.` }
  }
  const { values } = await reader.read(terms.asset, [balanceCell(layout, escrow)])
  const balance = balanceIn(values[0] ?? 0n, layout)
  if (balance !== told) {
    note({
      grade: 'fault',
      rule: 'proof',
      escrow,
      what: 'The balance that the token is proved to keep is not what balanceOf answers: the endpoint lies, or the slot is not where the token keeps balances.',
      expected: `${balance}`,
      actual: `${told}`,
    })
  }
  await compare(client, subject, state, balance, query, note)
  const slot = layout.slot < 1_000n ? String(layout.slot) : toHex(layout.slot)
  const where = layout.order === 'solady' ? "Solady's slot" : `slot ${slot} (${layout.order}'s order)`
  const source = query.layout === undefined ? 'which agrees with balanceOf' : 'as the auditor said'
  return { what, standing: 'proved', how: `By the token's storage, ${where}, ${source}.` }
}

/** What an address had before transfers were read; undefined where the endpoint does not say. */
async function cameBefore(client: PublicClient, token: Address, account: Address, fromBlock: bigint) {
  return fromBlock === 0n ? undefined : unlessMute(balanceOf(client, token, account, fromBlock - 1n))
}

/** Undefined where the question is refused, as a call that reverts is, or its answer is none. */
async function unlessMute(question: Promise<bigint>): Promise<bigint | undefined> {
  try {
    return await question
  } catch (error) {
    const isReverted = error instanceof Refused && error.isDefinite
    if (isReverted || error instanceof NoNumber) return undefined
    throw error
  }
}

/** A token's answer is bytes, and no number. */
class NoNumber extends ConnectionError {}

/** What the token answers, in base units. @throws {ConnectionError} when it does not answer with a number. */
export async function balanceOf(
  client: PublicClient,
  token: Address,
  account: Address,
  number: bigint,
): Promise<bigint> {
  const data = encodeFunctionData({ abi: erc20Abi, functionName: 'balanceOf', args: [account] })
  const answer = await ask(client, 'eth_call', [{ to: token, data }, numberToHex(number)], bytesSchema)
  try {
    return decodeFunctionResult({ abi: erc20Abi, functionName: 'balanceOf', data: answer })
  } catch (error) {
    throw new NoNumber(`The endpoint's answer to balanceOf of ${token} is not a number.`, error)
  }
}

async function layoutOf(
  client: PublicClient,
  reader: StateReader,
  { escrow, terms }: Subject,
  told: bigint,
  { layout, found: layouts, holders, number }: BalanceQuery,
): Promise<BalanceLayout | undefined> {
  if (layout !== undefined) return layout
  const known = layouts.get(terms.asset.toLowerCase())
  if (known !== undefined) {
    const { values } = await reader.read(terms.asset, [balanceCell(known, escrow)])
    if (balanceIn(values[0] ?? 0n, known) === told) return known
  }
  const found: Holder[] = [{ account: escrow, balance: told }]
  const asked = new Set<Address>([escrow])
  for (const account of holders) {
    if (found.length > HOLDERS || asked.size > LOOKED_AT) break
    if (asked.has(account)) continue
    asked.add(account)
    const balance = (await unlessMute(balanceOf(client, terms.asset, account, number))) ?? 0n
    if (balance > 0n && found.every((other) => other.balance !== balance)) found.push({ account, balance })
  }
  const place = await findBalanceSlot(reader, terms.asset, found)
  if (place !== undefined) layouts.set(terms.asset.toLowerCase(), place)
  return place
}

async function compare(
  client: PublicClient,
  { escrow, terms }: Subject,
  state: EscrowState,
  balance: bigint,
  query: BalanceQuery,
  note: Note,
): Promise<void> {
  const agrees = balance === state.balance
  const more = balance - state.balance
  if (more > 0n && (await cameBefore(client, terms.asset, escrow, query.fromBlock)) === more) {
    const what = `Tokens came to the escrow's address before block ${query.fromBlock}; they are not counted and stay.`
    note({ grade: 'remark', rule: 'stray', escrow, what, expected: '0', actual: `${more}` })
  } else if (!agrees) {
    const proved = query.historyProved
    note({
      grade: proved ? 'broken promise' : 'fault',
      rule: proved ? 'token' : 'state',
      escrow,
      what: proved
        ? 'The token gives the escrow another balance than its transfers make.'
        : 'The balance of the escrow is not what the transfers make of it: transfers are missing, or the token moves money without saying so.',
      expected: `${state.balance}`,
      actual: `${balance}`,
    })
  }
  const claimable = claimableOf(state)
  if (balance >= claimable) return
  note({
    grade: agrees || !query.historyProved ? 'fault' : 'broken promise',
    rule: 'S1',
    escrow,
    what: 'The balance of the escrow does not cover what everybody can still claim.',
    expected: `at least ${claimable}`,
    actual: `${balance}`,
  })
}

/** What everybody can still claim, in base units: refundable, owed, held, and fees that are not yet shared. */
export function claimableOf(state: EscrowState): bigint {
  const sum = (values: Iterable<bigint>): bigint => [...values].reduce((a, b) => a + b, 0n)
  const { frozen } = state
  const refundable =
    frozen === undefined
      ? state.pledged - state.paid + state.returned
      : sum([...state.shares.values()].map((shares) => (shares * frozen.refundable) / frozen.pledged))
  return refundable + sum(state.owed.values()) + state.held + state.openFees
}
