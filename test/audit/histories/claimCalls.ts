/** Calls that claims need: from filing to release, by everybody who may and some who may not. */
import { zeroAddress, zeroHash, type Address, type Hex } from 'viem'
import { claimKey } from '../../../sdk/model/evidence.ts'
import { ARBITER, PAYEES, SOLVERS, STRANGER } from './people.ts'
import { type Action, when } from './moneyCalls.ts'
import type { Maker } from './maker.ts'
import { observations } from './observations.ts'
import type { Call } from './stage.ts'

const URI = 'ipfs://bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s'

/** The commitments of a history are few enough that some come twice. */
function commitment({ random }: Maker): Hex {
  return random.chance(0.04) ? `0x${'11'.repeat(32)}` : random.word()
}

function file(make: Maker, target: Hex): Call[] {
  const { random } = make
  const solver = make.someone(SOLVERS)
  const payee = random.chance(0.01) ? zeroAddress : make.payee()
  const uri = random.chance(0.9) ? URI : ''
  const args = [commitment(make), payee, uri]
  const isBreak = target !== zeroHash
  return [...make.allowing(solver), make.on(solver, isBreak ? 'fileBreak' : 'file', isBreak ? [target, ...args] : args)]
}

function fileBreak(make: Maker): Call[] {
  const target = make.aim(make.scene.holding())
  return target === undefined ? [] : file(make, target.key)
}

/** A claim's whole life in one transaction of the contract account, as far as the clocks let it. */
function life(make: Maker): Call[] {
  const { stage, random } = make
  const word = commitment(make)
  const held = make.scene.holding()
  const target = held.length > 0 && random.chance(0.7) ? random.pick(held).key : zeroHash
  const isBreak = target !== zeroHash
  const key = claimKey(stage.house, word, target)
  const payee = random.chance(0.5) ? stage.house : make.payee()
  const calls = [
    make.on(stage.house, isBreak ? 'fileBreak' : 'file', [...(isBreak ? [target] : []), word, payee, URI]),
    make.on(stage.house, 'observe', [key, observations(make, { key, observed: new Map() }, true)]),
    make.on(stage.house, isBreak ? 'settleBreaks' : 'settle', [...(isBreak ? [target] : []), 50]),
    make.on(stage.house, 'collect', [payee, payee]),
  ]
  return [...make.allowing(stage.house), ...calls]
}

function observe(make: Maker): Call[] {
  const { scene, now, random } = make
  const claim = make.aim(scene.in('Observing', now))
  if (claim === undefined) return []
  const all = observations(make, claim, random.chance(0.55))
  const half = Math.ceil(all.length / 2)
  const parts = random.chance(0.25) ? [all.slice(0, half), all.slice(random.chance(0.5) ? half : 0)] : [all]
  return parts.map((part) => make.on(make.anybody(), 'observe', [claim.key, part]))
}

function challenge(make: Maker): Call[] {
  const { scene, now, random } = make
  const claim = make.aim(scene.in('Challenging', now))
  if (claim === undefined) return []
  const from = make.someone([STRANGER, ...SOLVERS, ...PAYEES])
  return [...make.allowing(from), make.on(from, 'challenge', [claim.key, 'The grounds. '.repeat(random.below(4))])]
}

function rule(make: Maker): Call[] {
  const { scene, now, random } = make
  const claim = make.aim(scene.in('Arbitrating', now))
  if (claim === undefined) return []
  const measurement = random.weighted([
    { weight: 3, value: 0n },
    { weight: 3, value: claim.highest },
    { weight: 4, value: random.big(0n, claim.highest) },
    { weight: 0.4, value: claim.highest < 2n ** 64n - 1n ? claim.highest + 1n : 0n },
  ])
  const isArbiter = scene.terms.arbiter !== zeroAddress && random.chance(0.96)
  const from = isArbiter ? scene.terms.arbiter : random.pick([STRANGER, ARBITER]).address
  return [make.on(from, 'rule', [claim.key, measurement, 'so'])]
}

function assign(make: Maker): Call[] {
  const { random, stage, scene } = make
  const claim = make.aim([...scene.claims.values()].filter(({ payee }) => payee !== scene.escrow))
  if (claim === undefined) return []
  const canSend = !stage.wallets.includes(claim.payee) && claim.payee !== scene.escrow
  return [make.on(canSend && random.chance(0.92) ? claim.payee : make.anybody(), 'assign', [claim.key, make.payee()])]
}

function settleBreaks(make: Maker): Call[] {
  const { random, scene, now } = make
  const claim = make.aim(scene.in('Decided', now).filter(({ target }) => target !== zeroHash))
  return [make.on(make.anybody(), 'settleBreaks', [claim?.target ?? zeroHash, random.pick([1, 2, 50])])]
}

function release(make: Maker): Call[] {
  const { random, scene } = make
  const keys = random.some<Hex>(scene.keys, random.between(1, 6))
  const due = scene.holding().map(({ key }) => key)
  return [make.on(make.anybody(), 'release', [random.chance(0.2) ? [...due, ...keys, ...due, zeroHash] : due])]
}

const isDue = ({ scene, now }: Maker) => scene.holding().some(({ paidAt }) => now > paidAt + scene.terms.warranty)
const wallet = ({ stage, random }: Maker): Address => random.pick(stage.wallets)

export const CLAIMS: Action[] = [
  {
    weight: ({ scene, now }) => when(scene.isBinding() && now <= scene.claimsEnd, scene.claims.size > 4 ? 2 : 8),
    calls: (make) => file(make, zeroHash),
  },
  {
    weight: ({ scene, now, batched }) =>
      batched && scene.isBinding() && (now <= scene.claimsEnd || scene.held > 0n) ? 4 : 0,
    calls: life,
  },
  { weight: ({ scene }) => (scene.holding().length > 0 ? 7 : 0), calls: fileBreak },
  { weight: ({ scene, now }) => scene.in('Observing', now).length * 10, calls: observe },
  { weight: ({ scene, now }) => scene.in('Challenging', now).length * 6 + 0.05, calls: challenge },
  { weight: ({ scene, now }) => scene.in('Arbitrating', now).length * 6 + 0.05, calls: rule },
  { weight: ({ scene }) => (scene.claims.size > 0 ? 0.9 : 0), calls: assign },
  {
    weight: ({ scene, now }) => when(scene.in('Decided', now).length > 0, 5),
    calls: (make) => [make.on(make.anybody(), 'settle', [make.random.pick([0, 1, 1, 2, 3, 50])])],
  },
  {
    weight: ({ scene, now }) => (scene.in('Decided', now).some(({ target }) => target !== zeroHash) ? 6 : 0.05),
    calls: settleBreaks,
  },
  {
    weight: ({ scene, now }) => when(scene.isAwardable(now), 12),
    calls: (make) => [make.on(make.anybody(), 'award', [])],
  },
  { weight: (make) => when(isDue(make), 6), calls: release },
  { weight: () => 0.1, calls: (make) => [make.rotate(wallet(make))] },
]
