import type { Address } from 'viem'
import type { Place } from '../finding.ts'
import type { AssetTransfer } from '../history.ts'
import type { RuleName } from '../rules.ts'
import type { Ledger } from './ledger.ts'

/** Money that events of a transaction say moves, and what of it no transfer has moved yet. */
interface Due {
  rule: RuleName
  /** Who pays, or who is paid. */
  account: Address
  left: bigint
  amount: bigint
  place: Place
}

/** A transfer of the asset, and what of it no event has accounted for yet. */
interface Moved {
  account: Address
  left: bigint
  place: Place
}

/**
 * Holds the transfers of the asset against the events of each transaction. Transfers of nothing are not looked at: with most tokens
 * anybody can make them in anybody's name.
 */
export class Money {
  readonly #ledger: Ledger
  #dueIn: Due[] = []
  #dueOut: Due[] = []
  #in: Moved[] = []
  #out: Moved[] = []

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  /** An event says that `account` pays in; `rule` is broken where nothing comes. */
  expectIn(rule: RuleName, account: Address, amount: bigint, place: Place): void {
    if (amount > 0n) this.#dueIn.push({ rule, account: this.#ledger.account(account), left: amount, amount, place })
  }

  /** An event says that money goes to `account`. */
  expectOut(rule: RuleName, account: Address, amount: bigint, place: Place): void {
    if (amount > 0n) this.#dueOut.push({ rule, account: this.#ledger.account(account), left: amount, amount, place })
  }

  moved(entry: AssetTransfer): void {
    const { state, subject } = this.#ledger
    const [from, to] = [this.#ledger.account(entry.from), this.#ledger.account(entry.to)]
    const { amount: left } = entry
    if (left === 0n) return
    if (this.#ledger.isMute) [this.#ledger.isMute, this.#ledger.isPlain] = [false, true]
    const escrow = this.#ledger.account(subject.escrow)
    if (from === escrow) {
      if (to !== escrow) state.balance -= left
      this.#out.push({ account: to, left, place: entry })
    } else {
      state.balance += left
      this.#in.push({ account: from, left, place: entry })
    }
  }

  /** The transaction has ended. */
  close(): void {
    if (this.#in.length + this.#dueIn.length > 0) this.#closeIn()
    if (this.#out.length + this.#dueOut.length > 0) this.#closeOut()
  }

  #closeIn(): void {
    const [due, moved] = [this.#dueIn, this.#in]
    ;[this.#dueIn, this.#in] = [[], []]
    match(due, moved)
    // Tokens may come by way of somebody else.
    for (const one of due) if (one.left > 0n) take(one, moved, ({ left }) => left === one.left)
    for (const one of due) if (one.left > 0n) this.#missingIn(one)
    for (const { account, left, place } of moved) {
      if (left === 0n) continue
      this.#ledger.state.stray += left
      const figures = { expected: 0n, actual: left, grade: 'remark', subject: account } as const
      this.#ledger.note('stray', place, 'Tokens came without a pledge or fee; they are not counted and stay', figures)
    }
  }

  #missingIn({ rule, account, left, amount, place }: Due): void {
    if (this.#ledger.isMute) {
      this.#noteMute(place)
      return
    }
    const figures = { subject: account, expected: amount, actual: amount - left }
    if (left === amount) {
      this.#ledger.note(rule, place, 'Money is counted as paid in that no transfer of the asset brought', figures)
    } else {
      this.#ledger.isPlain = false
      const what = 'The asset delivered less than was paid in'
      this.#ledger.note('token', place, what, { ...figures, grade: 'broken promise' })
    }
  }

  #noteMute(place: Place): void {
    if (!this.#ledger.isPlain) return
    this.#ledger.isPlain = false
    const what =
      'The asset logs no transfer of what was paid in: it is no ERC-20, or nothing came. Balances are not checked'
    this.#ledger.note('token', place, what, { subject: this.#ledger.terms.asset, grade: 'broken promise' })
  }

  #closeOut(): void {
    const [due, moved] = [this.#dueOut, this.#out]
    ;[this.#dueOut, this.#out] = [[], []]
    if (this.#ledger.isMute) return
    match(due, moved)
    this.#keptByItself(due, moved)
    this.#wentElsewhere(due, moved)
    const missing = due.filter(({ left }) => left > 0n)
    for (const { account, left, amount, place } of missing) {
      this.#ledger.isPlain = false
      const figures = { subject: account, expected: amount, actual: amount - left, grade: 'broken promise' } as const
      this.#ledger.note('token', place, 'Less of the asset arrived than the event says was sent', figures)
    }
    const [lost, short] = [total(moved), total(missing)]
    const [first] = moved.filter(({ left }) => left > 0n)
    // What is missing at one account and went to another is a fee that the token takes.
    if (first === undefined || lost <= short) return
    const figures = { subject: first.account, expected: short, actual: lost }
    this.#ledger.note('S2', first.place, 'More of the asset left the escrow than its events say', figures)
  }

  /** All that was to go to one account went to another: no fee that a token takes. */
  #wentElsewhere(due: readonly Due[], moved: readonly Moved[]): void {
    for (const one of due) {
      if (one.left === 0n || one.left < one.amount) continue
      const other = moved.find(({ left }) => left === one.left)
      if (other === undefined) continue
      const figures = { subject: one.account, expected: one.account, actual: other.account }
      this.#ledger.note(one.rule, other.place, 'What was to go to one account went to another', figures)
      one.left = other.left = 0n
    }
  }

  /** What is sent to the escrow itself stays there, and nobody's. */
  #keptByItself(due: readonly Due[], moved: readonly Moved[]): void {
    const escrow = this.#ledger.account(this.#ledger.subject.escrow)
    for (const { account, left, amount, place } of due) {
      const kept = amount - left
      if (account !== escrow || kept === 0n) continue
      this.#ledger.state.stray += kept
      const figures = { actual: kept, grade: 'remark', subject: account } as const
      this.#ledger.note('stray', place, 'Money was directed to the escrow itself; it is not counted and stays', figures)
    }
    for (const one of moved) if (one.account === escrow) one.left = 0n
  }
}

/** Sets transfers off against what was due: first what is the same, then what is of the same account. */
function match(due: readonly Due[], moved: readonly Moved[]): void {
  for (const one of due) take(one, moved, ({ account, left }) => account === one.account && left === one.left)
  for (const one of due)
    if (one.left > 0n) take(one, moved, ({ account, left }) => account === one.account && left > 0n)
}

function take(one: Due, moved: readonly Moved[], isIt: (other: Moved) => boolean): void {
  const found = moved.find(isIt)
  if (found === undefined) return
  const taken = found.left < one.left ? found.left : one.left
  found.left -= taken
  one.left -= taken
}

const total = (all: readonly { left: bigint }[]): bigint => all.reduce((sum, { left }) => sum + left, 0n)
