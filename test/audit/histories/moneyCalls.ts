/** Calls that move money and shares: pledges, transfers, collections, refunds, and tokens sent by mistake. */
import { zeroAddress, type Address } from 'viem'
import { DELEGATED, FUNDERS, PAYEES, SOLVERS, STRANGER } from './people.ts'
import { encode, type Maker } from './maker.ts'
import type { Call } from './stage.ts'

/** An action: how likely it is now, and calls of it, mostly sensible. */
export interface Action {
  weight(make: Maker): number
  calls(make: Maker): Call[]
}

/** A small weight where the call cannot succeed. */
export const when = (sensible: boolean, weight: number): number => (sensible ? weight : 0.06)

/** An amount of which most fit: all that is left, the threshold, or some. */
function amount({ random, scene: { terms, pledged, isShunned } }: Maker): bigint {
  if (isShunned && terms.threshold > 8n) return random.big(1n, terms.threshold / 8n)
  const left = terms.cap - pledged
  if (left <= 0n || random.chance(0.03)) return terms.cap + 1n
  if (random.chance(0.35)) return left
  if (terms.threshold > pledged && random.chance(0.7)) return terms.threshold - pledged
  return random.big(random.chance(0.1) ? 0n : 1n, left)
}

function pledge(make: Maker, name: 'deposit' | 'mint'): Call[] {
  const from = make.someone(FUNDERS)
  const receiver = make.random.chance(0.8) ? from : make.random.pick([...FUNDERS, STRANGER]).address
  return [...make.allowing(from), make.on(from, name, [amount(make), receiver])]
}

/** Through the router, which takes as much as fits. */
function route(make: Maker): Call[] {
  const { stage, scene, random } = make
  const from = random.pick(FUNDERS).address
  const pledges = [{ escrow: scene.escrow, assets: amount(make), least: 0n }]
  if (scene.token === 'vault' && random.chance(0.6)) {
    const data = encode('router.pledgeThroughVault', [stage.tokens.dollar, pledges])
    return [...make.allowing(from, stage.router, stage.tokens.dollar), { from, to: stage.router, data }]
  }
  return [{ from, to: stage.router, data: encode('router.pledge', [pledges]) }]
}

/** Who has shares, but for the escrow itself, which cannot act. */
const holders = ({ scene }: Maker) =>
  [...scene.shares].filter(([account, shares]) => shares > 0n && account !== scene.escrow)

function holder(make: Maker): [Address, bigint] {
  const all = holders(make)
  const own = all.filter(([account]) => account === make.stage.house)
  return make.random.pick(make.batched && own.length > 0 ? own : all.length > 0 ? all : [[STRANGER.address, 0n]])
}

function transferShares(make: Maker): Call[] {
  const { random, scene } = make
  const [from, shares] = holder(make)
  const to = random.chance(0.02) ? scene.escrow : random.pick([...FUNDERS, STRANGER, DELEGATED]).address
  return [make.on(from, 'transfer', [to, random.chance(0.2) ? shares : random.big(0n, shares)])]
}

function refund(make: Maker): Call[] {
  const { random, scene } = make
  const [owner, shares] = holder(make)
  const part = random.weighted([
    { weight: 5, value: shares },
    { weight: 4, value: random.big(0n, shares) },
    { weight: 1.5, value: 0n },
  ])
  const receiver = random.chance(0.01) ? scene.escrow : random.chance(0.75) ? owner : random.pick(PAYEES).address
  const isByAmount = random.chance(0.35)
  // As if each share were worth a unit: too much for a full refund where something was paid, so less is asked for.
  const asked =
    isByAmount && scene.paid > 0n && scene.pledged > 0n ? (part * (scene.pledged - scene.paid)) / scene.pledged : part
  const call = (from: Address) => make.on(from, isByAmount ? 'withdraw' : 'redeem', [asked, receiver, owner])
  if (random.chance(0.85)) return [call(owner)]
  return [
    make.on(owner, 'approve', [STRANGER.address, random.chance(0.9) ? shares : shares / 2n]),
    call(STRANGER.address),
  ]
}

function collect(make: Maker): Call[] {
  const { random, scene, stage } = make
  const account = scene.owed.size > 0 ? random.pick([...scene.owed]) : random.pick(PAYEES).address
  const isElsewhere = random.chance(0.3) && (account === stage.house || account !== scene.escrow)
  const to = random.chance(0.02) ? zeroAddress : isElsewhere ? random.pick([...PAYEES, ...SOLVERS]).address : account
  // Contracts and the escrow itself cannot send transactions: others collect for them.
  const canSend = !stage.wallets.includes(account) && account !== scene.escrow
  return [make.on(canSend && (isElsewhere || random.chance(0.3)) ? account : make.anybody(), 'collect', [account, to])]
}

function stray(make: Maker): Call[] {
  const { random, scene } = make
  const from = make.someone([...FUNDERS, STRANGER])
  const data = encode('token.transfer', [scene.escrow, random.big(0n, scene.terms.cap)])
  return [{ from, to: scene.terms.asset, data }]
}

export const MONEY: Action[] = [
  {
    weight: ({ scene, now }) => when(scene.isPledging(now), scene.isBinding() ? 2 : 12),
    calls: (make) => pledge(make, 'deposit'),
  },
  {
    weight: ({ scene, now }) => when(scene.isPledging(now), scene.isBinding() ? 1 : 5),
    calls: (make) => pledge(make, 'mint'),
  },
  { weight: ({ scene, now, batched }) => (batched ? 0 : when(scene.isPledging(now), 3)), calls: route },
  { weight: (make) => (holders(make).length > 0 ? 1 : 0), calls: transferShares },
  { weight: (make) => (holders(make).length === 0 ? 0 : make.scene.isOver(make.now) ? 9 : 0.25), calls: refund },
  { weight: ({ scene }) => when(scene.owed.size > 0, 3 + scene.owed.size), calls: collect },
  { weight: () => 0.1, calls: stray },
]
