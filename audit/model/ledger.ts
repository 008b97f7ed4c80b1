import type { Address, Hex } from 'viem'
import type { Finding, Grade, Place } from '../finding.ts'
import type { Entry, Subject } from '../history.ts'
import type { RuleName } from '../rules.ts'
import { checksum } from './checksum.ts'
import { Prices } from './prices.ts'
import type { ClaimState, EscrowState, Payment, PaymentKind } from './state.ts'
import type { Ears } from './ears.ts'

/** How many findings of one kind are listed; at the end one says how many more there were. */
const MOST_ALIKE = 50
/** How many spellings of addresses are remembered. */
const MOST_SPELLINGS = 20_000

/** What proves a finding, besides where it is. */
export interface Proof {
  subject?: Hex
  expected?: string | bigint
  actual?: string | bigint
  grade?: Grade
  command?: string
}

/** What all parts of the model work on: the state, the terms, who listens, and sums that the state does not have. */
export class Ledger {
  readonly subject: Subject
  readonly terms: Subject['terms']
  readonly prices: Prices
  readonly ears: Ears
  readonly state: EscrowState = emptyState()
  /** The sum of what was paid for claims, as the events say; G(x) as long as all is well. */
  earned = 0n
  /** The sum of `state.owed`. */
  owed = 0n
  /** What was made (below 0: lost) by amounts that are findings themselves: S2 does not say so again. */
  noted = 0n
  /** Whether the asset has moved exactly what it should so far: S1 is said of such tokens only. */
  isPlain = true
  /** Whether the asset has not logged a single transfer yet: of one that never does, the balance is not known. */
  isMute = true
  /** Claims of which an event is missing, their filing or their settlement: what is therefore unknown of them is not judged. */
  readonly vague = new Set<Hex>()
  /** How many claims are missing from a queue, by target, as the places of those that follow say. */
  readonly gaps = new Map<Hex, bigint>()
  readonly #spellings = new Map<string, Address>()
  /** How many findings there were of each kind, and the last of them. */
  readonly #alike = new Map<string, { count: number; left: number; last: Finding }>()

  constructor(subject: Subject, ears: Ears) {
    this.subject = subject
    this.terms = subject.terms
    this.prices = new Prices(subject.terms.curve)
    this.ears = ears
  }

  /** Makes a finding: a fault unless `proof` grades it otherwise. The first `most` that say `what` are listed. */
  note(
    rule: RuleName,
    place: NonNullable<Finding['place']>,
    what: string,
    proof: Proof = {},
    most: number = MOST_ALIKE,
  ): void {
    const { expected, actual, grade = 'fault', subject, command } = proof
    const finding: Finding = {
      grade,
      rule,
      escrow: this.subject.escrow,
      what,
      place: 'logIndex' in place ? placeOf(place as Place) : { blockNumber: place.blockNumber },
    }
    if (subject !== undefined) finding.subject = subject
    if (expected !== undefined) finding.expected = String(expected)
    if (actual !== undefined) finding.actual = String(actual)
    if (command !== undefined) finding.command = command
    const kind = `${rule} ${grade} ${what}`
    const alike = this.#alike.get(kind) ?? { count: 0, left: 0, last: finding }
    this.#alike.set(kind, alike)
    if (++alike.count <= most) this.ears.note(finding)
    else [alike.left, alike.last] = [alike.left + 1, finding]
  }

  /** Says how many findings were not listed, once for each kind. */
  noteRest(): void {
    for (const { left, last } of this.#alike.values()) {
      const { grade, rule, what } = last
      const place = last.place === undefined ? {} : { place: last.place }
      if (left > 0)
        this.ears.note({ grade, rule, escrow: this.subject.escrow, what: `${what}: ${left} more`, ...place })
    }
  }

  /** A finding where the two differ. @returns whether they are the same. */
  same(
    rule: RuleName,
    place: Place,
    what: string,
    expected: string | bigint,
    actual: string | bigint,
    subject?: Hex,
  ): boolean {
    if (expected === actual) return true
    this.note(rule, place, what, { expected, actual, ...(subject === undefined ? {} : { subject }) })
    return false
  }

  /** An address as the state has it: with its checksum. */
  account(address: Address): Address {
    const known = this.#spellings.get(address)
    if (known !== undefined) return known
    if (this.#spellings.size >= MOST_SPELLINGS) this.#spellings.clear()
    const spelt = checksum(address.slice(2).toLowerCase())
    this.#spellings.set(address, spelt)
    return spelt
  }

  /** Credits an account, and says so where it is more than nothing. */
  credit(kind: PaymentKind, account: Address, amount: bigint, claim: Hex, place: Place): void {
    if (amount === 0n) return
    const { owed } = this.state
    owed.set(account, (owed.get(account) ?? 0n) + amount)
    this.owed += amount
    this.pay({ kind, account, amount, claim, place: placeOf(place) })
  }

  pay(payment: Payment): void {
    this.ears.pay(payment)
  }

  /**
   * The claim of this key. Where none was filed that is a finding, once, and one is made up, with its fee, so that money that moves
   * for it is still counted.
   */
  claim(key: Hex, entry: Place & { eventName: Entry['eventName'] }): ClaimState {
    const known = this.state.claims.get(key)
    if (known !== undefined) return known
    this.note('file', entry, `${entry.eventName} of a claim that was never filed`, { subject: key })
    const claim = newClaim(key, placeOf(entry))
    this.vague.add(key)
    this.state.claims.set(key, claim)
    this.state.feesIn += this.terms.claimFee
    this.state.openFees += this.terms.claimFee
    return claim
  }

  /** The last second for claims. */
  get claimsEnd(): bigint {
    const { lastCallEnd } = this.state
    return lastCallEnd === 0n ? this.terms.claimBy : lastCallEnd
  }

  /** What of the pledges belongs to the funders and has not gone back to them yet; base units. */
  get refundable(): bigint {
    const { pledged, returned, refunded } = this.state
    return pledged - this.earned + returned - refunded
  }
}

/** The entry whose place was made last, and that place: what follows from one entry shares it. */
let [last, made]: [Place | undefined, Place | undefined] = [undefined, undefined]

/** The place of an entry, without what else it has. */
export function placeOf(entry: Place): Place {
  if (made !== undefined && entry === last) return made
  const { blockNumber, blockHash, timestamp, transactionHash, logIndex } = entry
  ;[last, made] = [entry, { blockNumber, blockHash, timestamp, transactionHash, logIndex }]
  return made
}

/** A claim of the docket of which nothing is known but its key and a place. */
export function newClaim(key: Hex, filed: Place): ClaimState {
  return {
    key,
    target: ZERO_KEY,
    index: -1,
    solver: NOBODY,
    payee: NOBODY,
    commitment: ZERO_KEY,
    uri: '',
    filed,
    observations: [],
    tally: [],
    observedAt: 0n,
    challenged: undefined,
    ruled: undefined,
    settled: undefined,
    paid: 0n,
    held: 0n,
    paidAt: 0n,
    breaks: [],
    breaksSettled: 0,
  }
}

const NOBODY: Address = '0x0000000000000000000000000000000000000000'
/** The target of the docket's claims. */
export const ZERO_KEY: Hex = `0x${'0'.repeat(64)}`

/** An escrow of which nothing is known yet. */
export function emptyState(): EscrowState {
  return {
    pledged: 0n,
    supply: 0n,
    shares: new Map(),
    progress: 0n,
    passed: false,
    lastCallEnd: 0n,
    docket: [],
    settled: 0,
    claims: new Map(),
    owed: new Map(),
    held: 0n,
    returned: 0n,
    paid: 0n,
    frozen: undefined,
    ranks: [],
    feesIn: 0n,
    openFees: 0n,
    collected: 0n,
    refunded: 0n,
    balance: 0n,
    stray: 0n,
  }
}
