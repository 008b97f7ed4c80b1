import { expect } from 'chai'
import type { Status } from '../../../sdk/model/status.ts'
import { dueOf, isDue, isReleasable, sortedPositions } from '../../../web/views/portfolio/due.ts'

const held = { held: 5n, warrantyUntil: 100, breaksFiled: 1, breaksSettled: 1 }
const position = (change: { status?: Status; shares?: bigint; owed?: bigint }) => {
  const { status = 'Binding', shares = 0n, owed = 0n } = change
  return { escrow: { status }, shares, owed, claims: [], refund: { now: shares } }
}

describe('What waits for an account', () => {
  it('is a refund once the escrow is closed or void, and not before', () => {
    expect(dueOf(position({ shares: 3n }), 0).refund).to.equal(0n)
    expect(dueOf(position({ shares: 3n, status: 'Closed' }), 0).refund).to.equal(3n)
    expect(dueOf(position({ shares: 3n, status: 'Void' }), 0).refund).to.equal(3n)
  })

  it('is what is held, strictly after the warranty, once no break claim is open', () => {
    expect(isReleasable(held, 100)).to.equal(false)
    expect(isReleasable(held, 101)).to.equal(true)
    expect(isReleasable({ ...held, breaksFiled: 2 }, 101)).to.equal(false)
    expect(isReleasable({ ...held, held: 0n }, 101)).to.equal(false)
    expect(isReleasable({ ...held, warrantyUntil: null }, 101)).to.equal(false)
  })

  it('comes first; seats alone are left to the desk', () => {
    const [idle, due, seat] = [position({ shares: 1n }), position({ owed: 1n }), position({})]
    expect(isDue(dueOf(idle, 0))).to.equal(false)
    expect(isDue(dueOf(due, 0))).to.equal(true)
    expect(sortedPositions([idle, seat, due], 0)).to.deep.equal([due, idle])
  })
})
