import { zeroAddress, type Address, type Hex, type PublicClient } from 'viem'
import * as z from 'zod'
import { ConnectionError } from '../../sdk/errors/ConnectionError.ts'
import type { Question } from '../collect/batches.ts'
import type { Grade, Note } from '../finding.ts'
import type { Entry, EscrowEvent, Subject } from '../history.ts'
import { bytesSchema, eachOf } from '../prove/ask.ts'
import type { CallJudge, ProvedBlock } from '../prove/history.ts'
import type { Call } from '../prove/transactions.ts'
import type { Statement } from '../result.ts'
import type { RuleName } from '../rules.ts'
import { Allowances } from './allowances.ts'
import { couldByProof, couldByWord, type Could } from './couldAct.ts'
import { explains } from './explains.ts'
import { aboutAccount, answerTo, Foreseen, transactionOf } from './foreseen.ts'
import { OldStates } from './oldStates.ts'
import { holdsPermit } from './permits.ts'

/** An action that only some accounts could take. */
interface Query {
  rule: RuleName
  what: string
  event: EscrowEvent
  /** Whose action it is, then who else may take it for that account; in lower case. */
  by: readonly string[]
}

const transactionSchema = z.object({ from: bytesSchema, to: bytesSchema.nullish(), input: bytesSchema })
/** Nonces of permits that are tried. */
const MOST_NONCES = 256n

/**
 * Who called, and for what, where events do not say: an event can claim that an account moved its shares, pledged, filed, collected
 * elsewhere, ruled or assigned, whoever called for whatever. Takes entries in the order of the chain; the calls are then judged, block by
 * block as they are proved, or looked up. An account with code is called by whoever it lets, and calls for what it likes. One without
 * has to send a transaction of its own to the escrow that asks for what the event says.
 */
export class Callers implements CallJudge {
  readonly #subject: Subject
  readonly #note: Note
  readonly #every: boolean
  readonly #allowances = new Allowances()
  /** By block. */
  readonly #queries = new Map<bigint, Query[]>()
  /** Calls that explained an event: one explains one of a kind. */
  readonly #used = new Set<string>()
  #proved = 0
  #looked = 0
  #unknown = 0

  /** @param every whether pledges, filings and challenges are looked at too: of each, then, the call. */
  constructor(subject: Subject, note: Note, { every }: { every: boolean }) {
    this.#subject = subject
    this.#note = note
    this.#every = every
  }

  apply(entry: Entry): void {
    if (entry.eventName === 'AssetTransfer') return
    const query = this.#queryOf(entry)
    if (query === undefined) return
    const some = this.#queries.get(entry.blockNumber)
    if (some === undefined) this.#queries.set(entry.blockNumber, [query])
    else some.push(query)
  }

  #queryOf(event: EscrowEvent): Query | undefined {
    const query = (rule: RuleName, what: string, ...by: readonly string[]): Query => {
      return { rule, what, event, by: by.map(low) }
    }
    switch (event.eventName) {
      case 'Approval': {
        const { owner, spender, value } = event.args
        this.#allowances.approved(owner, spender, value)
        return value === 0n ? undefined : query('T2', 'Shares were approved by somebody else than their owner', owner)
      }
      case 'Transfer': {
        const { from, to, value } = event.args
        if (from === zeroAddress || to === zeroAddress || value === 0n) return undefined
        const what = 'Shares were moved by somebody else than their owner, who allowed nobody so much'
        return query('T2', what, from, ...this.#allowances.spendersOf(from, value))
      }
      case 'Withdraw': {
        const { sender, owner, shares } = event.args
        if (shares === 0n) return undefined
        const isOwn = low(sender) === low(owner)
        const most = isOwn ? shares : this.#allowances.spend(owner, sender, shares)
        if (shares > most) {
          const one = query('T2', 'Shares were redeemed without an allowance', owner)
          this.#finding('fault', one, `at most ${most}`, `${shares}`)
        }
        return query(
          'T2',
          `Shares were redeemed by somebody else than ${isOwn ? 'their owner' : 'who was allowed to'}`,
          sender,
        )
      }
      case 'Collected': {
        const { account, to } = event.args
        if (low(account) === low(to)) return undefined
        return query('collect', 'What an account is owed was sent elsewhere by somebody else', account)
      }
      case 'Assigned':
        return query('assign', 'A claim was handed on by somebody else than its payee', event.args.from)
      case 'Ruled':
        return query('rule', 'A ruling by somebody else than the arbiter', this.#subject.terms.arbiter)
      default:
        return this.#every ? this.#payingQueryOf(event, query) : undefined
    }
  }

  /** Actions that cost who takes them. */
  #payingQueryOf(
    event: EscrowEvent,
    query: (rule: RuleName, what: string, ...by: readonly string[]) => Query,
  ): Query | undefined {
    switch (event.eventName) {
      case 'Deposit':
        if (event.args.assets === 0n) return undefined
        return query('pledge', 'A pledge of somebody who did not make it', event.args.sender)
      case 'Filed':
        return query('file', 'A claim of somebody who did not file it', event.args.solver)
      case 'Challenged':
        return query('challenge', 'A challenge by somebody who did not make it', event.args.challenger)
      default:
        return undefined
    }
  }

  /** Whether calls of a block are to be judged. */
  wants(block: bigint): boolean {
    return this.#queries.has(block)
  }

  /**
   * Judges the calls of a block by its proved transactions.
   * @throws {ConnectionError} when the endpoint does not answer.
   */
  async judgeBlock(client: PublicClient, block: ProvedBlock): Promise<void> {
    const queries = this.#queries.get(block.header.number) ?? []
    this.#queries.delete(block.header.number)
    for (const query of queries) {
      const call = await block.callOf(query.event.logIndex)
      if (call === undefined) continue // the block has no such log, which is a finding already
      this.#proved++
      if (this.#isExplained(query, call)) continue
      await this.#judgeOther(query, call, async (account) =>
        couldByProof(client, account, call, { block, direct: this.#isDirect(call) }),
      )
    }
  }

  /** The transactions that are not judged by proof. */
  transactions(): Question[] {
    return [...this.#queries.values()].flat().map(({ event }) => transactionOf(event))
  }

  /**
   * Looks up the transactions that were not judged by proof.
   * @param states what is known of how old a state the endpoint has.
   * @throws {ConnectionError} when the endpoint does not answer.
   */
  async judge(client: PublicClient, states = new OldStates(), answers = new Foreseen(client)): Promise<void> {
    await answers.foresee(this.transactions())
    const queries = [...this.#queries.values()].flat()
    this.#queries.clear()
    const others: { query: Query; call: Call }[] = []
    await eachOf(queries, async (query) => {
      const { transactionHash } = query.event
      const found = await answerTo(client, answers, transactionOf(query.event), transactionSchema.nullable())
      if (found === null) throw new ConnectionError(`The endpoint does not have the transaction ${transactionHash}.`)
      this.#looked++
      const call: Call = { from: found.from, to: found.to ?? null, input: found.input }
      if (!this.#isExplained(query, call)) others.push({ query, call })
    })
    // The newest first: where its state is gone, older ones need not be asked for.
    others.sort((a, b) => Number(b.query.event.blockNumber - a.query.event.blockNumber))
    for (const [i, { query, call }] of others.entries()) {
      await this.#judgeOther(query, call, (account) =>
        couldByWord({ client, answers, states }, account, call, query.event.blockNumber),
      )
      if (i > 0) continue
      const rest = others.slice(1).filter(({ query: { event } }) => !states.isGone(event.blockNumber))
      await answers.foresee(rest.flatMap(({ query: { by, event } }) => aboutAccount(by[0] ?? '0x', event.blockNumber)))
    }
  }

  /** What was looked at so far. */
  statements(): Statement[] {
    const kinds = this.#every
      ? 'who pledged, filed, challenged, moved shares, ruled, assigned, and directed payments'
      : 'who moved shares, ruled, assigned, and directed payments'
    const what = `${kinds}, of the escrow ${this.#subject.escrow}`
    const left = this.#unknown === 0 ? '' : ` Of ${this.#unknown} it could not be told.`
    const how = `were compared with who had to act, and for what; accounts with code are taken at their word.${left}`
    const proved: Statement = {
      what,
      standing: 'proved',
      how: `The senders and inputs of ${this.#proved} transactions, by the transactions roots of their blocks, ${how}`,
    }
    const checked: Statement = {
      what,
      standing: 'checked',
      how: `The senders and inputs of ${this.#looked} transactions, as the endpoint tells them, ${how}`,
    }
    const unseen: Statement = {
      what: `that who pledged, filed and challenged did so, of the escrow ${this.#subject.escrow}`,
      standing: 'assumed',
      how: 'An audit of the whole history looks at their calls too.',
    }
    return [
      ...(this.#proved > 0 ? [proved] : []),
      ...(this.#looked > 0 || this.#proved === 0 ? [checked] : []),
      ...(this.#every ? [] : [unseen]),
    ]
  }

  /** Whether a call of who may act asks for what the event says. */
  #isExplained({ by, event }: Query, call: Call): boolean {
    if (!by.includes(low(call.from)) || !this.#isDirect(call) || !explains(event, call.from, call.input)) return false
    const use = `${event.transactionHash} ${event.eventName}`
    if (this.#used.has(use)) return false
    this.#used.add(use)
    return true
  }

  /** It does not: whether one that may act could have had it done by another's transaction. */
  async #judgeOther(query: Query, call: Call, couldAct: (account: Hex) => Promise<Could>): Promise<void> {
    const { by, event } = query
    const could: Could[] = []
    for (const account of by) could.push(await couldAct(account as Hex))
    if (could.includes('yes')) return
    let unknown = could.includes('unknown')
    if (event.eventName === 'Approval') {
      if (await this.#isPermitted(event, call)) return
      // Another contract may have had the signature elsewhere than in its input.
      unknown ||= !this.#isDirect(call)
    }
    const [expected, actual] = [
      `a call of the escrow by ${by.join(' or ')} for it`,
      `a call of ${call.to ?? 'nobody'} by ${call.from}`,
    ]
    if (unknown || could.includes('unread')) this.#unknown++
    if (could.includes('unread')) return
    if (!unknown) {
      this.#finding('fault', query, expected, actual)
      return
    }
    const what =
      event.eventName === 'Approval'
        ? 'Whether the owner approved cannot be told: no permit is to be seen in what was called'
        : 'Who acted cannot be told: the account may have had code for a moment'
    this.#finding('remark', { ...query, what }, expected, actual)
  }

  #isDirect({ to }: Call): boolean {
    return to !== null && low(to) === low(this.#subject.escrow)
  }

  async #isPermitted({ args }: Extract<EscrowEvent, { eventName: 'Approval' }>, call: Call): Promise<boolean> {
    const { chainId, escrow } = this.#subject
    const approvals = BigInt(this.#allowances.approvals(args.owner))
    const most = approvals < MOST_NONCES ? approvals : MOST_NONCES
    const nonces = Array.from({ length: Number(most) }, (_, i) => BigInt(i))
    return holdsPermit(call.input, { chainId, escrow, ...args }, nonces)
  }

  #finding(grade: Grade, { rule, what, event, by }: Query, expected: string, actual: string): void {
    const { blockNumber, blockHash, timestamp, transactionHash, logIndex } = event
    const place = { blockNumber, blockHash, timestamp, transactionHash, logIndex }
    const { escrow } = this.#subject
    this.#note({ grade, rule, escrow, what: `${what}.`, place, subject: by[0] as Address, expected, actual })
  }
}

const low = (address: string): string => address.toLowerCase()
