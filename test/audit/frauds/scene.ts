/** An honest history with something of everything, which endpoints lie about. */
import type { Address, Hex } from 'viem'
import { UNIT } from '../../sdk/world.ts'
import { DAY, Life } from './life.ts'
import type { Stage } from './stage.ts'

export interface Scene {
  life: Life
  escrow: Address
  /** Another escrow of the same factory, with pledges. */
  other: Address
  token: Address
  factory: Address
  implementation: Address
  /** The block that is audited. */
  number: bigint
  hash: Hex
}

/** Two claims, one of them ruled down, one broken; released, collected and refunded. */
export async function playScene(stage: Stage): Promise<Scene> {
  const contracts = await stage.honest()
  const terms = {
    arbiter: stage.accounts[5]!,
    challengeWithin: 3n * DAY,
    arbitrateWithin: 5n * DAY,
    challengeFee: 5n * UNIT,
    holdback: 2_500n,
    warranty: 30n * DAY,
  }
  const neighbour = new Life(stage, contracts, { ...terms, minStep: 2n })
  await neighbour.create()
  await neighbour.pledge(700n * UNIT)
  const life = new Life(stage, contracts, terms)
  life.after(neighbour.now)
  await life.create()
  await life.pledge(600n * UNIT)
  await life.pledge(400n * UNIT, 'second')
  await life.call('funder', 'transfer', [life.of('second'), 100n * UNIT])
  const first = await life.observed(40n)
  const second = await life.observed(30n)
  await life.call('stranger', 'challenge', [second, 'It is less.'])
  await life.call('arbiter', 'rule', [second, 20n, 'It was looked at.'])
  life.after(life.now + life.terms.challengeWithin)
  await life.call('stranger', 'settle', [2n])
  await life.call('payee', 'assign', [second, life.of('insider')])
  await life.collect('payee')
  const breaking = await life.observedBreak(first, 1n)
  life.after(life.now + life.terms.challengeWithin)
  await life.call('stranger', 'settleBreaks', [first, 1n])
  life.after(life.now + life.terms.warranty)
  await life.call('stranger', 'release', [[second, breaking]])
  for (const role of ['rival', 'insider', 'arbiter'] as const) await life.collect(role)
  for (const member of life.terms.panel) await life.collectFor(member)
  life.after(life.terms.claimBy)
  await life.call('funder', 'redeem', [500n * UNIT, life.of('funder'), life.of('funder')])
  await life.call('second', 'redeem', [123n * UNIT, life.of('second'), life.of('second')])
  const { number, hash } = await stage.client.getBlock()
  const { token, factory, implementation } = contracts
  return { life, escrow: life.escrow, other: neighbour.escrow, token, factory, implementation, number, hash }
}
