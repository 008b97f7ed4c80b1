/** What happens in histories, counted: a maker of histories that no longer reaches something must be noticed. */
import { zeroHash, type Address } from 'viem'
import type { LodestoneEvent } from '../../../sdk/events/event.ts'
import { Rule } from '../../../sdk/model/terms.ts'
import { DELEGATED } from './people.ts'
import type { Scene, Told } from './scene.ts'

/** Every kind, and how often it must happen in 300 histories at least. */
export const LEAST = {
  'escrow of Units': 60,
  'escrow of Record': 60,
  'escrow of Contest': 60,
  'escrow with arbiter': 100,
  'escrow with holdback': 100,
  'escrow in a token that returns nothing': 30,
  'escrow in vault shares': 30,
  'escrow in 2 decimals': 30,
  'escrow in 18 decimals': 30,
  pledge: 400,
  'pledge through the router': 20,
  'pledge for another': 100,
  'transfer of shares': 200,
  'claim filed': 1_000,
  'break claim filed': 150,
  'observation recorded': 3_000,
  'observation of a contract': 800,
  'observation of a delegated account': 300,
  'observation in the last second': 150,
  'pledging ended by a verdict': 100,
  challenge: 200,
  'challenge in the last second': 15,
  ruling: 100,
  'ruling to 0': 40,
  'ruling in the last second': 8,
  'claim paid': 100,
  'claim that moved nothing': 600,
  'claim without a quorum': 300,
  'claim settled at verdict above 0, unruled challenge': 80,
  'claim with something held': 100,
  'claim ranked': 150,
  'last call': 20,
  prize: 60,
  'true break claim': 30,
  'break claim that failed': 100,
  release: 60,
  assignment: 200,
  'collected to the account': 800,
  'collected elsewhere': 100,
  refund: 400,
  'refund of 0 shares': 150,
  'refund by an allowance': 60,
  'refund in Void': 80,
  'stray transfer': 200,
  'several actions in one transaction': 1_000,
  'several transactions in one block': 800,
  'void escrow': 40,
  'escrow closed to the last share': 100,
} as const
export type Kind = keyof typeof LEAST
const isKind = (name: string): name is Kind => name in LEAST

export class Kinds {
  readonly counts = new Map<Kind, number>()
  /** Members that are contracts. */
  readonly #contracts: readonly Address[]

  constructor(contracts: readonly Address[] = []) {
    this.#contracts = contracts
  }

  count(kind: Kind, times = 1): void {
    if (times > 0) this.counts.set(kind, (this.counts.get(kind) ?? 0) + times)
  }

  /** Counts the kind of this name. */
  countNamed(name: string, times: number): void {
    if (!isKind(name)) throw new Error(`there is no kind of event "${name}"`)
    this.count(name, times)
  }

  add(counts: Iterable<readonly [Kind, number]>): void {
    for (const [kind, times] of counts) this.count(kind, times)
  }

  /** Kinds that happened less often than `share` of what 300 histories must have, one line each. */
  missing(share = 1): string[] {
    return (Object.entries(LEAST) as [Kind, number][]).flatMap(([kind, least]) => {
      const times = this.counts.get(kind) ?? 0
      return times < Math.floor(least * share) ? [`${kind}: ${times} of at least ${Math.floor(least * share)}`] : []
    })
  }

  table(): string {
    const kinds = Object.keys(LEAST) as Kind[]
    return kinds.map((kind) => `${String(this.counts.get(kind) ?? 0).padStart(9)}  ${kind}`).join('\n')
  }

  /** Counts what an event of an escrow says, before `scene` learns it. */
  countEvent(event: Told, scene: Scene, at: bigint): void {
    const { terms } = scene
    switch (event.eventName) {
      case 'Deposit':
        this.count('pledge')
        if (event.args.sender !== event.args.owner) this.count('pledge for another')
        return
      case 'Transfer':
        if (BigInt(event.args.from) > 0n && BigInt(event.args.to) > 0n) this.count('transfer of shares')
        return
      case 'Filed':
        this.count(event.args.target === zeroHash ? 'claim filed' : 'break claim filed')
        return
      case 'Observed': {
        this.count('observation recorded')
        if (this.#contracts.includes(event.args.member)) this.count('observation of a contract')
        if (event.args.member === DELEGATED.address) this.count('observation of a delegated account')
        const claim = scene.claims.get(event.args.claim)
        if (claim !== undefined && at === claim.filedAt + terms.verifyWithin)
          this.count('observation in the last second')
        return
      }
      case 'Passed':
        this.count('pledging ended by a verdict')
        return
      case 'Challenged': {
        this.count('challenge')
        const claim = scene.claims.get(event.args.claim)
        const from =
          claim === undefined ? 0n : claim.observedAt > 0n ? claim.observedAt : claim.filedAt + terms.verifyWithin
        if (at === from + terms.challengeWithin) this.count('challenge in the last second')
        return
      }
      case 'Ruled':
        this.count('ruling')
        if (event.args.measurement === 0n) this.count('ruling to 0')
        if (scene.claims.get(event.args.claim)?.challengedAt === at - terms.arbitrateWithin)
          this.count('ruling in the last second')
        return
      case 'Settled':
        this.#countSettled(event.args, scene)
        return
      case 'Awarded':
        this.count('prize')
        if (event.args.held > 0n) this.count('claim with something held')
        return
      case 'BreakSettled':
        this.count(event.args.taken + event.args.returned > 0n ? 'true break claim' : 'break claim that failed')
        return
      case 'Released':
        this.count('release')
        return
      case 'Assigned':
        this.count('assignment')
        return
      case 'Collected':
        this.count(event.args.account === event.args.to ? 'collected to the account' : 'collected elsewhere')
        return
      case 'Withdraw':
        this.count(event.args.shares === 0n ? 'refund of 0 shares' : 'refund')
        if (event.args.sender !== event.args.owner) this.count('refund by an allowance')
        if (event.args.shares > 0n && scene.isVoid(at)) this.count('refund in Void')
        return
      default:
    }
  }

  #countSettled(args: LodestoneEvent<'Settled'>['args'], { terms, claims, ranked }: Scene): void {
    const claim = claims.get(args.claim)
    const isRanked = terms.rule === Rule.Contest && args.measurement >= terms.minStep
    this.count(args.paid > 0n ? 'claim paid' : isRanked ? 'claim ranked' : 'claim that moved nothing')
    if (isRanked && ranked === 0 && terms.lastCall > 0n) this.count('last call')
    if (args.held > 0n) this.count('claim with something held')
    if (claim === undefined) return
    if (claim.observed.size < Number(terms.quorum)) this.count('claim without a quorum')
    if (claim.challengedAt > 0n && !claim.ruled && args.measurement > 0n)
      this.count('claim settled at verdict above 0, unruled challenge')
  }
}
