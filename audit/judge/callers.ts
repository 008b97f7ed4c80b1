import { numberToHex, zeroAddress, type Address, type Hex, type PublicClient } from 'viem'
import * as z from 'zod'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import type { Note, Place } from '../finding.ts'
import type { Entry, Subject } from '../history.ts'
import type { RuleName } from '../rules.ts'
import type { Statement } from '../result.ts'
import { ask, bytesSchema, eachOf, quantitySchema, Refused } from '../prove/ask.ts'

/** An action that only some accounts could take. */
interface Query {
  rule: RuleName
  what: string
  /** Whose action it is, then who else may take it for that account; in lower case. */
  by: readonly string[]
  place: Place
}

const transactionSchema = z.object({ from: bytesSchema })

/**
 * Who called, where events do not say: an event can claim that an account moved its shares, collected elsewhere, ruled or assigned,
 * whoever did. Takes entries in the order of the chain; `judge` then looks the transactions up. An account with code is called by
 * whoever it lets; of one without, a transaction of its own is needed.
 */
export class Callers {
  readonly #subject: Subject
  readonly #note: Note
  /** What an owner lets a spender take, at most, by owner and then spender. */
  readonly #allowances = new Map<string, Map<string, bigint>>()
  #queries: Query[] = []
  #looked = 0
  #unknown = 0

  constructor(subject: Subject, note: Note) {
    this.#subject = subject
    this.#note = note
  }

  /** Actions that `judge` has not looked up yet. */
  get pending(): number {
    return this.#queries.length
  }

  apply(entry: Entry): void {
    switch (entry.eventName) {
      case 'Approval':
        this.#approved(entry.args.owner, entry.args.spender, entry.args.value)
        return
      case 'Transfer': {
        const { from, to, value } = entry.args
        if (from === zeroAddress || to === zeroAddress || value === 0n) return
        this.#ask('T2', 'Shares were moved by somebody else than their owner, who allowed nobody', entry, from)
        return
      }
      case 'Withdraw': {
        const { sender, owner, shares } = entry.args
        if (shares === 0n) return
        if (low(sender) === low(owner))
          this.#ask('T2', 'Shares were redeemed by somebody else than their owner', entry, owner)
        else this.#spend(owner, sender, shares, entry)
        return
      }
      case 'Collected': {
        const { account, to } = entry.args
        if (low(account) === low(to)) return
        this.#ask('collect', 'What an account is owed was sent elsewhere by somebody else', entry, account)
        return
      }
      case 'Assigned':
        this.#ask('assign', 'A claim was handed on by somebody else than its payee', entry, entry.args.from)
        return
      case 'Ruled':
        this.#ask('rule', 'A ruling by somebody else than the arbiter', entry, this.#subject.terms.arbiter)
        return
      default:
        return
    }
  }

  /**
   * Looks the transactions up.
   * @throws {ConnectionError} when the endpoint does not answer.
   */
  async judge(client: PublicClient): Promise<void> {
    const queries = this.#queries
    this.#queries = []
    await eachOf(queries, (query) => this.#judgeOne(client, query))
  }

  /** What was looked at so far. */
  statement(): Statement {
    const left = this.#unknown === 0 ? '' : ` Of ${this.#unknown} it could not be told.`
    return {
      what: `who moved shares, ruled, assigned, and directed payments, at the escrow ${this.#subject.escrow}`,
      standing: 'checked',
      how: `The senders of transactions (${this.#looked}), as the endpoint tells them, were compared with who had to act; accounts with code are taken at their word.${left}`,
    }
  }

  #ask(rule: RuleName, what: string, place: Place, account: Address): void {
    const spenders = rule === 'T2' ? [...(this.#allowances.get(low(account)) ?? [])] : []
    const others = spenders.filter(([, left]) => left > 0n).map(([spender]) => spender)
    const { blockNumber, blockHash, timestamp, transactionHash, logIndex } = place
    const at = { blockNumber, blockHash, timestamp, transactionHash, logIndex }
    this.#queries.push({ rule, what, by: [low(account), ...others], place: at })
  }

  #approved(owner: Address, spender: Address, value: bigint): void {
    const known = this.#allowances.get(low(owner)) ?? new Map<string, bigint>()
    this.#allowances.set(low(owner), known.set(low(spender), value))
  }

  /** A transfer by an allowance uses it up without an event, so what is known of it is the most that it can be. */
  #spend(owner: Address, spender: Address, shares: bigint, entry: Place): void {
    const known = this.#allowances.get(low(owner))
    const most = known?.get(low(spender)) ?? 0n
    if (shares > most) {
      this.#finding('T2', 'Shares were redeemed without an allowance', entry, owner, `at most ${most}`, `${shares}`)
    } else if (most !== 2n ** 256n - 1n) known?.set(low(spender), most - shares)
  }

  async #judgeOne(client: PublicClient, { rule, what, by, place }: Query): Promise<void> {
    const params = [place.transactionHash]
    const transaction = await ask(client, 'eth_getTransactionByHash', params, transactionSchema.nullable())
    if (transaction === null)
      throw new ConnectionError(`The endpoint does not have the transaction ${place.transactionHash}.`)
    this.#looked++
    const from = low(transaction.from)
    if (by.includes(from)) return
    try {
      for (const account of by) {
        const could = await this.#couldAct(client, account as Hex, place.blockNumber)
        if (could === 'unknown') this.#unknown++
        if (could !== 'no') return
      }
    } catch (error) {
      if (!(error instanceof Refused) || error.kind === 'busy' || error.kind === 'broken') throw error
      // The endpoint does not keep states that old.
      this.#unknown++
      return
    }
    this.#finding(rule, what, place, by[0] as Address, by.join(' or '), from)
  }

  /**
   * Whether an account could act in that block in a transaction of another: with code it can. Without, one that has sent nothing yet may
   * have been a contract that is gone again, and one whose nonce changed in that block may have had code for a moment (EIP-7702).
   */
  async #couldAct(client: PublicClient, account: Hex, number: bigint): Promise<'yes' | 'no' | 'unknown'> {
    const [block, before] = [numberToHex(number), numberToHex(number - 1n)]
    const [code, nonce, earlier] = await Promise.all([
      ask(client, 'eth_getCode', [account, block], bytesSchema),
      ask(client, 'eth_getTransactionCount', [account, block], quantitySchema),
      ask(client, 'eth_getTransactionCount', [account, before], quantitySchema),
    ])
    if (code !== '0x') return 'yes'
    return BigInt(nonce) === 0n || BigInt(nonce) !== BigInt(earlier) ? 'unknown' : 'no'
  }

  #finding(rule: RuleName, what: string, place: Place, subject: Address, expected: string, actual: string): void {
    const { blockNumber, blockHash, timestamp, transactionHash, logIndex } = place
    const at = { blockNumber, blockHash, timestamp, transactionHash, logIndex }
    const { escrow } = this.#subject
    this.#note({ grade: 'fault', rule, escrow, what: `${what}.`, place: at, subject, expected, actual })
  }
}

const low = (address: string): string => address.toLowerCase()
