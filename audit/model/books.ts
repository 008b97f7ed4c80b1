import type { Place } from '../finding.ts'
import type { Entry, Pinned, Subject } from '../history.ts'
import { Contest } from './contest.ts'
import type { Ears } from './ears.ts'
import type { Event } from './event.ts'
import { Filing } from './filing.ts'
import { Funders } from './funders.ts'
import { Invariants } from './invariants.ts'
import { Judging } from './judging.ts'
import { Ledger, placeOf } from './ledger.ts'
import { Money } from './money.ts'
import { Order } from './order.ts'
import { noteOverdue } from './overdue.ts'
import { Settling } from './settling.ts'
import type { EscrowState } from './state.ts'
import { statusAt } from './statusAt.ts'
import { checkSums } from './sums.ts'
import { Warranty } from './warranty.ts'

/**
 * The books of one escrow, kept by the rules of the design from its events and the transfers of its asset alone. What does not fit
 * becomes a finding; then what the events say is believed, so that one fraud is not a hundred findings.
 */
export class Books {
  readonly #ledger: Ledger
  readonly #order: Order
  readonly #money: Money
  readonly #funders: Funders
  readonly #filing: Filing
  readonly #judging: Judging
  readonly #settling: Settling
  readonly #contest: Contest
  readonly #warranty: Warranty
  readonly #invariants: Invariants
  /** Where the transaction stands that is being read. */
  #open: Place | undefined

  constructor(subject: Subject, ears: Ears) {
    const ledger = new Ledger(subject, ears)
    this.#ledger = ledger
    this.#order = new Order(ledger)
    this.#money = new Money(ledger)
    this.#funders = new Funders(ledger, this.#money)
    this.#judging = new Judging(ledger, this.#money)
    this.#settling = new Settling(ledger)
    this.#filing = new Filing(ledger, this.#money, this.#settling)
    this.#contest = new Contest(ledger)
    this.#warranty = new Warranty(ledger, this.#settling)
    this.#invariants = new Invariants(ledger)
  }

  /** What the entries so far make of the escrow. Complete between transactions. */
  get state(): EscrowState {
    return this.#ledger.state
  }

  /** The status at a time, in unix seconds, that is not before the last entry. */
  statusAt(time: bigint): 'pledging' | 'binding' | 'closed' | 'void' {
    return statusAt(this.#ledger, time)
  }

  /** Takes the next entry, in the order of the chain. Never throws on what an entry says. */
  apply(entry: Entry): void {
    const open = this.#open
    if (open?.transactionHash !== entry.transactionHash || open.blockNumber !== entry.blockNumber) {
      this.#closeTransaction()
    }
    this.#order.check(entry)
    if (entry.eventName !== 'Observed' && entry.eventName !== 'Passed') this.#judging.goOn()
    this.#open = entry
    this.#take(entry)
  }

  /** Closes the books at the audited block: the last transaction is checked, and what is overdue noted. */
  finish(end: Pinned): void {
    this.#closeTransaction()
    checkSums(this.#ledger, end)
    noteOverdue(this.#ledger, end)
    this.#ledger.noteRest()
  }

  #closeTransaction(): void {
    if (this.#open === undefined) return
    const place = placeOf(this.#open)
    this.#open = undefined
    this.#judging.goOn()
    this.#contest.close()
    this.#funders.close()
    this.#money.close()
    this.#invariants.check(place)
  }

  #take(entry: Entry): void {
    switch (entry.eventName) {
      case 'AssetTransfer':
        this.#money.moved(entry)
        return
      case 'Transfer':
        this.#funders.transferred(entry)
        return
      case 'Deposit':
        this.#funders.deposited(entry)
        return
      case 'Withdraw':
        this.#funders.withdrawn(entry)
        return
      case 'Filed':
        this.#filing.filed(entry)
        return
      case 'Assigned':
        this.#filing.assigned(entry)
        return
      case 'Observed':
        this.#judging.observed(entry)
        return
      case 'Passed':
        this.#judging.passed(entry)
        return
      case 'Challenged':
        this.#judging.challenged(entry)
        return
      case 'Ruled':
        this.#judging.ruled(entry)
        return
      case 'Settled':
        this.#settling.settled(entry)
        return
      case 'Awarded':
        this.#contest.awarded(entry)
        return
      case 'BreakSettled':
        this.#warranty.breakSettled(entry)
        return
      case 'Released':
        this.#warranty.released(entry)
        return
      case 'Collected':
        this.#collected(entry)
        return
      default:
        // Approvals move nothing; what else there is, is of other contracts, which `Order` notes.
        return
    }
  }

  #collected(entry: Event<'Collected'>): void {
    const { state } = this.#ledger
    const [account, to] = [this.#ledger.account(entry.args.account), this.#ledger.account(entry.args.to)]
    const { amount } = entry.args
    const owed = state.owed.get(account) ?? 0n
    this.#ledger.same('collect', entry, 'An account collects all it is owed', owed, amount, account)
    state.owed.delete(account)
    this.#ledger.owed -= owed
    state.collected += amount
    this.#ledger.noted += amount - owed
    this.#money.expectOut('collect', to, amount, entry)
    this.#ledger.pay({ kind: 'collected', account, to, amount, place: placeOf(entry) })
  }
}
