/** Escrows with random terms and random lives, as `verify:evm` makes them: nothing is found, and every figure is the contract's. */
import process from 'node:process'
import { expect } from 'chai'
import { bytesToHex } from '@ethereumjs/util'
import { createPublicClient, custom, type EIP1193RequestFn, type PublicClient } from 'viem'
import type { Subject } from '../../../audit/history.ts'
import { termsOfCode } from '../../../sdk/model/escrowAddress.ts'
import { CHAIN_ID, CONTRACTS, GENESIS_TIME, MEMBERS } from '../../assurance/evm/chain.ts'
import { startEdr, type Edr } from '../../assurance/evm/edr.ts'
import { makeSequence } from '../../assurance/evm/sequence.ts'
import { setup } from '../../assurance/evm/setup.ts'
import { sign, type Call, type Nonces } from '../../assurance/evm/transactions.ts'
import { compareState } from '../support/compareState.ts'
import { keep } from '../support/keep.ts'
import { latest, readHistory } from '../support/readHistory.ts'

/** How many lives: more with SEQUENCES=n. */
const SEQUENCES = Number(process.env['SEQUENCES'] ?? 25)
const FIRST = Number(process.env['FIRST'] ?? 0)
const SEED = 6
/** Members whose signatures only a chain can judge. */
const CONTRACT_MEMBERS = new Set(
  MEMBERS.flatMap(({ address }) => (Object.values(CONTRACTS).includes(address) ? [address.toLowerCase()] : [])),
)

describe('audit: the books of random lives', function () {
  this.timeout(60_000 + SEQUENCES * 5_000)
  let edr: Edr
  let client: PublicClient
  const start: Nonces = new Map()
  let now = BigInt(GENESIS_TIME) + 100n
  let snapshot: unknown

  const mine = async (at: bigint, calls: Call[], nonces: Nonces): Promise<void> => {
    const transactions = calls.map((call) => bytesToHex(sign(call, nonces).serialize()))
    await edr.mine(at, transactions)
  }

  before(async () => {
    edr = await startEdr()
    const request = (({ method, params }: { method: string; params?: unknown[] }) =>
      edr.request(method, ...(params ?? []))) as EIP1193RequestFn
    client = createPublicClient({ transport: custom({ request }), cacheTime: 0 })
    for (const calls of setup()) await mine(++now, calls, start)
    snapshot = await edr.snapshot()
  })
  after(() => edr.close())

  it(`${SEQUENCES} of them`, async () => {
    let events = 0
    let asked = 0
    const rules = new Set<string>()
    for (let number = FIRST; number < FIRST + SEQUENCES; number++) {
      const sequence = makeSequence(SEED, number, now + 60n)
      const nonces: Nonces = new Map(start)
      for (const { at, calls } of sequence.steps) await mine(at, calls, nonces)
      const escrow = sequence.escrow as Subject['escrow']
      const terms = termsOfCode((await client.getCode({ address: escrow })) ?? '0x')
      const { factory, implementation } = CONTRACTS
      const subject: Subject = {
        chainId: CHAIN_ID,
        factory,
        implementation,
        escrow,
        terms,
        document: undefined,
        created: undefined,
      }
      const entries = await readHistory(client, subject)
      const { state, findings, queries } = keep(subject, entries, await latest(client))
      const name = `sequence ${number} of seed ${SEED}`
      // The wrapped ether of these lives logs no transfers, which is found once, and no balance is known of it.
      const isMute = terms.asset === CONTRACTS.weth
      const others = findings.filter(
        ({ grade, rule }) => !(grade === 'remark' && ['L1', 'stray'].includes(rule)) && !(isMute && rule === 'token'),
      )
      expect(others, name).to.deep.equal([])
      const least = isMute && state.pledged > 0n ? 1 : 0
      expect(findings.length - others.length, `${name}: the silent token`).to.be.at.least(least)
      for (const { rule } of findings) rules.add(rule)
      for (const { member } of queries)
        expect(CONTRACT_MEMBERS.has(member.toLowerCase()), `${name}: ${member}`).to.equal(true)
      await compareState(client, subject, state, { balance: !isMute })
      events += entries.length
      asked += queries.length
      await edr.revert(snapshot)
      snapshot = await edr.snapshot()
    }
    expect(events, 'events').to.be.above(SEQUENCES * 5)
    if (SEQUENCES >= 25) expect(asked, 'signatures of contracts').to.be.above(0)
    if (SEQUENCES >= 25) expect([...rules], 'what there is to remark on').to.include.members(['L1', 'stray', 'token'])
  })
})
