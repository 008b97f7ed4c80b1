/** Every kind of lie of an endpoint about header, proofs and code is found. */
import { expect } from 'chai'
import type { Hex } from 'viem'
import type { Finding } from '../../../audit/finding.ts'
import { auditCode } from '../../../audit/prove/escrow.ts'
import { proveHeader } from '../../../audit/prove/header.ts'
import { provenState } from '../../../audit/prove/reader.ts'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { ConnectionError } from '../../../sdk/errors/ConnectionError.ts'
import { ask } from '../../oracle/chain/endpoints.ts'
import { auditWith, changing, flipped, refusal, rules, type Lie } from './liar.ts'
import { compiled, Played, proveWorld, unitsLife, type ProveWorld } from './world.ts'

interface Proof {
  codeHash: Hex
  storageHash: Hex
  accountProof: Hex[]
  storageProof: { key: Hex; value: Hex; proof: Hex[] }[]
}
type Block = Record<string, Hex | null>

async function thrownBy(doing: Promise<unknown>): Promise<unknown> {
  return doing.then(
    () => undefined,
    (error: unknown) => error,
  )
}

describe('audit: lies about state', function () {
  this.timeout(120_000)
  let world: ProveWorld
  let p: Played
  before(async () => {
    world = await proveWorld('EDR')
    p = await Played.create(world)
    for await (const part of unitsLife(p)) if (part === 'broken and collected') break
  })

  /** Changes the proof of the escrow's storage. */
  const proof = (change: (proof: Proof) => void): Lie =>
    changing<Proof>('eth_getProof', (answer, { params }) => {
      const [address, slots] = params as [string, unknown[]]
      if (address === p.subject.escrow && slots.length > 0) change(answer)
      return answer
    })

  it('finds nothing where nobody lies', async () => {
    expect((await auditWith(p)).findings).to.deep.equal([])
  })

  it('finds each changed field of the header', async () => {
    const { client } = world
    const block = (await ask(client, { method: 'eth_getBlockByNumber', params: ['latest', false] })) as Block
    const beside = ['hash', 'transactions', 'uncles', 'size', 'totalDifficulty', 'withdrawals']
    const fields = Object.keys(block).filter((name) => !beside.includes(name) && typeof block[name] === 'string')
    expect(fields, 'fields of a header of Prague').to.include.members(['stateRoot', 'requestsHash', 'blobGasUsed'])
    for (const field of fields) {
      const lie = changing<Block>('eth_getBlockByHash', (answer) => {
        const value = answer[field]!
        const changed =
          value === '0x' ? '0x01' : value === '0x0' ? '0x1' : value.length % 2 === 0 ? flipped(value) : '0x7'
        return { ...answer, [field]: changed }
      })
      const audit = await auditWith(p, { lie })
      expect(rules(audit), field).to.deep.equal(['proof'])
      expect(audit.statements[0]?.standing, field).to.equal('assumed')
      const gone = changing<Block>('eth_getBlockByHash', (answer) => ({ ...answer, [field]: null }))
      const result = await thrownBy(
        auditWith(p, { lie: gone }).then((one) => expect(rules(one)).to.deep.equal(['proof'])),
      )
      if (result !== undefined) expect(result, `without ${field}`).to.be.instanceOf(ConnectionError)
    }
  })

  it('refuses headers with fields that it does not know', async () => {
    const lie = changing<Block>('eth_getBlockByHash', (answer) => {
      return { ...answer, requestsHash: null, newFieldOfAFork: '0x01' }
    })
    const error = await thrownBy(auditWith(p, { lie }))
    expect(error).to.be.instanceOf(InputError)
    expect(String(error)).to.include('newFieldOfAFork')
  })

  it('says so when the block is unknown, or another than was audited', async () => {
    const hash = flipped((await world.client.getBlock()).hash)
    expect(await thrownBy(auditWith(p, { query: { hash } }))).to.be.instanceOf(ConnectionError)
    const older = (await world.client.getBlock({ blockNumber: 20n })).hash
    const audit = await auditWith(p, { query: { hash: older } })
    expect(audit.findings.filter(({ what }) => /another (number|hash)/.test(what)).length).to.equal(2)
  })

  it('finds each changed, dropped and exchanged node of a proof', async () => {
    const nodes = await new Promise<number[]>((resolve, reject) => {
      const lie = proof(({ accountProof, storageProof }) =>
        resolve([accountProof.length, storageProof.length, storageProof[0]!.proof.length]),
      )
      auditWith(p, { lie }).catch(reject)
    })
    const [account, , storage] = nodes as [number, number, number]
    expect(account).to.be.above(1)
    expect(storage).to.be.above(1)
    const kinds: [string, (nodes: Hex[], at: number) => void][] = [
      ['changed', (list, at) => (list[at] = flipped(list[at]!))],
      ['dropped', (list, at) => list.splice(at, 1)],
      ['replaced', (list, at) => (list[at] = list[(at + 1) % list.length]!)],
    ]
    for (const [kind, change] of kinds) {
      for (let at = 0; at < account; at++) {
        const audit = await auditWith(p, { lie: proof(({ accountProof }) => change(accountProof, at)) })
        expect(rules(audit), `account node ${at} ${kind}`).to.deep.equal(['proof'])
      }
      for (let at = 0; at < storage; at++) {
        // Proofs share their first nodes: all copies of it are changed.
        const lie = proof(({ storageProof }) => {
          const node = storageProof[0]!.proof[at]!
          for (const one of storageProof) {
            const place = one.proof.indexOf(node)
            if (place >= 0) change(one.proof, place)
          }
        })
        const audit = await auditWith(p, { lie })
        const found = rules(audit)
        if (kind === 'replaced' && found.length === 0) continue // the node still stood elsewhere
        expect(found, `storage node ${at} ${kind}`).to.deep.equal(['proof'])
        expect(audit.statements.find(({ what }) => what.includes('storage'))?.standing).to.equal('assumed')
      }
    }
  })

  it('finds values, code and storage that are not those of the proof', async () => {
    const lies: Record<string, (proof: Proof) => void> = {
      'a value': ({ storageProof }) => (storageProof[0]!.value = '0x7'),
      'a value that is not there': ({ storageProof }) =>
        (storageProof.find(({ value }) => BigInt(value) === 0n)!.value = '0x1'),
      'a value kept back': ({ storageProof }) => (storageProof[0]!.value = '0x0'),
      'a proof of absence': ({ storageProof }) => {
        const [there, absent] = [storageProof[0]!, storageProof.find(({ value }) => BigInt(value) === 0n)!]
        const leaf = there.proof.at(-1)
        for (const one of storageProof) one.proof = one.proof.filter((node) => node !== leaf)
        Object.assign(there, { value: '0x0', proof: absent.proof })
      },
      'the code hash': (one) => (one.codeHash = flipped(one.codeHash)),
      'the storage root': (one) => (one.storageHash = flipped(one.storageHash)),
      'an empty account': (one) => (one.accountProof = []),
    }
    for (const [name, change] of Object.entries(lies)) {
      expect(rules(await auditWith(p, { lie: proof(change) })), name).to.deep.equal(['proof'])
    }
    const swapped = proof(({ storageProof }) => storageProof.reverse())
    expect(await thrownBy(auditWith(p, { lie: swapped }))).to.be.instanceOf(ConnectionError)
  })

  it('finds proofs of another account and of an older block', async () => {
    const other = await Played.create(world, { minStep: 2n })
    const lies: Lie[] = [
      (call, honest) => {
        if (call.method !== 'eth_getProof' || call.params[0] !== p.subject.escrow) return honest()
        return honest({ ...call, params: [other.subject.escrow, ...call.params.slice(1)] })
      },
      (call, honest) =>
        call.method === 'eth_getProof'
          ? honest({ ...call, params: [call.params[0], call.params[1], '0x28'] })
          : honest(),
    ]
    for (const lie of lies) {
      const audit = await auditWith(p, { lie })
      expect(rules(audit)).to.deep.equal(['proof'])
      expect(
        audit.statements.filter(({ what }) => /code|storage/.test(what)).map(({ standing }) => standing),
      ).to.include('assumed')
    }
  })

  it('takes fewer slots at once where the endpoint wants that, and waits where it is busy', async () => {
    let busy = 2
    const asked: number[] = []
    const lie: Lie = (call, honest) => {
      if (call.method === 'eth_getProof') {
        asked.push((call.params[1] as unknown[]).length)
        if (asked.at(-1)! > 10) throw refusal(-32_005, 'query returned more than 10 results')
        if (busy-- > 0) throw refusal(429, 'too many requests')
      }
      return honest()
    }
    expect((await auditWith(p, { lie })).findings).to.deep.equal([])
    expect(Math.max(...asked)).to.be.above(10)
    expect(asked.filter((many) => many > 10).length, 'refusals').to.be.below(8)
  })

  it('says what to do where the endpoint gives no proofs, or nonsense', async () => {
    const none: Lie = (call, honest) => {
      if (call.method === 'eth_getProof') throw refusal(-32_601, 'the method eth_getProof does not exist')
      return honest()
    }
    const error = await thrownBy(auditWith(p, { lie: none }))
    expect(error).to.be.instanceOf(ConnectionError)
    expect(String(error)).to.include('without a block hash')
    for (const method of ['eth_getProof', 'eth_getBlockByHash', 'eth_getBlockByNumber', 'eth_call']) {
      for (const answer of [7, 'x', {}, [], '0xzz', true]) {
        const lie = changing(method, () => answer)
        expect(await thrownBy(auditWith(p, { lie })), `${method}: ${JSON.stringify(answer)}`).to.be.instanceOf(
          ConnectionError,
        )
      }
    }
  })

  it('finds code that is not the one of escrow, implementation or factory', async () => {
    const expected = {
      implementation: await compiled('Escrow.sol/Escrow'),
      factory: await compiled('EscrowFactory.sol/EscrowFactory'),
    }
    const { escrow, implementation, factory } = p.subject
    for (const address of [escrow, implementation, factory]) {
      const { client } = world
      const code = (await client.getCode({ address }))!
      await ask(client, { method: 'hardhat_setCode', params: [address, flipped(code)] })
      const subject = p.subject
      const findings = (await auditCodeOnly(subject, expected)).filter(({ subject: at }) => at === address)
      expect(
        findings.map(({ rule }) => rule),
        address,
      ).to.deep.equal(['T1'])
      await ask(client, { method: 'hardhat_setCode', params: [address, code] })
      expect(await auditCodeOnly(subject, expected), 'put right').to.deep.equal([])
    }
  })

  async function auditCodeOnly(subject: Played['subject'], expected: Parameters<typeof auditCode>[2]) {
    await p.pass(1n)
    const findings: Finding[] = []
    const note = (finding: Finding) => findings.push(finding)
    const header = await proveHeader(world.client, (await world.client.getBlock()).hash, note)
    await auditCode(provenState(world.client, header!), subject, expected, note)
    return findings
  }
})
