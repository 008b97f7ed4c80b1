/** Attacks on `Record` by small advances: a near miss must not take the place of the milestone behind it. */
import { expect } from 'chai'
import { Rule, UNIT } from '../../support/escrow.ts'
import { open, settled } from '../../support/claims.ts'

/** Milestones: 1,000 at 90 and 2,000 at 100; an advance below 10 does not count, unless it reaches a milestone. */
const milestones = (extra: { measurement: bigint; price: bigint }[] = []) => ({
  rule: Rule.Record,
  curve: [...extra, { measurement: 90n, price: 1000n * UNIT }, { measurement: 100n, price: 2000n * UNIT }].sort(
    (a, b) => (a.measurement < b.measurement ? -1 : 1),
  ),
  cap: 2000n * UNIT,
  minStep: 10n,
})

describe('attack: an advance just below a milestone', () => {
  it('should not take the milestone from the next claim: 85 is settled, then 92 earns what 92 is worth', async () => {
    const o = await open(milestones())
    await settled(o, 85n)
    expect([await o.escrow.progress(), await o.escrow.paid()], 'the near miss').to.deep.equal([85n, 0n])
    await settled(o, 92n)
    expect(await o.escrow.paid(), 'F(92)').to.equal(1200n * UNIT)
  })

  it('should not take it where the near miss is worth a little', async () => {
    const o = await open(
      milestones([
        { measurement: 80n, price: 1n },
        { measurement: 90n, price: 1n },
      ]),
    )
    await settled(o, 89n)
    await settled(o, 90n)
    expect(await o.escrow.paid()).to.equal(1000n * UNIT)
  })

  it('should take from the next claim only what minStep says: an advance below it between two milestones', async () => {
    const o = await open(milestones())
    await settled(o, 90n)
    await settled(o, 95n)
    expect([await o.escrow.progress(), await o.escrow.paid()], '5 is below 10').to.deep.equal([90n, 1000n * UNIT])
    await settled(o, 100n)
    expect(await o.escrow.paid()).to.equal(2000n * UNIT)
  })

  it('should end pledging with a verdict that reaches the first milestone below minStep, since it is paid', async () => {
    const o = await open({ ...milestones(), minStep: 95n }, 200n * UNIT)
    await settled(o, 89n)
    expect(await o.escrow.passed(), 'below the milestone').to.equal(false)
    await settled(o, 90n)
    expect([await o.escrow.passed(), await o.escrow.paid()]).to.deep.equal([true, 200n * UNIT])
  })

  it('should end pledging with a verdict that would be paid from 0, though it is paid nothing where progress stands', async () => {
    const curve = [
      { measurement: 2000n, price: 0n },
      { measurement: 9000n, price: 8_000_000n * UNIT },
    ]
    const o = await open({ rule: Rule.Record, curve, minStep: 50n, cap: 8_000_000n * UNIT }, 200n * UNIT)
    await settled(o, 2000n)
    expect([await o.escrow.passed(), await o.escrow.progress()], 'where nothing is paid').to.deep.equal([false, 2000n])
    await settled(o, 2049n)
    expect([await o.escrow.passed(), await o.escrow.progress()], 'below 2,050').to.deep.equal([true, 2000n])
    expect(await o.escrow.paid()).to.equal(0n)
  })
})
