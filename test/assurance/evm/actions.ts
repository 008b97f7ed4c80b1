/** The entry points of the escrow: how likely each is at a moment, and a call of it, mostly sensible, sometimes not. */
import { ZeroAddress, ZeroHash } from 'ethers'
import { FUNDERS, type Hex, type Role, SOLVERS, addressOf, hex } from './chain.ts'
import { data } from './setup.ts'
import { observations } from './observations.ts'
import type { Tale, TaleClaim } from './tale.ts'
import type { Call } from './transactions.ts'

export interface Action {
  entry: string
  /** 0.3 or less where the call cannot succeed. */
  weight(tale: Tale): number
  make(tale: Tale): Omit<Call, 'entry'>
}

const OTHERS: Role[] = ['stranger', 'payee', 'arbiter', 'member0', 'funder1']
const PAYEES: Role[] = ['payee', 'solver0', 'stranger', 'member1']
const MAX_64 = 2n ** 64n - 1n
const URI = 'ipfs://bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s'

/** A call of the tale's escrow. */
export function on(tale: Tale, from: Role, name: string, values: unknown[]): Omit<Call, 'entry'> {
  return { from, to: tale.escrow, data: data('escrow', name, values) }
}

const when = (sensible: boolean, weight: number) => (sensible ? weight : 0.12)
const isPledging = (tale: Tale) => !tale.passed && tale.now <= tale.terms.pledgeBy && tale.pledged < tale.terms.cap

/** One of `likely`, else any claim, else none at all. */
function aim(tale: Tale, likely: TaleClaim[]): TaleClaim | undefined {
  if (likely.length > 0 && tale.random.chance(0.95)) return tale.random.pick(likely)
  return tale.claims.length > 0 ? tale.random.pick(tale.claims) : undefined
}
const keyOf = (claim: TaleClaim | undefined): Hex => claim?.key ?? hex(ZeroHash)

/** An amount of which most fit: all that is left, the threshold, or some. */
function amount(tale: Tale): bigint {
  const left = tale.terms.cap - tale.pledged
  if (left <= 0n || tale.random.chance(0.05)) return tale.terms.cap + 1n
  if (tale.random.chance(0.4)) return left
  if (tale.terms.threshold < left && tale.random.chance(0.5)) return tale.terms.threshold
  return tale.random.big(tale.random.chance(0.1) ? 0n : 1n, left)
}

function pledging(name: 'deposit' | 'mint'): Action['make'] {
  return (tale) => {
    const from = tale.random.pick(FUNDERS)
    const receiver = tale.random.chance(0.8) ? from : tale.random.pick(FUNDERS)
    const assets = amount(tale)
    tale.pledge(receiver, assets)
    return on(tale, from, name, [assets, addressOf(receiver)])
  }
}

function refunding(name: 'redeem' | 'withdraw'): Action['make'] {
  return (tale) => {
    const [owner, held] = tale.random.pick([...tale.shares, ['funder0', 10n ** 6n] as const])
    const share = tale.random.chance(0.5) ? held : tale.random.big(0n, held)
    const part = name === 'withdraw' ? share / BigInt(tale.random.between(1, 4)) : share
    const from = tale.random.chance(0.9) ? owner : 'stranger'
    const receiver = tale.random.pick([owner, 'payee' as const])
    return on(tale, from, name, [part, addressOf(receiver), addressOf(owner)])
  }
}

function filing(tale: Tale, target: TaleClaim | undefined): [Role, unknown[]] {
  const solver = tale.random.pick(SOLVERS)
  const repeated = tale.random.chance(0.1)
  const commitment = repeated ? hex(ZeroHash) : tale.random.word()
  const payee = tale.random.pick(PAYEES)
  if (target !== undefined || tale.isBinding()) tale.file(solver, commitment, payee, target?.key)
  const to = tale.random.chance(0.02) ? ZeroAddress : addressOf(payee)
  return [solver, [commitment, to, tale.random.chance(0.9) ? URI : '']]
}

const grounds = (tale: Tale) => 'The grounds. '.repeat(tale.random.below(6))

/** Every function of the escrow that claims need. */
export const CLAIM_ACTIONS: Action[] = [
  {
    entry: 'Escrow.file',
    weight: (tale) => when(tale.isBinding() && tale.now <= tale.claimsEnd, tale.docket().length > 3 ? 2 : 7),
    make: (tale) => {
      const [solver, values] = filing(tale, undefined)
      return on(tale, solver, 'file', values)
    },
  },
  {
    entry: 'Escrow.fileBreak',
    weight: (tale) => when(tale.holding().length > 0, tale.claims.length > 5 ? 2 : 7),
    make: (tale) => {
      const target = aim(tale, tale.holding())
      const [solver, values] = filing(tale, target)
      return on(tale, solver, 'fileBreak', [keyOf(target), ...values])
    },
  },
  {
    entry: 'Escrow.observe',
    weight: (tale) => when(tale.in('Observing').length > 0, 14),
    make: (tale) => {
      const claim = aim(tale, tale.in('Observing'))
      return on(tale, tale.random.pick(OTHERS), 'observe', [keyOf(claim), observations(tale, claim)])
    },
  },
  {
    entry: 'Escrow.challenge',
    weight: (tale) => when(tale.in('Challenging').length > 0, 8),
    make: (tale) => {
      const claim = aim(tale, tale.in('Challenging'))
      if (claim !== undefined && tale.phase(claim) === 'Challenging') claim.challengedAt = tale.now
      return on(tale, tale.random.pick(['stranger', 'solver0', 'solver1']), 'challenge', [keyOf(claim), grounds(tale)])
    },
  },
  {
    entry: 'Escrow.rule',
    weight: (tale) => when(tale.in('Arbitrating').length > 0, 12),
    make: (tale) => {
      const claim = aim(tale, tale.in('Arbitrating'))
      const highest = claim?.highest ?? 3n
      const measurement = tale.random.chance(0.9) || highest === MAX_64 ? tale.random.big(0n, highest) : highest + 1n
      const from = tale.random.chance(0.93) ? 'arbiter' : tale.random.pick(OTHERS)
      if (from === 'arbiter' && claim !== undefined && tale.phase(claim) === 'Arbitrating')
        tale.rule(claim, measurement)
      return on(tale, from, 'rule', [keyOf(claim), measurement, grounds(tale)])
    },
  },
  {
    entry: 'Escrow.assign',
    weight: (tale) => when(tale.claims.length > 0, 1.5),
    make: (tale) => {
      const claim = aim(tale, tale.claims)
      const from = tale.random.chance(0.8) && claim !== undefined ? claim.payee : tale.random.pick(OTHERS)
      const to = tale.random.pick(PAYEES)
      if (claim?.payee === from) claim.payee = to
      return on(tale, from, 'assign', [keyOf(claim), tale.random.chance(0.05) ? ZeroAddress : addressOf(to)])
    },
  },
  {
    entry: 'Escrow.settle',
    weight: (tale) =>
      when(
        tale.docket().some((claim) => tale.phase(claim) === 'Decided'),
        9,
      ),
    make: (tale) => {
      const most = tale.random.pick([0, 1, 1, 2, 5, 100])
      tale.settle(undefined, most)
      return on(tale, tale.random.pick(OTHERS), 'settle', [most])
    },
  },
  {
    entry: 'Escrow.settleBreaks',
    weight: (tale) =>
      when(
        tale.in('Decided').some(({ target }) => target !== undefined),
        9,
      ),
    make: (tale) => {
      const broken = tale.in('Decided').flatMap(({ target }) => target ?? [])
      const target = broken.length > 0 && tale.random.chance(0.95) ? tale.random.pick(broken) : keyOf(aim(tale, []))
      const most = tale.random.pick([1, 2, 50])
      tale.settle(target, most)
      return on(tale, tale.random.pick(OTHERS), 'settleBreaks', [target, most])
    },
  },
  {
    entry: 'Escrow.award',
    weight: (tale) => when(tale.isAwardable(), 15),
    make: (tale) => {
      if (tale.isAwardable()) tale.award()
      return on(tale, tale.random.pick(OTHERS), 'award', [])
    },
  },
  {
    entry: 'Escrow.release',
    weight: (tale) =>
      when(
        tale.holding().some(({ paidAt }) => tale.now > paidAt + tale.terms.warranty),
        9,
      ),
    make: (tale) => {
      const keys = tale.random.some(tale.claims, tale.random.between(1, 4)).map((claim) => {
        tale.release(claim)
        return claim.key
      })
      return on(tale, tale.random.pick(OTHERS), 'release', [
        tale.random.chance(0.1) ? [...keys, ...keys, ZeroHash] : keys,
      ])
    },
  },
  {
    entry: 'Escrow.collect',
    weight: (tale) => when(tale.owed.size > 0, 5),
    make: (tale) => {
      const likely = tale.owed.size > 0 && tale.random.chance(0.95)
      const account = tale.random.pick(likely ? [...tale.owed] : PAYEES)
      const from = tale.random.chance(0.6) ? account : tale.random.pick(OTHERS)
      const to = tale.random.chance(0.05) ? ZeroAddress : addressOf(tale.random.chance(0.8) ? account : 'stranger')
      return on(tale, from, 'collect', [addressOf(account), to])
    },
  },
  { entry: 'Escrow.deposit', weight: (tale) => when(isPledging(tale), 5), make: pledging('deposit') },
  { entry: 'Escrow.mint', weight: (tale) => when(isPledging(tale), 4), make: pledging('mint') },
  {
    entry: 'Escrow.redeem',
    weight: (tale) => when(tale.isOver() && tale.shares.size > 0, 4),
    make: refunding('redeem'),
  },
  {
    entry: 'Escrow.withdraw',
    weight: (tale) => when(tale.isOver() && tale.shares.size > 0, 3),
    make: refunding('withdraw'),
  },
]
