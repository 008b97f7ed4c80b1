import { expect } from 'chai'
import { bumped, capOf } from '../../../oracle/submit/fees.ts'

const fees = (maxFeePerGas: bigint, maxPriorityFeePerGas: bigint) => ({ maxFeePerGas, maxPriorityFeePerGas })

describe('oracle: fees', () => {
  it('has a cap in wei', () => {
    expect(capOf(300), '300 gwei').to.equal(300_000_000_000n)
    expect(capOf(0.5), 'half a gwei').to.equal(500_000_000n)
  })
  it('raises both by an eighth at least', () => {
    expect(bumped(fees(800n, 80n), fees(0n, 0n), 10_000n), 'an eighth').to.deep.equal(fees(900n, 90n))
    expect(bumped(fees(801n, 1n), fees(0n, 0n), 10_000n), 'rounded up').to.deep.equal(fees(902n, 2n))
    expect(bumped(fees(800n, 80n), fees(5_000n, 70n), 10_000n), 'to those of now').to.deep.equal(fees(5_000n, 90n))
    expect(bumped(fees(800n, 0n), fees(0n, 0n), 10_000n), 'no tip').to.deep.equal(fees(900n, 0n))
  })
  it('stops at the cap', () => {
    expect(bumped(fees(800n, 80n), fees(5_000n, 70n), 900n), 'just enough room').to.deep.equal(fees(900n, 90n))
    expect(bumped(fees(800n, 80n), fees(5_000n, 70n), 899n), 'no room').to.equal(undefined)
    expect(bumped(fees(900n, 900n), fees(0n, 0n), 10_000n), 'a tip as high as all').to.deep.equal(fees(1_013n, 1_013n))
  })
})
