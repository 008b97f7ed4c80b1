/** Every error that the protocol's own parts declare is thrown and asserted by name in some test. */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { ethers } from './support/escrow.ts'

const PARTS = [
  'IEscrow',
  'IEscrowFactory',
  'Docket',
  'Panel',
  'Pool',
  'TermsRules',
  'IPledgeRouter',
  'IOperatorDirectory',
]

const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
  .join('\n')

describe('errors', () => {
  for (const part of PARTS) {
    it(`should all be asserted: ${part}`, async () => {
      const declared: string[] = []
      const contract = await ethers.getContractAt(part, ethers.ZeroAddress)
      contract.interface.forEachError((error) => declared.push(error.name))
      expect(declared.length, 'errors declared').to.be.greaterThan(0)
      expect(declared.filter((name) => !sources.includes(`'${name}'`))).to.deep.equal([])
    })
  }
})
