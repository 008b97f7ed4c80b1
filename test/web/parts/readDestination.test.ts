import { expect } from 'chai'
import { getAddress, zeroAddress, type Address } from 'viem'
import { readDestination } from '../../../web/parts/readDestination.ts'

describe('Where money should go', () => {
  const at = (n: number): Address => getAddress(`0x${String(n).padStart(40, '0')}`)
  const own = { account: at(1), escrow: at(2), token: at(3) }
  const other = getAddress('0xd8da6bf26964af9d7eed9e03e53415d37aa96045')

  it('is an address, in mixed case with its checksum', () => {
    for (const typed of [` ${other} `, other.toLowerCase(), `0x${other.slice(2).toUpperCase()}`])
      expect(readDestination(typed, own), typed).to.deep.equal({ address: other })
  })

  it('is nothing yet while nothing is typed', () => {
    expect(readDestination(' ', own)).to.deep.equal({ fault: undefined })
  })

  it('may be anybody where nobody has it already', () => {
    expect(readDestination(at(1), { escrow: at(2), token: at(3) })).to.deep.equal({ address: at(1) })
  })

  const [escrow, token] = [getAddress(`0x${'ab'.repeat(20)}`), getAddress(`0x${'cd'.repeat(20)}`)]
  for (const [typed, fault] of [
    ['0x1234', 'form'],
    ['vitalik.eth', 'form'],
    [other.slice(0, -1), 'form'],
    [other.replace('d8dA', 'D8da'), 'checksum'],
    [zeroAddress, 'zero'],
    [escrow, 'escrow'],
    [escrow.toLowerCase(), 'escrow'],
    [token, 'token'],
    [token.toLowerCase(), 'token'],
    [at(1), 'same'],
  ] as const) {
    it(`is not ${typed} (${fault})`, () => {
      expect(readDestination(typed, { account: at(1), escrow, token })).to.deep.equal({ fault })
    })
  }
})
