/** One sequence: an escrow with random terms, and a life of it. Follows from the seed and its number alone. */
import { MaxUint256 } from 'ethers'
import { type Action, CLAIM_ACTIONS } from './actions.ts'
import { CONTRACTS, FUNDERS, type Role, SOLVERS, hex } from './chain.ts'
import { OTHER_ACTIONS } from './periphery.ts'
import { Random } from './random.ts'
import { data } from './setup.ts'
import { Tale } from './tale.ts'
import { DOCUMENT, randomTerms } from './terms.ts'
import type { Call, Step } from './transactions.ts'

export interface Sequence {
  seed: number
  number: number
  escrow: string
  steps: Step[]
}

/** What surrounds the claims is called half as often as its weights say. */
const around = OTHER_ACTIONS.map((action) => ({ ...action, weight: (tale: Tale) => action.weight(tale) / 2 }))
const ACTIONS: Action[] = [...CLAIM_ACTIONS, ...around]
/** Every entry point that a sequence may call. */
export const ENTRIES = ['Factory.create', 'Token.approve', ...ACTIONS.map(({ entry }) => entry)].filter(
  (entry, i, all) => all.indexOf(entry) === i,
)

/** Sequence `number` of `seed`, beginning at unix second `start`. */
export function makeSequence(seed: number, number: number, start: bigint): Sequence {
  const random = new Random(seed, number)
  const terms = randomTerms(random, start)
  const tale = new Tale(random, terms, start)
  const steps: Step[] = [{ at: start, calls: opening(tale) }]
  let left = random.between(9, 17)
  while (left > 0) {
    tale.now = nextMoment(tale, left)
    const calls = Array.from({ length: Math.min(left, random.pick([1, 1, 2, 3])) }, () => nextCall(tale))
    left -= calls.length
    steps.push({ at: tale.now, calls })
  }
  return { seed, number, escrow: tale.escrow, steps }
}

/** Creates the escrow; whoever may need it lets it take the asset. */
function opening(tale: Tale): Call[] {
  const create = data('factory', 'create', [tale.terms, DOCUMENT])
  const spenders: Role[] = [...FUNDERS, ...SOLVERS, 'stranger']
  const calls: Call[] = [{ entry: 'Factory.create', from: 'deployer', to: CONTRACTS.factory, data: create }]
  for (const from of spenders) {
    if (tale.random.chance(0.04)) continue
    const approve = data('token', 'approve', [tale.escrow, MaxUint256])
    calls.push({ entry: 'Token.approve', from, to: hex(tale.terms.asset), data: approve })
  }
  return calls
}

function nextCall(tale: Tale): Call {
  const action = tale.random.weighted(ACTIONS.map((value) => ({ weight: value.weight(tale), value })))
  const type = tale.random.weighted([
    { weight: 8, value: 2 as const },
    { weight: 1, value: 1 as const },
    { weight: 1, value: 0 as const },
  ])
  return { entry: action.entry, type, ...action.make(tale) }
}

/** A little later, or at the edge of a deadline: its last second, the one before or the one after. */
function nextMoment(tale: Tale, left: number): bigint {
  const { random, now } = tale
  const soon = now + BigInt(random.between(1, 600))
  const deadlines = deadlinesOf(tale).filter((time) => time > now + 1n)
  if (deadlines.length === 0 || (now < tale.terms.pledgeBy && !tale.isBinding() && random.chance(0.85))) return soon
  const isWaiting = tale.in('Observing').length + tale.in('Challenging').length + tale.in('Arbitrating').length > 0
  const isSettled = !isWaiting && tale.docket().some((claim) => claim.settled)
  if (random.chance(isWaiting ? 0.7 : isSettled || left < 8 ? 0.3 : 0.6)) return soon
  const sorted = deadlines.sort((a, b) => (a < b ? -1 : 1))
  const deadline = (random.chance(0.8) ? sorted[0] : random.pick(sorted)) ?? soon
  const moment = deadline + BigInt(random.pick([-1, 0, 0, 1, 1, 1]))
  return moment > now ? moment : soon
}

function deadlinesOf(tale: Tale): bigint[] {
  const { terms } = tale
  return [
    terms.pledgeBy,
    tale.claimsEnd,
    ...tale.claims.flatMap((claim) => [
      claim.filedAt + terms.verifyWithin,
      (claim.observedAt > 0n ? claim.observedAt : claim.filedAt + terms.verifyWithin) + terms.challengeWithin,
      claim.challengedAt + terms.arbitrateWithin,
      claim.paidAt + terms.warranty,
    ]),
  ]
}
