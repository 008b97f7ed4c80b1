import type { Address, Hex } from 'viem'
import { padded, type PaymentKind, type PaymentsTable } from '../store/tables.ts'
import type { Place } from './events.ts'
import { MissingEvent } from './events.ts'

/** What else is said of a payment: where it was sent, and the shares that were burned. */
interface More {
  to?: Address
  shares?: bigint
}

/** Shares and debts of one escrow's accounts while events are applied, and its payments. Amounts in base units. */
export class Accounts {
  readonly payments: PaymentsTable[] = []
  /** Accounts whose shares or debts were changed, by the block that changed them last. */
  readonly changed = { shares: new Map<Address, number>(), owed: new Map<Address, number>() }
  readonly #escrow: Address
  readonly #shares: Map<Address, bigint>
  readonly #owed: Map<Address, bigint>
  #part = 0

  constructor(escrow: Address, shares: Map<Address, bigint>, owed: Map<Address, bigint>) {
    this.#escrow = escrow
    this.#shares = shares
    this.#owed = owed
  }

  sharesOf(account: Address): bigint {
    return this.#shares.get(account) ?? 0n
  }

  owedTo(account: Address): bigint {
    return this.#owed.get(account) ?? 0n
  }

  /** The next event begins: payments are counted anew. */
  begin(): void {
    this.#part = 0
  }

  /** What was changed is written down. */
  written(): void {
    this.payments.length = 0
    this.changed.shares.clear()
    this.changed.owed.clear()
  }

  /** Adds to the shares of an account. @throws {MissingEvent} where it would have fewer than none. */
  move(account: Address, change: bigint, { block }: Place): void {
    const shares = this.sharesOf(account) + change
    if (shares < 0n) throw new MissingEvent(`${account} moved more shares of ${this.#escrow} than it has`)
    this.#shares.set(account, shares)
    this.changed.shares.set(account, block)
  }

  /** Owes an account more, and says so where it is more than nothing. */
  credit(kind: PaymentKind, account: Address, amount: bigint, claim: Hex, place: Place): void {
    if (amount === 0n) return
    this.#owe(account, this.owedTo(account) + amount, place)
    this.pay(kind, account, amount, claim, place)
  }

  /** An account draws all that it is owed. @throws {MissingEvent} where that is another amount. */
  collect(account: Address, amount: bigint, to: Address, place: Place): void {
    if (this.owedTo(account) !== amount)
      throw new MissingEvent(`${account} collected ${amount} from ${this.#escrow}, and was owed another amount`)
    this.#owe(account, 0n, place)
    this.pay('collected', account, amount, null, place, { to })
  }

  pay(kind: PaymentKind, account: Address, amount: bigint, claim: Hex | null, place: Place, more: More = {}): void {
    const { block, logIndex, transaction, at } = place
    const { to = null, shares } = more
    this.payments.push({
      escrow: this.#escrow,
      block,
      logIndex,
      part: this.#part++,
      transaction,
      at,
      kind,
      account,
      to,
      amount: padded(amount),
      shares: shares === undefined ? null : padded(shares),
      claim,
    })
  }

  #owe(account: Address, amount: bigint, { block }: Place): void {
    this.#owed.set(account, amount)
    this.changed.owed.set(account, block)
  }
}
