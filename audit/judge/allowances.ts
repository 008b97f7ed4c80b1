import type { Address } from 'viem'

/** What owners of shares let spenders take, at most: a transfer by an allowance uses it up without an event. */
export class Allowances {
  /** By owner and then spender, in lower case. */
  readonly #left = new Map<string, Map<string, bigint>>()
  readonly #approvals = new Map<string, number>()

  approved(owner: Address, spender: Address, value: bigint): void {
    const known = this.#left.get(low(owner)) ?? new Map<string, bigint>()
    this.#left.set(low(owner), known.set(low(spender), value))
    this.#approvals.set(low(owner), this.approvals(owner) + 1)
  }

  /** How many approvals of an owner there were. */
  approvals(owner: Address): number {
    return this.#approvals.get(low(owner)) ?? 0
  }

  /** Who may still take so much, in lower case. */
  spendersOf(owner: Address, shares: bigint): string[] {
    return [...(this.#left.get(low(owner)) ?? [])].filter(([, left]) => left >= shares).map(([spender]) => spender)
  }

  /** A spender redeems. @returns how much it could at most. */
  spend(owner: Address, spender: Address, shares: bigint): bigint {
    const known = this.#left.get(low(owner))
    const most = known?.get(low(spender)) ?? 0n
    if (shares <= most && most !== 2n ** 256n - 1n) known?.set(low(spender), most - shares)
    return most
  }
}

const low = (address: string): string => address.toLowerCase()
