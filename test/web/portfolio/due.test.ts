import { expect } from 'chai'
import { getAddress, zeroAddress, type Address } from 'viem'
import type { Status } from '../../../sdk/model/status.ts'
import { dueOf, isDue, isReleasable, readDestination, sortedPositions } from '../../../web/views/portfolio/due.ts'

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

describe('Where money should go', () => {
  const at = (n: number): Address => getAddress(`0x${String(n).padStart(40, '0')}`)
  const own = { account: at(1), escrow: at(2), token: at(3) }
  const other = getAddress('0xd8da6bf26964af9d7eed9e03e53415d37aa96045')

  it('is an address, with or without its checksum', () => {
    expect(readDestination(` ${other} `, own)).to.deep.equal({ address: other })
    expect(readDestination(other.toLowerCase(), own)).to.have.property('address')
  })

  it('is nothing yet while nothing is typed', () => {
    expect(readDestination(' ', own)).to.deep.equal({ fault: undefined })
  })

  for (const [typed, fault] of [
    ['0x1234', 'form'],
    ['vitalik.eth', 'form'],
    [other.replace('d8dA', 'D8da'), 'checksum'],
    [zeroAddress, 'zero'],
    [at(2), 'escrow'],
    [at(3), 'token'],
    [at(1), 'same'],
  ] as const) {
    it(`is not ${typed} (${fault})`, () => {
      expect(readDestination(typed, own)).to.deep.equal({ fault })
    })
  }
})
