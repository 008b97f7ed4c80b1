import { getAddress, zeroAddress, zeroHash, type Address, type Hex } from 'viem'
import { lastMeasurement } from '../../sdk/model/curve.ts'
import { Rule, type Terms } from '../../sdk/model/terms.ts'
import {
  padded,
  type ObservationsTable,
  type PaymentKind,
  type PledgesTable,
  type TransfersTable,
} from '../store/tables.ts'
import { Accounts } from './accounts.ts'
import { newClaim, type Claim } from './claim.ts'
import { MissingEvent, plain, type Place, type PlacedEvent } from './events.ts'
import { paidByCurve, type Figures } from './figures.ts'

/** What of an escrow the events of a stretch can change, as it was before them. */
export interface Loaded {
  figures: Figures
  claims: Map<Hex, Claim>
  shares: Map<Address, bigint>
  owed: Map<Address, bigint>
}

/** Applies the events of one escrow in order. They carry the amounts; what they do not say follows from the terms. */
export class Book {
  readonly escrow: Address
  readonly terms: Terms
  readonly figures: Figures
  /** Whether anything was changed, and in which block last. */
  changedBlock: number | undefined
  readonly pledges: PledgesTable[] = []
  readonly transfers: TransfersTable[] = []
  readonly observations: ObservationsTable[] = []
  /** Claims that were changed. */
  readonly changed = new Set<Claim>()
  readonly accounts: Accounts
  readonly #claims: Map<Hex, Claim>
  readonly #seats: ReadonlyMap<Address, number>

  constructor(escrow: Address, terms: Terms, { figures, claims, shares, owed }: Loaded) {
    this.escrow = escrow
    this.terms = terms
    this.figures = figures
    this.#claims = claims
    this.accounts = new Accounts(escrow, shares, owed)
    this.#seats = new Map(terms.panel.map((member, seat) => [getAddress(member), seat]))
  }

  /** What was written down: the book goes on from here. */
  written(): void {
    this.pledges.length = this.transfers.length = this.observations.length = 0
    this.changed.clear()
    this.accounts.written()
    this.changedBlock = undefined
  }

  /** @throws {MissingEvent} where it cannot come next. */
  apply(event: PlacedEvent): void {
    if (event.eventName === 'Approval') return
    this.accounts.begin()
    this.changedBlock = event.place.block
    this.#take(event)
  }

  #take(event: PlacedEvent): void {
    const { figures } = this
    const { place } = event
    switch (event.eventName) {
      case 'Transfer':
        this.#transfer(event.args, place)
        return
      case 'Deposit': {
        const { sender, owner: account, assets } = event.args
        if (assets > 0n) this.pledges.push({ ...this.#where(place), sender, account, amount: padded(assets) })
        return
      }
      case 'Withdraw': {
        const { owner, receiver, assets, shares } = event.args
        figures.refunded += assets
        if (shares > 0n || assets > 0n)
          this.accounts.pay('refund', owner, assets, null, place, { to: receiver, shares })
        return
      }
      case 'Filed':
        this.#file(event.args, place)
        return
      case 'Assigned':
        this.#claim(event.args.claim, place).payee = event.args.to
        return
      case 'Observed':
        this.#observe(event.args, place)
        return
      case 'Passed':
        this.#claim(event.args.claim, place)
        figures.passed = true
        return
      case 'Challenged': {
        const claim = this.#claim(event.args.claim, place)
        const { challenger, grounds } = event.args
        figures.feesIn += this.terms.challengeFee
        figures.openFees += this.terms.challengeFee
        const said = { challenger, challengeGrounds: plain(grounds), challengeTransaction: place.transaction }
        Object.assign(claim, { challengedAt: place.at, ...said })
        return
      }
      case 'Ruled': {
        const claim = this.#claim(event.args.claim, place)
        const { measurement, grounds } = event.args
        claim.verdict = measurement
        const said = {
          ruling: String(measurement),
          rulingGrounds: plain(grounds),
          rulingTransaction: place.transaction,
        }
        Object.assign(claim, { ruledAt: place.at, ...said })
        figures.openFees -= this.terms.challengeFee
        this.#credit('arbiter fee', getAddress(this.terms.arbiter), this.terms.challengeFee, claim, place)
        return
      }
      case 'Settled': {
        const claim = this.#claim(event.args.claim, place)
        const { payee, measurement, progress, paid, held } = event.args
        claim.payee = payee
        this.#settle(claim, measurement, progress, place)
        figures.settled++
        if (this.terms.rule === Rule.Contest) this.#rank(claim, measurement, place)
        this.#payClaim('claim', claim, paid, held, place)
        this.#shareFees(claim, place)
        this.#check(place)
        return
      }
      case 'Awarded': {
        const claim = this.#claim(event.args.claim, place)
        const { payee, rank, paid, held } = event.args
        claim.payee = payee
        figures.progress = rank
        this.#payClaim('prize', claim, paid, held, place)
        this.#check(place)
        return
      }
      case 'BreakSettled': {
        const { target, payee, measurement, taken, returned } = event.args
        const [claim, attacked] = [this.#claim(event.args.claim, place), this.#claim(target, place)]
        claim.payee = payee
        claim.taken = taken
        this.#settle(claim, measurement, figures.progress, place)
        attacked.breaksSettled++
        if (taken + returned > 0n) this.#unhold(attacked)
        figures.returned += returned
        this.#credit('broken', payee, taken, claim, place)
        this.#shareFees(claim, place)
        return
      }
      case 'Released': {
        const claim = this.#claim(event.args.claim, place)
        claim.payee = event.args.payee
        this.#unhold(claim)
        this.#credit('release', claim.payee, event.args.amount, claim, place)
        return
      }
      case 'Collected': {
        const { account, to, amount } = event.args
        this.accounts.collect(account, amount, to, place)
        figures.collected += amount
        return
      }
      default:
        throw new MissingEvent(`${this.escrow} emitted ${event.eventName}, which no escrow does`)
    }
  }

  #transfer({ from, to, value }: { from: Address; to: Address; value: bigint }, place: Place): void {
    const { figures } = this
    if (from === zeroAddress) {
      figures.pledged += value
      figures.supply += value
    } else this.accounts.move(from, -value, place)
    if (to === zeroAddress) figures.supply -= value
    else this.accounts.move(to, value, place)
    if (from !== zeroAddress && to !== zeroAddress && from !== to && value > 0n)
      this.transfers.push({ ...this.#where(place), from, to, shares: padded(value) })
  }

  #file(args: PlacedEvent<'Filed'>['args'], place: Place): void {
    const { figures, terms, escrow } = this
    const { claim: key, target, solver, payee, commitment, uri, index } = args
    const inDocket = target === zeroHash
    const attacked = inDocket ? undefined : this.#claim(target, place)
    const before = attacked?.breaksFiled ?? figures.filed
    if (index !== BigInt(before)) throw new MissingEvent(`claim ${key} of ${escrow} is number ${index}, not ${before}`)
    if (attacked === undefined) figures.filed++
    else attacked.breaksFiled++
    figures.feesIn += terms.claimFee
    figures.openFees += terms.claimFee
    const filed = { escrow, claim: key, target, place: Number(index), solver, payee, commitment, uri: plain(uri) }
    const claim = newClaim(filed, place)
    this.#claims.set(key, claim)
    this.changed.add(claim)
  }

  #observe(args: PlacedEvent<'Observed'>['args'], place: Place): void {
    const { claim: key, member, measurement, report, signature } = args
    const { quorum, panel } = this.terms
    const claim = this.#claim(key, place)
    const seat = this.#seats.get(member)
    if (seat === undefined) throw new MissingEvent(`${member} observed in ${this.escrow} and is not on its panel`)
    claim.observers.push(member)
    if (measurement > claim.highest) claim.highest = measurement
    if (measurement > 0n) {
      const below = claim.tally.findIndex((other) => other < measurement)
      claim.tally.splice(below === -1 ? claim.tally.length : below, 0, measurement)
      if (claim.tally.length > Number(quorum)) claim.tally.pop()
    }
    claim.verdict = claim.tally[Number(quorum) - 1] ?? 0n
    if (claim.observers.length === panel.length) claim.observedAt = place.at
    const said = { claim: key, member, seat, measurement: String(measurement), report, signature }
    this.observations.push({ ...this.#where(place), ...said })
  }

  #settle(claim: Claim, measurement: bigint, progress: bigint, place: Place): void {
    if (claim.settledAt !== 0) throw new MissingEvent(`claim ${claim.claim} of ${this.escrow} was settled twice`)
    if (claim.verdict !== measurement)
      throw new MissingEvent(
        `claim ${claim.claim} of ${this.escrow} was settled with ${measurement}, its verdict is ${claim.verdict}`,
      )
    claim.settledAt = place.at
    claim.settledTransaction = place.transaction
    claim.progressFrom = String(this.figures.progress)
    claim.progressTo = String(progress)
    this.figures.progress = progress
  }

  /** Ranks a claim of a contest behind its equals; the first one may make a last call. */
  #rank(claim: Claim, score: bigint, place: Place): void {
    const { minStep, lastCall, claimBy, curve } = this.terms
    if (score < minStep) return
    const { ranks } = this.figures
    if (ranks.length === 0 && lastCall > 0n)
      this.figures.lastCallEnd = Math.min(place.at + Number(lastCall), Number(claimBy))
    const behind = ranks.findIndex((one) => one.score < score)
    ranks.splice(behind === -1 ? ranks.length : behind, 0, { score, place: claim.place })
    if (ranks.length > Number(lastMeasurement(curve))) ranks.pop()
  }

  #payClaim(kind: 'claim' | 'prize', claim: Claim, paid: bigint, held: bigint, place: Place): void {
    this.figures.paid += paid
    claim.paid += paid
    if (held > 0n) {
      claim.held += held
      claim.paidAt = place.at
      this.figures.held += held
    }
    this.#credit(kind, claim.payee, paid - held, claim, place)
  }

  #unhold(claim: Claim): void {
    this.figures.held -= claim.held
    claim.held = 0n
  }

  /** Shares the fees of a claim: a part of n to each member who observed, the rest to the payee. */
  #shareFees(claim: Claim, place: Place): void {
    const { claimFee, challengeFee, panel } = this.terms
    const fees = claim.challengedAt > 0 && claim.ruledAt === 0 ? [claimFee, challengeFee] : [claimFee]
    for (const fee of fees) {
      const part = fee / BigInt(panel.length)
      for (const member of claim.observers) this.#credit('member fee', member, part, claim, place)
      this.#credit('fee rest', claim.payee, fee - part * BigInt(claim.observers.length), claim, place)
      this.figures.openFees -= fee
    }
  }

  #credit(kind: PaymentKind, account: Address, amount: bigint, { claim }: Claim, place: Place): void {
    this.accounts.credit(kind, account, amount, claim, place)
  }

  /** The claim of an event, which changes it. */
  #claim(key: Hex, { block }: Place): Claim {
    const claim = this.#claims.get(key)
    if (claim === undefined) throw new MissingEvent(`claim ${key} of ${this.escrow} was never filed`)
    claim.changedBlock = block
    this.changed.add(claim)
    return claim
  }

  #check({ block }: Place): void {
    const { figures, terms, escrow } = this
    if (figures.paid !== paidByCurve(figures, terms))
      throw new MissingEvent(`what ${escrow} paid by block ${block} is not what its curve says`)
  }

  #where({ block, logIndex, transaction, at }: Place) {
    return { escrow: this.escrow, block, logIndex, transaction, at }
  }
}
