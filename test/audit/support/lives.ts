/** Two whole lives of escrows by hand, every figure worked out on paper. */
import type { Address, Hex } from 'viem'
import { Rule } from '../../../sdk/model/terms.ts'
import { ESCROW, MEMBERS, Script, moved, said, who } from './script.ts'

const member = (seat: number): Address => MEMBERS[seat]!.address

/** `Units`: two claims are paid, one of them is broken after a challenge; the other's held part is released. */
export async function unitsLife(): Promise<Script & { keys: { first: Hex; broken: Hex; second: Hex } }> {
  const s = new Script()
  s.pledge('pledge Ada', 100n, 'Ada', 600n).pledge('pledge Ben', 200n, 'Ben', 400n)
  s.add('sell', 300n, said('Transfer', { from: who('Ada'), to: who('Cleo'), value: 100n }))

  const first = s.file('file', 2_000n, 'Sol', 0n)
  await s.observe('observe', 2_100n, first, { 0: 30n, 1: 30n }, true)
  await s.observe('observe the last', 2_200n, first, { 2: 25n })
  // Challenging until 2,700. 30 units earn 300, of which 60 are held; 3 of the fee go to each member.
  const settled = { measurement: 30n, progress: 30n, paid: 300n, held: 60n, payee: who('Sol') }
  s.add('settle', 2_701n, said('Settled', { claim: first, ...settled }))

  const broken = s.file('file break', 4_000n, 'Rea', 0n, first)
  await s.observe('observe break', 4_100n, broken, { 0: 1n, 1: 2n })
  // Observing until 7,600, challenging until 8,100, then 400 for the arbiter.
  const challenged = { claim: broken, challenger: who('Max'), grounds: 'no' }
  s.add('challenge', 8_100n, said('Challenged', challenged), moved(who('Max'), ESCROW, 7n))
  s.add('rule', 8_500n, said('Ruled', { claim: broken, measurement: 2n, grounds: 'yes' }))
  const taken = { target: first, payee: who('Rea'), measurement: 2n, taken: 30n, returned: 30n }
  s.add('settle break', 8_501n, said('BreakSettled', { claim: broken, ...taken }))

  const second = s.file('file again', 9_000n, 'Sol', 1n)
  s.add('assign', 9_010n, said('Assigned', { claim: second, from: who('Sol'), to: who('Ivy') }))
  await s.observe('observe again', 9_100n, second, { 0: 20n, 1: 20n, 2: 20n })
  const more = { measurement: 20n, progress: 50n, paid: 200n, held: 40n, payee: who('Ivy') }
  s.add('settle again', 9_601n, said('Settled', { claim: second, ...more }))
  s.add('release', 19_602n, said('Released', { claim: second, payee: who('Ivy'), amount: 40n }))

  s.collect('collect Sol', 20_000n, 'Sol', 240n).collect('collect Ivy', 20_001n, 'Ivy', 200n)
  s.collect('collect Rea', 20_002n, 'Rea', 33n).collect('collect arbiter', 20_003n, 'arbiter', 7n)
  s.collect('collect m0', 20_004n, member(0), 9n).collect('collect m1', 20_005n, member(1), 9n)
  s.collect('collect m2', 20_006n, member(2), 6n)
  // 1,000 - 500 + 30 for 1,000 shares.
  s.refund('refund Ada', 100_001n, 'Ada', 500n, 265n).refund('refund Ben', 100_002n, 'Ben', 400n, 212n)
  s.refund('refund Cleo', 100_003n, 'Cleo', 100n, 53n)
  return Object.assign(s, { keys: { first, broken, second } })
}

/** `Contest` of two prizes, without fees or holdback: a tie, one below the floor, a last call. */
export async function contestLife(): Promise<Script & { keys: { sol: Hex; tess: Hex; max: Hex } }> {
  const curve = [
    { measurement: 0n, price: 0n },
    { measurement: 1n, price: 600n },
    { measurement: 2n, price: 900n },
  ]
  const free = { claimFee: 0n, challengeFee: 0n, holdback: 0n, warranty: 0n }
  const s = new Script({ rule: Rule.Contest, curve, cap: 900n, minStep: 5n, lastCall: 20_000n, ...free })
  s.pledge('pledge Ada', 100n, 'Ada', 800n)
  const sol = s.file('file Sol', 2_000n, 'Sol', 0n)
  const tess = s.file('file Tess', 2_001n, 'Tess', 1n)
  const max = s.file('file Max', 2_002n, 'Max', 2n)
  await s.observe('observe Sol', 2_100n, sol, { 0: 7n, 1: 7n, 2: 7n }, true)
  await s.observe('observe Tess', 2_101n, tess, { 0: 7n, 1: 7n, 2: 0n })
  await s.observe('observe Max', 2_102n, max, { 0: 4n, 1: 0n, 2: 9n })
  const nothing = { progress: 0n, paid: 0n, held: 0n }
  s.add(
    'settle',
    2_700n,
    said('Settled', { claim: sol, payee: who('Sol'), measurement: 7n, ...nothing }),
    said('Settled', { claim: tess, payee: who('Tess'), measurement: 7n, ...nothing }),
    said('Settled', { claim: max, payee: who('Max'), measurement: 4n, ...nothing }),
  )
  // The first success makes the last call: claims end with second 22,700. 800 are pledged of 900.
  s.add(
    'award',
    22_701n,
    said('Awarded', { claim: sol, payee: who('Sol'), rank: 1n, paid: 600n, held: 0n }),
    said('Awarded', { claim: tess, payee: who('Tess'), rank: 2n, paid: 200n, held: 0n }),
  )
  s.collect('collect Sol', 22_800n, 'Sol', 600n).collect('collect Tess', 22_801n, 'Tess', 200n)
  s.refund('refund Ada', 22_900n, 'Ada', 800n, 0n)
  return Object.assign(s, { keys: { sol, tess, max } })
}
