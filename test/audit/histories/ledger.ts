/** A witness of money that knows neither events nor the contracts: balances of tokens, before and after each block. */
import type { Address } from 'viem'
import type { MinedBlock, Stage } from './stage.ts'

/** How much more (or less) of a token an account had after a block. */
export interface Flow {
  block: bigint
  token: Address
  account: Address
  /** Base units, negative where it paid. */
  change: bigint
}

export class Ledger {
  readonly flows: Flow[] = []
  readonly #tokens: readonly Address[]
  readonly #accounts: readonly Address[]
  readonly #stage: Stage
  #balances: bigint[] = []

  constructor(tokens: readonly Address[], accounts: readonly Address[], stage: Stage) {
    this.#tokens = tokens
    this.#accounts = accounts
    this.#stage = stage
  }

  /** Takes the balances before the history. */
  async open(): Promise<void> {
    this.#balances = await this.#stage.balances(this.#tokens, this.#accounts)
  }

  /** Notes what changed in the block just mined. */
  async note({ number, logs }: MinedBlock): Promise<void> {
    // Without any log no token moved: those of a history all emit their transfers.
    if (logs.length === 0) return
    const balances = await this.#stage.balances(this.#tokens, this.#accounts)
    for (const [i, balance] of balances.entries()) {
      const before = this.#balances[i] ?? 0n
      if (balance === before) continue
      const token = this.#tokens[Math.floor(i / this.#accounts.length)]
      const account = this.#accounts[i % this.#accounts.length]
      if (token === undefined || account === undefined) throw new Error('more balances than were asked for')
      this.flows.push({ block: number, token, account, change: balance - before })
    }
    this.#balances = balances
  }

  /** What `account` has more of `token` than before the history. */
  change(token: Address, account: Address): bigint {
    const own = this.flows.filter((flow) => flow.token === token && flow.account === account)
    return own.reduce((sum, { change }) => sum + change, 0n)
  }

  /** What `account` holds of `token` now. */
  balance(token: Address, account: Address): bigint {
    const place = this.#tokens.indexOf(token) * this.#accounts.length + this.#accounts.indexOf(account)
    const balance = this.#balances[place]
    if (balance === undefined) throw new Error(`the ledger does not know ${account}`)
    return balance
  }
}
