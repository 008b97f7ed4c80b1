import { expect } from 'chai'
import { hexToString } from 'viem'
import { escrowAddress } from '../../../sdk/model/escrowAddress.ts'
import { encodeOutcome, parseOutcome } from '../../../sdk/model/outcome.ts'
import { isDocumentOf } from '../../../web/data/document.ts'
import { isOfAddress } from '../../../web/views/outcome/isOfAddress.ts'
import { OUTCOME } from '../../sdk/samples.ts'
import { address, TERMS } from './samples.ts'

const ORIGIN = { factory: address(50), implementation: address(51) }

describe('what the page proves by itself', () => {
  it('is that terms belong to an address, to the last field', () => {
    const escrow = escrowAddress(ORIGIN, TERMS)
    expect(isOfAddress(ORIGIN, TERMS, escrow)).to.equal(true)
    expect(isOfAddress(ORIGIN, { ...TERMS, challengeFee: 8n }, escrow), 'another fee').to.equal(false)
    expect(isOfAddress({ ...ORIGIN, factory: address(52) }, TERMS, escrow), 'another factory').to.equal(false)
  })

  it('does not fail on terms that no escrow can have', () => {
    expect(isOfAddress(ORIGIN, { ...TERMS, cap: 2n ** 300n }, address(1))).to.equal(false)
  })

  it('is that a document is the one of the terms, to the last letter', () => {
    const { document, hash } = encodeOutcome(parseOutcome(OUTCOME))
    const text = hexToString(document)
    expect(isDocumentOf(text, hash)).to.equal(true)
    expect(isDocumentOf(`${text} `, hash)).to.equal(false)
  })
})
