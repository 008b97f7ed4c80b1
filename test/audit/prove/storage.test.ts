/** What the events make of storage: each part of each slot, and what the chain holds besides. */
import { expect } from 'chai'
import type { Hex } from 'viem'
import type { Finding } from '../../../audit/finding.ts'
import type { EscrowState } from '../../../audit/model/state.ts'
import { auditStorage } from '../../../audit/prove/escrow.ts'
import type { StateReader } from '../../../audit/prove/reader.ts'
import { storageOf, valueOf, type StorageSlot } from '../../../audit/prove/storage.ts'
import { ask } from '../../oracle/chain/endpoints.ts'
import { auditWith, rules } from './liar.ts'
import { contestLife, CONTEST, Played, proveWorld, unitsLife, type ProveWorld } from './world.ts'
import { viewedState } from './viewedState.ts'

describe('audit: storage', function () {
  this.timeout(120_000)
  let world: ProveWorld
  let p: Played
  let state: EscrowState
  before(async () => {
    world = await proveWorld('EDR')
    p = await Played.create(world)
    for await (const part of unitsLife(p)) if (part === 'broken and collected') break
    state = await viewedState(world.client, p.subject)
  })

  /** Findings where this slot holds this word, and all others what they should. */
  async function judged(slot: StorageSlot, word: bigint, slots: ReadonlyMap<Hex, StorageSlot>): Promise<Finding[]> {
    const reader: StateReader = {
      standing: 'checked',
      read: (_, keys) => {
        const values = keys.map((key) => (key === slot.slot ? word : valueOf(slots.get(key)!)))
        return Promise.resolve({ codeHash: '0x', nonce: 0n, values })
      },
    }
    const findings: Finding[] = []
    await auditStorage(reader, p.subject, state, (finding) => findings.push(finding))
    return findings
  }

  it('covers every slot that the escrow ever wrote, but for allowances and nonces', async () => {
    const written = new Set<string>()
    const { client } = world
    const last = await client.getBlockNumber()
    for (let number = 0n; number <= last; number++) {
      for (const hash of (await client.getBlock({ blockNumber: number })).transactions) {
        const tracer = { method: 'debug_traceTransaction', params: [hash, { disableMemory: true }] }
        const { structLogs } = (await ask(client, tracer)) as { structLogs: { op: string; stack: string[] }[] }
        const { to } = await client.getTransaction({ hash })
        if (to?.toLowerCase() !== p.subject.escrow.toLowerCase()) continue
        // Within calls of the escrow only those of depth 2 (it delegates), the token's are deeper.
        for (const { op, stack, ...at } of structLogs as { op: string; stack: string[]; depth: number }[]) {
          if (op !== 'SSTORE' || at.depth !== 2) continue
          written.add(BigInt(`0x${stack.at(-1)!.replace(/^0x/, '')}`).toString(16))
        }
      }
    }
    expect(written.size, 'slots written').to.be.above(30)
    const covered = new Set([...storageOf(state, p.subject)].map(({ slot }) => BigInt(slot).toString(16)))
    expect(
      [...written].filter((slot) => !covered.has(slot)),
      'slots that are not compared',
    ).to.deep.equal([])
  })

  it('finds a difference in each part of each slot, and in bits that have no meaning', async () => {
    const slots = new Map([...storageOf(state, p.subject)].map((slot) => [slot.slot, slot]))
    expect(slots.size).to.be.above(80)
    for (const slot of slots.values()) {
      const word = valueOf(slot)
      for (const field of slot.fields) {
        for (const bit of [0, field.bits - 1]) {
          const findings = await judged(slot, word ^ (1n << BigInt(field.offset + bit)), slots)
          const rule = field.counts === true ? 'logs' : 'state'
          expect(
            findings.map((one) => [one.rule, one.grade]),
            `${slot.label}, ${field.name}`,
          ).to.deep.equal([[rule, 'fault']])
          expect(findings[0]!.what).to.include(slot.label)
        }
      }
      const used = slot.fields.reduce(
        (bits, { offset, bits: wide }) => bits | (((1n << BigInt(wide)) - 1n) << BigInt(offset)),
        0n,
      )
      const unused = Array.from({ length: 256 }, (_, i) => 1n << BigInt(i)).find((one) => (used & one) === 0n)
      if (unused === undefined) continue
      const findings = await judged(slot, word | unused, slots)
      expect(
        findings.map(({ rule }) => rule),
        `${slot.label}, no field`,
      ).to.deep.equal(['state'])
    }
  })

  it('finds what was changed on the chain itself', async () => {
    const change = async (slot: StorageSlot) => {
      const word = `0x${(valueOf(slot) ^ 1n).toString(16).padStart(64, '0')}`
      await ask(world.client, { method: 'hardhat_setStorageAt', params: [p.subject.escrow, slot.slot, word] })
      await p.pass(1n)
    }
    const slots = [...storageOf(state, p.subject)].filter(({ label }) =>
      /^(shares|money|rank|place 3 of the docket)/.test(label),
    )
    expect(slots.length).to.be.above(4)
    for (const slot of slots) {
      // The state from before: the views show what was changed.
      const query = { escrows: [{ subject: p.subject, state }] }
      await change(slot)
      const { findings } = await auditWith(p, { query })
      await ask(world.client, {
        method: 'hardhat_setStorageAt',
        params: [p.subject.escrow, slot.slot, `0x${valueOf(slot).toString(16).padStart(64, '0')}`],
      })
      await p.pass(1n)
      expect(findings.length, slot.label).to.equal(1)
      expect(findings[0]!.what).to.include(slot.label)
      expect((await auditWith(p, { query })).findings, 'put right').to.deep.equal([])
    }
  })

  it('tells by its counters that claims, observations and settlements are missing from the logs', async () => {
    const last = (one: EscrowState) => one.claims.get(one.docket.at(-1)!)!
    const lacking: Record<string, (one: EscrowState) => void> = {
      'a claim': (one) => {
        one.claims.delete(one.docket.pop()!)
      },
      'a break claim': (one) => {
        const target = [...one.claims.values()].find(({ breaks }) => breaks.length > 0)!
        one.claims.delete(target.breaks.pop()!)
      },
      'an observation': (one) => {
        last(one).observations.pop()
      },
      'a settlement': (one) => {
        one.settled--
      },
    }
    for (const [what, change] of Object.entries(lacking)) {
      const audit = await auditWith(p, { state: change })
      expect(rules(audit), what).to.include('logs')
    }
  })

  it('reads the ranks of a contest', async () => {
    const contest = await Played.create(world, CONTEST)
    for await (const part of contestLife(contest)) expect(part).to.be.a('string')
    const change = (one: EscrowState) => one.ranks.reverse()
    const { findings } = await auditWith(contest, { state: change })
    expect(findings.map(({ what }) => /rank \d: (score|index)/.exec(what)?.[0])).to.deep.equal([
      'rank 1: score',
      'rank 1: index',
      'rank 2: score',
      'rank 2: index',
    ])
    const short = await auditWith(contest, { state: (one) => one.ranks.pop() })
    expect(short.findings.length, 'number and score').to.equal(2)
  })

  it('does without a hash what can be done, and compares with a second endpoint', async () => {
    const change = (one: EscrowState) => (one.held += 1n)
    const audit = await auditWith(p, { state: change, hash: false })
    expect(rules(audit)).to.deep.equal(['S1', 'state'])
    expect(audit.statements.some(({ standing }) => standing === 'proved')).to.equal(false)

    const other = await proveWorld('EDR')
    while ((await other.client.getBlockNumber()) < (await world.client.getBlockNumber())) {
      await ask(other.client, { method: 'evm_mine', params: [] })
    }
    const strange = await auditWith(p, { query: { witness: other.client } })
    expect(rules(strange), 'a witness of another chain').to.deep.equal(['endpoint'])
    const same = await auditWith(p, { query: { witness: world.client } })
    expect(same.findings, 'the same chain').to.deep.equal([])
  })
})
