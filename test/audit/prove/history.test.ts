/** Logs against the receipts that headers prove, and headers against the pinned one. */
import { expect } from 'chai'
import { toHex, type Hex } from 'viem'
import type { PlacedLog } from '../../../sdk/events/checkLogs.ts'
import { ConnectionError } from '../../../sdk/errors/ConnectionError.ts'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { ask } from '../../oracle/chain/endpoints.ts'
import { auditWith, changing, flipped, refusal, rules, type Changed, type Lie } from './liar.ts'
import { collect, pin, Played, proveWorld, unitsLife, type ProveWorld } from './world.ts'

interface Receipt {
  type: Hex
  status: Hex
  cumulativeGasUsed: Hex
  logsBloom: Hex
  transactionHash: Hex
  logs: { address: Hex; topics: Hex[]; data: Hex }[]
}

describe('audit: the history of logs', function () {
  this.timeout(120_000)
  let world: ProveWorld
  let p: Played
  let logs: PlacedLog[]
  before(async () => {
    world = await proveWorld('EDR')
    await mine(130)
    p = await Played.create(world)
    for await (const part of unitsLife(p)) if (part === 'broken and collected') break
    await mine(70)
    const { blocks } = await collect(world.client, p.subject, await pin(world.client))
    logs = [...blocks.values()].flatMap((block) => block.logs)
  })

  /** One by one: behind the blocks that hardhat_mine skips, EDR has a header without a parent. */
  const mine = async (blocks: number) => {
    for (let i = 0; i < blocks; i++) await ask(world.client, { method: 'evm_mine', params: [] })
  }
  const found = async (changed: Changed) => {
    const audit = await auditWith(p, changed)
    return { found: rules(audit), audit, standing: audit.statements[1]!.standing }
  }
  /** Logs whose n-th was changed. */
  const nth = (n: number, change: (log: PlacedLog) => PlacedLog[]) => ({
    logs: (all: PlacedLog[]) => all.flatMap((log, i) => (i === n ? change({ ...log }) : [log])),
  })

  it('proves more blocks than are asked for at once', async () => {
    const { audit, standing } = await found({})
    expect(standing).to.equal('proved')
    expect(audit.findings).to.deep.equal([])
    const blocks = (await world.client.getBlockNumber()) + 1n
    expect(blocks > 200n).to.equal(true)
    expect(audit.statements[1]!.how).to.include(`All ${blocks} headers`).and.include(`${logs.length} collected logs`)
  })

  it('finds each log that was left out, each one by one', async () => {
    for (const [n, log] of logs.entries()) {
      const { audit } = await found(nth(n, () => []))
      const places = audit.findings.map(({ rule, place }) => [rule, place?.blockNumber, place?.logIndex])
      expect(places, `log ${n}`).to.deep.equal([['logs', BigInt(log.blockNumber), Number(log.logIndex)]])
    }
  })

  it('finds logs that were changed, added, moved or attributed to something else', async () => {
    const many = logs.findIndex((log, i) => log.blockNumber === logs[i + 1]?.blockNumber)
    const withData = logs.findIndex(({ data }) => data.length > 66)
    const changes: Record<string, Changed> = {
      data: nth(withData, (log) => [{ ...log, data: flipped(log.data) }]),
      'a topic': nth(many, (log) => [{ ...log, topics: [log.topics[0]!, flipped(log.topics[1]!)] }]),
      'the emitter': nth(many, (log) => [{ ...log, address: flipped(log.address) }]),
      'a log twice': nth(many, (log) => [log, log]),
      'an invented log': nth(many, (log) => [log, { ...log, logIndex: '0x63', data: '0x01' }]),
      'a log of another block': nth(many, (log) => [log, { ...log, blockNumber: '0x3', logIndex: '0x0' }]),
      'another index': nth(many, (log) => [{ ...log, logIndex: toHex(Number(log.logIndex) + 40) }]),
      'the order of a block': {
        logs: (all) => all.map((log, i) => (i === many ? all[many + 1]! : i === many + 1 ? all[many]! : log)),
      },
      'the transaction': nth(many, (log) => [{ ...log, transactionHash: flipped(log.transactionHash) }]),
      'the block hash': nth(many, (log) => [{ ...log, blockHash: flipped(log.blockHash) }]),
    }
    for (const [what, changed] of Object.entries(changes)) {
      // Left to the proof alone: the collector of this test would sort them.
      expect((await found(changed)).found, what).to.include('logs')
    }
    const { audit } = await found(changes['the order of a block']!)
    expect(audit.findings.map(({ what }) => what).join()).to.include('out of order')
  })

  it('finds a wrong time, a wrong hash of a block, and logs of blocks that are not in between', async () => {
    const pinned = await pin(world.client)
    const number = BigInt(logs[5]!.blockNumber)
    for (const change of [{ timestamp: 1n }, { hash: flipped(pinned.hash) }]) {
      const collected = await collect(world.client, p.subject, pinned)
      collected.blocks.set(number, { ...collected.blocks.get(number)!, ...change })
      const { audit } = await found({ query: { collected } })
      expect(audit.findings.map(({ rule, place }) => [rule, place?.blockNumber])).to.deep.equal([['logs', number]])
    }
    const fromBlock = BigInt(logs[3]!.blockNumber)
    expect((await found({ query: { fromBlock } })).found).to.deep.equal(['logs'])
  })

  it('finds each change of a receipt', async () => {
    const changes: Record<string, (receipt: Receipt) => Partial<Receipt>> = {
      status: ({ status }) => ({ status: status === '0x1' ? '0x0' : '0x1' }),
      type: () => ({ type: '0x1' }),
      gas: ({ cumulativeGasUsed }) => ({ cumulativeGasUsed: `${cumulativeGasUsed}0` }),
      bloom: ({ logsBloom }) => ({ logsBloom: flipped(logsBloom) }),
      'no logs': () => ({ logs: [] }),
      'a log less': ({ logs: all }) => ({ logs: all.slice(1) }),
      'a log more': ({ logs: all }) => ({ logs: [...all, all[0]!] }),
      order: ({ logs: all }) => ({ logs: all.toReversed() }),
      data: ({ logs: all }) => ({ logs: all.map((log) => ({ ...log, data: flipped(log.data, 0x20) })) }),
    }
    for (const [what, change] of Object.entries(changes)) {
      const target = logs.find((log, i) => log.blockNumber === logs[i + 1]?.blockNumber && log.data.length === 66)!
      const lie: Lie = async (call, honest) => {
        const answer = await honest()
        const changed = (receipt: Receipt) =>
          receipt.logs[0] !== undefined && receipt.transactionHash === target.transactionHash
            ? { ...receipt, ...change(receipt) }
            : receipt
        if (call.method === 'eth_getBlockReceipts') return (answer as Receipt[]).map(changed)
        return call.method === 'eth_getTransactionReceipt' ? changed(answer as Receipt) : answer
      }
      const { audit, found: names, standing } = await found({ lie })
      expect(names, what).to.deep.equal(['proof'])
      expect(standing, what).to.equal('assumed')
      expect(audit.findings[0]!.place?.blockNumber, what).to.equal(BigInt(target.blockNumber))
    }
  })

  it('reads receipts of a block at once or one by one', async () => {
    const calls = new Map<string, number>()
    const count = (method: string) => calls.set(method, (calls.get(method) ?? 0) + 1)
    const at = async (call: { params: unknown[] }, honest: Parameters<Lie>[1]) => {
      const block = { method: 'eth_getBlockByNumber', params: [call.params[0], false] }
      const { transactions } = (await honest(block)) as { transactions: Hex[] }
      return Promise.all(transactions.map((hash) => honest({ method: 'eth_getTransactionReceipt', params: [hash] })))
    }
    const whole: Lie = (call, honest) => {
      count(call.method)
      return call.method === 'eth_getBlockReceipts' ? at(call, honest) : honest()
    }
    expect((await found({ lie: whole })).standing, 'at once').to.equal('proved')
    expect(calls.get('eth_getTransactionReceipt'), 'at once').to.equal(undefined)
    calls.clear()
    const single: Lie = (call, honest) => {
      count(call.method)
      if (call.method === 'eth_getBlockReceipts') throw refusal(-32_601, 'method not found')
      return honest()
    }
    expect((await found({ lie: single })).standing, 'one by one').to.equal('proved')
    expect(calls.get('eth_getTransactionReceipt')).to.be.above(20)
    expect(calls.get('eth_getBlockReceipts'), 'is not asked again and again').to.be.below(10)
  })

  it('refuses receipts of a type that it does not know', async () => {
    const lie = changing<Receipt>('eth_getTransactionReceipt', (receipt) => ({ ...receipt, type: '0x7e' }))
    const single: Lie = (call, honest) => {
      if (call.method === 'eth_getBlockReceipts') throw refusal(-32_601, 'method not found')
      return lie(call, honest)
    }
    const error: unknown = await found({ lie: single }).catch((reason: unknown) => reason)
    expect(error).to.be.instanceOf(InputError)
    expect(String(error)).to.include('126')
  })

  it('finds a header that the pinned block does not build on', async () => {
    for (const field of ['timestamp', 'receiptsRoot', 'logsBloom', 'parentHash']) {
      const number = toHex(150)
      const lie: Lie = async (call, honest) => {
        const answer = (await honest()) as Record<string, Hex> | null
        if (!call.method.startsWith('eth_getBlockBy') || answer?.['number'] !== number) return answer
        return { ...answer, [field]: flipped(answer[field]!) }
      }
      const { audit, standing } = await found({ lie })
      expect(
        audit.findings.map(({ rule, place }) => [rule, place?.blockNumber]),
        field,
      ).to.deep.equal([['proof', 150n]])
      expect(standing, field).to.equal('assumed')
    }
  })

  it('asks for a block by its hash where the node has changed to another branch, and waits for one that is busy', async () => {
    let asked = 0
    let busy = 3
    const lie: Lie = async (call, honest) => {
      if (call.method === 'eth_getBlockByNumber' && busy-- > 0) throw refusal(429, 'too many requests')
      const answer = (await honest()) as Record<string, Hex>
      if (call.method === 'eth_getBlockByNumber' && call.params[0] === toHex(150)) {
        asked++
        return { ...answer, extraData: '0x01' }
      }
      return answer
    }
    const { standing, audit } = await found({ lie })
    expect(audit.findings).to.deep.equal([])
    expect(standing).to.equal('proved')
    expect(asked).to.equal(1)
    const gone = changing<object | null>('eth_getBlockByNumber', (answer, { params }) =>
      params[0] === toHex(150) ? null : answer,
    )
    expect((await found({ lie: gone })).standing, 'a hole').to.equal('proved')
    const lost: Lie = (call, honest) => {
      if (call.method === 'eth_getBlockByNumber' && call.params[0] === toHex(150)) return null
      if (call.method === 'eth_getBlockByHash' && call.params[0] !== undefined) {
        return honest().then((block) => ((block as { number: Hex }).number === toHex(150) ? null : block))
      }
      return honest()
    }
    expect(await found({ lie: lost }).catch((error: unknown) => error), 'lost').to.be.instanceOf(ConnectionError)
  })
})
