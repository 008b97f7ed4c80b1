/** An escrow's money, rebuilt from its logs and terms alone. */
import { zeroHash, type Address, type Hex, type ParseEventLogsReturnType } from 'viem'
import type { Terms, escrowAbi } from '../../sdk/index.ts'

export type EscrowLog = ParseEventLogsReturnType<typeof escrowAbi, undefined, true>[number]

interface ReplayedClaim {
  payee: Address
  readonly observers: Set<Address>
  isChallenged: boolean
  isRuled: boolean
  held: bigint
}

/** All sums in base units. */
export class Replay {
  readonly #terms: Terms
  readonly #claims = new Map<Hex, ReplayedClaim>()
  readonly owed = new Map<Address, bigint>()
  /** What each claim of the docket earned, in filing order. */
  readonly earned = new Map<Hex, bigint>()
  pledged = 0n
  feesIn = 0n
  openFees = 0n
  paid = 0n
  returned = 0n
  collected = 0n
  refunded = 0n
  progress = 0n

  constructor(terms: Terms) {
    this.#terms = terms
  }

  get owedInAll(): bigint {
    return [...this.owed.values()].reduce((a, b) => a + b, 0n)
  }

  get held(): bigint {
    return [...this.#claims.values()].reduce((sum, { held }) => sum + held, 0n)
  }

  /** What is left for the funders. */
  get refundable(): bigint {
    return this.pledged - this.paid + this.returned - this.refunded
  }

  /** Everything that anybody can still claim. */
  get claimable(): bigint {
    return this.refundable + this.owedInAll + this.held + this.openFees
  }

  /** What must be there: all that came in and has not gone out. */
  get balance(): bigint {
    return this.pledged + this.feesIn - this.collected - this.refunded
  }

  apply(log: EscrowLog): void {
    switch (log.eventName) {
      case 'Deposit':
        this.pledged += log.args.assets
        break
      case 'Withdraw':
        this.refunded += log.args.assets
        break
      case 'Filed':
        this.#takeFee(this.#terms.claimFee)
        this.#claims.set(log.args.claim, {
          payee: log.args.payee,
          observers: new Set(),
          isChallenged: false,
          isRuled: false,
          held: 0n,
        })
        if (log.args.target === zeroHash) this.earned.set(log.args.claim, 0n)
        break
      case 'Observed':
        this.#claim(log.args.claim).observers.add(log.args.member)
        break
      case 'Challenged':
        this.#takeFee(this.#terms.challengeFee)
        this.#claim(log.args.claim).isChallenged = true
        break
      case 'Ruled':
        this.#claim(log.args.claim).isRuled = true
        this.#payFee(this.#terms.arbiter, this.#terms.challengeFee)
        break
      case 'Assigned':
        this.#claim(log.args.claim).payee = log.args.to
        break
      case 'Settled':
        this.progress = log.args.progress
        this.#pay(log.args.claim, log.args.paid, log.args.held)
        this.#shareFees(log.args.claim)
        break
      case 'Awarded':
        this.progress = log.args.rank
        this.#pay(log.args.claim, log.args.paid, log.args.held)
        break
      case 'BreakSettled':
        this.returned += log.args.returned
        this.#credit(log.args.payee, log.args.taken)
        this.#claim(log.args.target).held -= log.args.taken + log.args.returned
        this.#shareFees(log.args.claim)
        break
      case 'Released':
        this.#claim(log.args.claim).held -= log.args.amount
        this.#credit(log.args.payee, log.args.amount)
        break
      case 'Collected':
        this.collected += log.args.amount
        this.#credit(log.args.account, -log.args.amount)
        break
    }
  }

  #pay(key: Hex, paid: bigint, held: bigint): void {
    const claim = this.#claim(key)
    this.paid += paid
    this.earned.set(key, (this.earned.get(key) ?? 0n) + paid)
    claim.held += held
    this.#credit(claim.payee, paid - held)
  }

  #shareFees(key: Hex): void {
    const claim = this.#claim(key)
    this.#shareFee(claim, this.#terms.claimFee)
    if (claim.isChallenged && !claim.isRuled) this.#shareFee(claim, this.#terms.challengeFee)
  }

  #shareFee(claim: ReplayedClaim, fee: bigint): void {
    const part = fee / BigInt(this.#terms.panel.length)
    for (const member of claim.observers) this.#payFee(member, part)
    this.#payFee(claim.payee, fee - part * BigInt(claim.observers.size))
  }

  #takeFee(fee: bigint): void {
    this.feesIn += fee
    this.openFees += fee
  }

  #payFee(account: Address, fee: bigint): void {
    this.openFees -= fee
    this.#credit(account, fee)
  }

  #credit(account: Address, amount: bigint): void {
    this.owed.set(account, (this.owed.get(account) ?? 0n) + amount)
  }

  #claim(key: Hex): ReplayedClaim {
    const claim = this.#claims.get(key)
    if (claim === undefined) throw new Error(`the logs speak of claim ${key}, which was never filed`)
    return claim
  }
}
