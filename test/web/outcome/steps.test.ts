import { expect } from 'chai'
import type { Hex } from 'viem'
import { stepsOf, type Visitor } from '../../../web/views/outcome/steps.ts'
import { address, claimRow, escrowView, TERMS } from './samples.ts'

const NOBODY: Visitor = { account: undefined, shares: 0n, waiting: undefined }
const as = (account: number, waiting?: Hex[]): Visitor => ({
  account: address(account),
  shares: 0n,
  waiting: waiting && new Set(waiting),
})
const brief = (steps: ReturnType<typeof stepsOf>) => steps.map(({ action, mine }) => [action, mine])
const OPEN = claimRow()

describe('what a visitor can do', () => {
  it('is what anybody can do, for who has no wallet', () => {
    const steps = stepsOf(escrowView({ filed: 1 }), TERMS, [OPEN], NOBODY, 950)
    expect(brief(steps)).to.deep.equal([
      ['pledge', true],
      ['file', true],
      ['observe', false],
    ])
    expect(steps[2]!.about).to.equal(OPEN)
  })

  it('is to observe for a member, unless it has', () => {
    const at = (visitor: Visitor) => brief(stepsOf(escrowView({ filed: 1 }), TERMS, [OPEN], visitor, 1_150))
    expect(at(as(2, [OPEN.key]))[0], 'what ends first comes first').to.deep.equal(['observe', true])
    expect(at(as(2, [])), 'has observed').to.deep.include(['observe', false])
    expect(at(as(20)), 'the solver').to.deep.include(['observe', false])
  })

  it('is to rule for the arbiter alone', () => {
    const challenged = claimRow({ observedAt: 1_110, highest: 3n, challengedAt: 1_115 })
    const at = (visitor: Visitor) => brief(stepsOf(escrowView({ filed: 1 }), TERMS, [challenged], visitor, 1_120))
    expect(at(as(9))).to.deep.include(['rule', true])
    expect(at(as(1))).to.deep.include(['rule', false])
  })

  it('is to settle the claim whose turn it is', () => {
    const decided = claimRow({ observedAt: 1_110, highest: 0n })
    const second = claimRow({ ...decided, key: `0x${'2'.repeat(64)}`, place: 1 })
    const steps = stepsOf(escrowView({ filed: 2 }), TERMS, [decided, second], NOBODY, 1_111)
    expect(steps.filter(({ action }) => action === 'settle').map(({ claim }) => claim)).to.deep.equal([decided.key])
  })

  it('is to settle break claims by the count of their target, and to release when none is open', () => {
    const held = { ...TERMS, holdback: 1_000n, warranty: 400n }
    const paid = claimRow({ settledAt: 1_150, observedAt: 1_110, highest: 3n, held: 2n, warrantyUntil: 1_550 })
    const target = { ...paid, breaksFiled: 2, breaksSettled: 1 }
    const second = claimRow({ key: `0x${'3'.repeat(64)}`, target: paid.key, place: 1, observedAt: 1_160 })
    const view = escrowView({ filed: 1, settled: 1, held: 2n })
    const at = (claims: (typeof paid)[], now: number) =>
      stepsOf(view, held, claims, NOBODY, now).map(({ action, claim }) => [action, claim])
    expect(at([target, second], 1_551)).to.deep.include(['settleBreaks', paid.key])
    expect(at([target, second], 1_551).map(([action]) => action)).to.not.include('release')
    expect(at([paid], 1_550)).to.deep.include(['fileBreak', paid.key])
    expect(at([paid], 1_551)).to.deep.include(['release', paid.key])
  })

  it('is to redeem for holders of shares, once refunds are open', () => {
    const over = escrowView({ status: 'Void', pledged: 10n, room: 0n })
    expect(brief(stepsOf(over, TERMS, [], { ...NOBODY, shares: 1n }, 1_001))).to.deep.equal([['refund', true]])
    expect(brief(stepsOf(over, TERMS, [], NOBODY, 1_001))).to.deep.equal([['refund', false]])
  })
})
