import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { Transaction } from 'ethers'
import { type Address, type Hex } from 'viem'
import { escrowAbi } from '../../sdk/abi/escrow.ts'
import { cliWorld, escrowByCli, json, resultOf, startCli, type CliWorld } from './cli.ts'
import { forward, never, rpcServer, type Call, type Endpoint } from './proxy.ts'
import { UNIT } from '../sdk/world.ts'

const FUNDER = 0
const DEPOSIT = '0x6e553f65'

describe('lodestone: a command that is interrupted never pays twice', function () {
  this.timeout(300_000)
  let w: CliWorld
  let escrow: Address
  let proxy: Endpoint | undefined

  before(async () => {
    w = await cliWorld()
    escrow = await escrowByCli(w)
  })
  afterEach(async () => {
    await proxy?.stop()
    proxy = undefined
  })
  after(() => w.stop())

  const pledgedNow = () => w.client.readContract({ address: escrow, abi: escrowAbi, functionName: 'pledged' })
  const pledge = (amount: string, ...more: string[]) => ['pledge', escrow, amount, '--json', ...w.settings, ...more]
  const isDeposit = ({ method, params }: Call) =>
    method === 'eth_sendRawTransaction' && Transaction.from(params[0] as string).data.startsWith(DEPOSIT)
  /** Runs a pledge through an endpoint that behaves like `deposit` when the deposit is broadcast, and kills it right then. */
  const killAtDeposit = (amount: string, deposit: (call: Call) => Promise<unknown>): Promise<Hex> =>
    killCommandAtDeposit(pledge(amount), deposit)
  const killCommandAtDeposit = async (command: string[], deposit: (call: Call) => Promise<unknown>): Promise<Hex> => {
    let seen: (raw: Hex) => void
    const broadcast = new Promise<Hex>((resolve) => (seen = resolve))
    proxy = await rpcServer(async (call) => {
      if (!isDeposit(call)) return forward(w.rpc, call)
      await deposit(call)
      seen(call.params[0] as Hex)
      return never()
    })
    const child = startCli(w.environment(FUNDER), [...command, '--rpc', proxy.url])
    const raw = await broadcast
    child.kill('SIGKILL')
    await once(child, 'exit')
    return Transaction.from(raw).hash as Hex
  }
  const journalFiles = async () => {
    const names = await readdir(join(w.directory, 'journal'), { recursive: true })
    return names.filter((name) => name.endsWith('.json'))
  }

  it('killed after the broadcast: the rerun reports that transaction and sends none', async () => {
    const before = await pledgedNow()
    const hash = await killAtDeposit('10 TUSD', (call) => forward(w.rpc, call))
    expect((await pledgedNow()) - before, 'the killed command had pledged').to.equal(10n * UNIT)
    const { transaction, pledges } = json(await w.lodestone(FUNDER, ...pledge('10 TUSD')))
    const [{ pledged } = { pledged: '' }] = pledges as { pledged: string }[]
    expect([(transaction as { hash: Hex }).hash, pledged], 'what the rerun reports').to.deep.equal([hash, '10000000'])
    expect((await pledgedNow()) - before, 'one pledge on chain').to.equal(10n * UNIT)
    json(await w.lodestone(FUNDER, ...pledge('10 TUSD')))
    expect((await pledgedNow()) - before, 'the next one is meant').to.equal(20n * UNIT)
  })

  it('killed before the broadcast: the rerun sends that very transaction', async () => {
    const before = await pledgedNow()
    const hash = await killAtDeposit('11 TUSD', async () => undefined)
    expect((await pledgedNow()) - before, 'nothing has arrived').to.equal(0n)
    const { transaction } = json(await w.lodestone(FUNDER, ...pledge('11 TUSD')))
    expect((transaction as { hash: Hex }).hash, 'the transaction that was written down').to.equal(hash)
    expect((await pledgedNow()) - before, 'one pledge on chain').to.equal(11n * UNIT)
  })

  it('a file that was changed since makes another command: what it says now is not reported as done', async () => {
    const before = await pledgedNow()
    const write = (amount: string) => w.write('pledges.json', [{ escrow, amount }])
    const batch = ['pledge', '--batch', await write('20 TUSD'), '--json', ...w.settings]
    const hash = await killCommandAtDeposit(batch, (call) => forward(w.rpc, call))
    expect((await pledgedNow()) - before, 'the killed command had pledged').to.equal(20n * UNIT)
    await write('21 TUSD')
    const { transaction } = json(await w.lodestone(FUNDER, ...batch))
    expect((transaction as { hash: Hex }).hash, 'a transaction of its own').to.not.equal(hash)
    expect((await pledgedNow()) - before, 'both files on chain').to.equal(41n * UNIT)
    await write('20 TUSD')
    const again = json(await w.lodestone(FUNDER, ...batch))['transaction']
    expect((again as { hash: Hex }).hash, 'what was interrupted').to.equal(hash)
    expect((await pledgedNow()) - before, 'and none more').to.equal(41n * UNIT)
  })

  it('another command first brings to its end what was interrupted, and says so', async () => {
    const before = await pledgedNow()
    const hash = await killAtDeposit('12 TUSD', async () => undefined)
    const other = await w.lodestone(FUNDER, 'pledge', escrow, '1 TUSD')
    expect([other.code, other.err.includes(hash)], `told; ${other.err}`).to.deep.equal([0, true])
    expect((await pledgedNow()) - before, 'both pledges on chain').to.equal(13n * UNIT)
    const { transaction } = json(await w.lodestone(FUNDER, ...pledge('12 TUSD')))
    expect((transaction as { hash: Hex }).hash, 'its own rerun still reports it').to.equal(hash)
    expect((await pledgedNow()) - before, 'and sends none').to.equal(13n * UNIT)
  })

  it('exits with 75 while the transaction is pending, and goes on from there', async () => {
    const before = await pledgedNow()
    json(await w.lodestone(FUNDER, ...pledge('13 TUSD', '--dry-run')))
    await w.test.setAutomine(false)
    // The approval is pending first.
    const first = await w.lodestone(FUNDER, ...pledge('13 TUSD', '--wait', '1'))
    expect(first.code, first.err).to.equal(75)
    expect(JSON.parse(first.err), 'the error').to.have.property('error', 'StillPending')
    await w.test.setAutomine(true)
    await w.test.mine({ blocks: 1 })
    json(await w.lodestone(FUNDER, ...pledge('13 TUSD')))
    expect((await pledgedNow()) - before, 'one pledge on chain').to.equal(13n * UNIT)
  })

  it('gives way when another transaction takes the nonce', async () => {
    const before = await pledgedNow()
    await killAtDeposit('14 TUSD', async () => undefined)
    // The person uses the same account in another wallet meanwhile.
    const to = w.accounts[9]!.address
    await forward(w.rpc, {
      method: 'eth_sendTransaction',
      params: [{ from: w.accounts[FUNDER]!.address, to, value: '0x1' }],
    })
    json(await w.lodestone(FUNDER, ...pledge('14 TUSD')))
    expect((await pledgedNow()) - before, 'one pledge on chain').to.equal(14n * UNIT)
  })

  it('believes no endpoint that another transaction took the nonce unless it is signed', async () => {
    const before = await pledgedNow()
    const hash = await killAtDeposit('19 TUSD', async () => undefined)
    await proxy?.stop()
    const from = w.accounts[FUNDER]!.address
    const nonce = await w.client.getTransactionCount({ address: from })
    const taken = (block: object) => {
      const fees = { gas: '0x5208', gasPrice: '0x1', maxFeePerGas: '0x1', maxPriorityFeePerGas: '0x1', accessList: [] }
      const signature = { r: `0x${'1'.repeat(64)}`, s: `0x${'2'.repeat(64)}`, v: '0x0', yParity: '0x0' }
      const place = { hash: `0x${'3'.repeat(64)}`, blockHash: null, blockNumber: null, transactionIndex: null }
      const call = {
        type: '0x2',
        chainId: '0x7a69',
        from,
        to: from,
        value: '0x1',
        input: '0x',
        nonce: `0x${nonce.toString(16)}`,
      }
      return { ...block, transactions: [{ ...fees, ...signature, ...place, ...call }] }
    }
    let sent = 0
    proxy = await rpcServer(async (call) => {
      if (call.method === 'eth_getTransactionCount') return `0x${(nonce + 1).toString(16)}`
      if (call.method === 'eth_sendRawTransaction') {
        sent++
        return hash
      }
      const answer = await forward(w.rpc, call)
      return call.method === 'eth_getBlockByNumber' && call.params[1] === true ? taken(answer as object) : answer
    })
    const lied = await resultOf(startCli(w.environment(FUNDER), pledge('19 TUSD', '--rpc', proxy.url, '--wait', '1')))
    expect([lied.code, sent], lied.err).to.deep.equal([75, 1])
    const { transaction } = json(await w.lodestone(FUNDER, ...pledge('19 TUSD')))
    expect((transaction as { hash: Hex }).hash, 'the transaction that was written down').to.equal(hash)
    expect((await pledgedNow()) - before, 'one pledge on chain').to.equal(19n * UNIT)
  })

  it('signs no higher fees than it has shown, whatever the endpoint says later', async () => {
    const before = await pledgedNow()
    const [honest, greedy] = [10n ** 9n, 10n ** 15n]
    const raws: string[] = []
    proxy = await rpcServer(async (call) => {
      if (call.method === 'eth_maxPriorityFeePerGas') return `0x${(raws.length === 0 ? honest : greedy).toString(16)}`
      if (call.method === 'eth_sendRawTransaction') raws.push(call.params[0] as string)
      return forward(w.rpc, call)
    })
    const { baseFeePerGas } = await w.client.getBlock()
    json(await resultOf(startCli(w.environment(FUNDER), pledge('18 TUSD', '--rpc', proxy.url))))
    expect((await pledgedNow()) - before, 'pledged').to.equal(18n * UNIT)
    expect(raws.length, 'an approval and a deposit').to.equal(2)
    for (const raw of raws) {
      const { maxFeePerGas, maxPriorityFeePerGas } = Transaction.from(raw)
      expect(maxFeePerGas! <= honest + 2n * baseFeePerGas!, `${maxFeePerGas}`).to.equal(true)
      expect(maxPriorityFeePerGas! <= maxFeePerGas!, `${maxPriorityFeePerGas}`).to.equal(true)
    }
  })

  it('two processes with one account take turns', async () => {
    const before = await pledgedNow()
    const run = (amount: string) => resultOf(startCli(w.environment(FUNDER), pledge(amount)))
    for (const result of await Promise.all([run('15 TUSD'), run('16 TUSD')])) json(result)
    expect((await pledgedNow()) - before, 'both pledges').to.equal(31n * UNIT)
  })

  it('keeps what is over apart, and no key in any file', async () => {
    const files = await journalFiles()
    expect(
      files.filter((name) => !name.includes('over')),
      'left open',
    ).to.deep.equal([])
    expect(files.length, 'all that was sent').to.be.above(10)
    for (const name of files) {
      expect(await readFile(join(w.directory, 'journal', name), 'utf8')).to.not.include(w.keyOf(FUNDER).slice(2))
    }
  })
})
