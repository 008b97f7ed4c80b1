/** Members whose observations no key signed: that they are contracts is proved, whatever an endpoint says that they answered. */
import { expect } from 'chai'
import { createPublicClient, custom, keccak256, type Address, type Hex } from 'viem'
import type { Finding } from '../../../audit/finding.ts'
import { auditMembers } from '../../../audit/prove/members.ts'
import { NO_CODE, type StateReader } from '../../../audit/prove/reader.ts'

const account = (digit: string): Address => `0x${digit.repeat(40)}`
const CONTRACT: Hex = '0x6001'
const DELEGATED: Hex = `0xef0100${'11'.repeat(20)}`
const place = {
  blockNumber: 3n,
  blockHash: NO_CODE,
  timestamp: 5n,
  transactionHash: NO_CODE,
  logIndex: 0,
}

/** What is found of members with this code, where the endpoint says that it is `said`. */
async function found(proved: Hex | undefined, said: Hex): Promise<[string, string][]> {
  let reads = 0
  const reader: StateReader = {
    standing: 'proved',
    read: () => {
      reads++
      return Promise.resolve({ codeHash: proved === undefined ? NO_CODE : keccak256(proved), nonce: 1n, values: [] })
    },
  }
  const client = createPublicClient({ transport: custom({ request: () => Promise.resolve(said) }) })
  const findings: Finding[] = []
  const one = { escrow: account('e'), member: account('a'), place }
  await auditMembers(client, reader, [one, one], 9n, (finding) => findings.push(finding))
  expect(reads, 'proofs for one member').to.equal(1)
  return findings.map(({ grade, rule }) => [grade, rule])
}

describe('audit: members that signed as contracts', () => {
  const fault = (rule: string) => [
    ['fault', rule],
    ['fault', rule],
  ]

  it('should find nothing against contracts', async () => {
    expect(await found(CONTRACT, CONTRACT)).to.deep.equal([])
  })

  it('should find out those that have a key, with or without delegated code', async () => {
    expect(await found(undefined, CONTRACT), 'no code').to.deep.equal(fault('observe'))
    expect(await found(DELEGATED, DELEGATED), 'delegated').to.deep.equal(fault('observe'))
  })

  it('should find out an endpoint that gives another code than is proved', async () => {
    expect(await found(DELEGATED, CONTRACT)).to.deep.equal(fault('proof'))
  })
})
