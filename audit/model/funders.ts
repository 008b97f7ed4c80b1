import { zeroAddress, type Address } from 'viem'
import type { Place } from '../finding.ts'
import type { Event } from './event.ts'
import { placeOf, type Ledger } from './ledger.ts'
import type { Money } from './money.ts'
import { statusAt } from './statusAt.ts'

/** Shares that were made or burned, for which an event of the vault has to follow. */
interface Pending {
  account: Address
  shares: bigint
  place: Place
}

/** Pledges, shares and refunds. */
export class Funders {
  readonly #ledger: Ledger
  readonly #money: Money
  #minted: Pending[] = []
  #burned: Pending[] = []

  constructor(ledger: Ledger, money: Money) {
    this.#ledger = ledger
    this.#money = money
  }

  transferred(entry: Event<'Transfer'>): void {
    const { value: shares } = entry.args
    const [from, to] = [this.#ledger.account(entry.args.from), this.#ledger.account(entry.args.to)]
    if (from === zeroAddress) {
      this.#mint(to, shares)
      this.#minted.push({ account: to, shares, place: entry })
    } else if (to === zeroAddress) {
      this.#burn(from, shares, entry)
      this.#burned.push({ account: from, shares, place: entry })
    } else {
      this.#take(from, shares, entry)
      this.#add(to, shares)
    }
  }

  deposited(entry: Event<'Deposit'>): void {
    const { state, terms } = this.#ledger
    const { sender, owner, assets, shares } = entry.args
    const receiver = this.#ledger.account(owner)
    if (!claimPending(this.#minted, receiver, shares)) {
      this.#ledger.note('pledge', entry, 'A pledge for which no shares were made', {
        subject: receiver,
        expected: shares,
      })
      this.#mint(receiver, shares)
    }
    this.#ledger.same('pledge', entry, 'Shares for a pledge', assets, shares, receiver)
    this.#money.expectIn('pledge', sender, assets, entry)
    if (assets === 0n) return
    const wrong = (what: string, expected: string, actual: bigint): void => {
      this.#ledger.note('pledge', entry, what, { subject: receiver, expected, actual })
    }
    if (entry.timestamp > terms.pledgeBy) wrong('A pledge too late', `at most ${terms.pledgeBy}`, entry.timestamp)
    if (state.passed) wrong('A pledge after the first passing verdict', 'none', assets)
    if (state.pledged > terms.cap) wrong('A pledge beyond the cap', `at most ${terms.cap}`, state.pledged)
  }

  withdrawn(entry: Event<'Withdraw'>): void {
    const { state } = this.#ledger
    const { receiver, assets, shares } = entry.args
    const owner = this.#ledger.account(entry.args.owner)
    const status = statusAt(this.#ledger, entry.timestamp)
    const isOpen = state.frozen !== undefined || status === 'closed' || status === 'void'
    const isBurned = claimPending(this.#burned, owner, shares)
    if (!isBurned) {
      this.#ledger.note('R2', entry, 'A refund for which no shares were burned', { subject: owner, expected: shares })
    }
    if (!isOpen && (shares > 0n || assets > 0n)) {
      const figures = { subject: owner, expected: 'closed or void', actual: status }
      this.#ledger.note('R1', entry, 'A refund while a claim could still be paid or money is held', figures)
    }
    if (isOpen) this.#freeze()
    const { pledged, refundable } = state.frozen ?? { pledged: state.pledged, refundable: this.#ledger.refundable }
    const due = pledged === refundable || pledged === 0n ? shares : (shares * refundable) / pledged
    this.#ledger.same('R2', entry, 'What shares are refunded', due, assets, owner)
    if (!isBurned) this.#burn(owner, shares, entry)
    state.refunded += assets
    this.#money.expectOut('R2', receiver, assets, entry)
    if (shares === 0n && assets === 0n) return
    const to = this.#ledger.account(receiver)
    this.#ledger.pay({ kind: 'refund', account: owner, to, amount: assets, shares, place: placeOf(entry) as Place })
  }

  /** The transaction has ended: shares that were made or burned in it were pledged or refunded. */
  close(): void {
    for (const { account, shares, place } of this.#minted) {
      this.#ledger.note('pledge', place, 'Shares were made without a pledge', {
        subject: account,
        expected: 0n,
        actual: shares,
      })
    }
    for (const { account, shares, place } of this.#burned) {
      this.#ledger.note('T2', place, 'Shares were burned without a refund', {
        subject: account,
        expected: 0n,
        actual: shares,
      })
    }
    if (this.#minted.length > 0) this.#minted = []
    if (this.#burned.length > 0) this.#burned = []
  }

  #freeze(): void {
    const { state } = this.#ledger
    const { pledged } = state
    if (state.frozen === undefined && pledged > 0n) state.frozen = { pledged, refundable: this.#ledger.refundable }
  }

  #mint(to: Address, shares: bigint): void {
    const { state } = this.#ledger
    this.#add(to, shares)
    state.supply += shares
    state.pledged += shares
  }

  #burn(from: Address, shares: bigint, entry: Place): void {
    this.#take(from, shares, entry)
    this.#ledger.state.supply -= shares
  }

  #add(account: Address, shares: bigint): void {
    const { shares: all } = this.#ledger.state
    if (shares > 0n) all.set(account, (all.get(account) ?? 0n) + shares)
  }

  #take(account: Address, shares: bigint, place: Place): void {
    const { shares: all } = this.#ledger.state
    const balance = all.get(account) ?? 0n
    if (shares > balance) {
      const figures = { subject: account, expected: `at most ${balance}`, actual: shares }
      this.#ledger.note('T2', place, 'More shares were moved than the account has', figures)
    }
    if (shares >= balance) all.delete(account)
    else all.set(account, balance - shares)
  }
}

/** Finds and removes the shares that this event of the vault goes with. */
function claimPending(pending: Pending[], account: Address, shares: bigint): boolean {
  const at = pending.findIndex((one) => one.account === account && one.shares === shares)
  if (at === -1) return false
  pending.splice(at, 1)
  return true
}
