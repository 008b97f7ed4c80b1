/** An RPC provider, the first of those configured, that wants wrong measurements, gas for nothing, or silence. */
import { expect } from 'chai'
import { numberToHex, toFunctionSelector } from 'viem'
import { observe } from '../../../oracle/observe/observe.ts'
import { finishTransactions } from '../../../oracle/submit/finishTransactions.ts'
import { capOf } from '../../../oracle/submit/fees.ts'
import { readSends } from '../../../oracle/submit/sends.ts'
import { settleDue } from '../../../oracle/submit/settleDue.ts'
import { submit } from '../../../oracle/submit/submit.ts'
import { transact } from '../../../oracle/submit/transactions.ts'
import { readRandomBlock } from '../../../oracle/verifiers/randomness.ts'
import { fakeEndpoint, fakeHash, honestly, open, type Behave, type FakeEndpoint } from '../chain/endpoints.ts'
import { learn, signAs, signClaim } from '../panel.ts'
import { sendTo } from '../submit/places.ts'
import { oracleWorld, type OracleWorld, type TestOperator } from '../world.ts'

const SETTLE = toFunctionSelector('settle(uint256)')
const on =
  (method: string, answer: unknown): Behave =>
  async (call, honest) =>
    call.method === method ? answer : honest()

describe('oracle: a provider that lies', function () {
  this.timeout(120_000)
  let world: OracleWorld
  let endpoints: FakeEndpoint[]
  let operator: TestOperator

  before(async () => {
    world = await oracleWorld(3, 2)
    endpoints = await Promise.all([0, 1, 2].map(() => fakeEndpoint(world.sdk.client)))
  })
  beforeEach(async () => {
    for (const endpoint of endpoints) endpoint.behave = honestly
    operator = await by(2)
  })
  after(async () => {
    await Promise.all(endpoints.map((endpoint) => endpoint.stop()))
    await world.stop()
  })
  const by = async (count: number): Promise<TestOperator> => {
    const urls = endpoints.slice(0, count).map(({ url }) => url)
    return { ...(await world.operator(1)), chain: (await open(urls, 0, undefined, 5_000)).chain }
  }
  let made = 0n
  const wanted = (purpose: string) => ({ purpose, ...sendTo(world.sdk.token, ++made) })
  const rows = async () => operator.store.selectFrom('transactions').selectAll().orderBy('nonce').execute()
  const nonce = () => world.sdk.client.getTransactionCount({ address: operator.gas.address })

  it('does not choose the randomness of a claim', async () => {
    const number = (await world.sdk.client.getBlock()).number - 1n
    const { hash, mixHash } = await world.sdk.client.getBlock({ blockNumber: number })
    operator = await by(3)
    endpoints[0]!.behave = async ({ method, params }, honest) => {
      const block = (await honest()) as Record<string, string>
      return method === 'eth_getBlockByNumber' && params[0] === numberToHex(number)
        ? { ...block, mixHash: fakeHash }
        : block
    }
    const read = await readRandomBlock(operator.chain, number, number + 1n)
    expect([read?.hash, read?.mixHash], 'block').to.deep.equal([hash, mixHash])
  })

  it('does not have a transaction counted as done by a receipt that it makes up', async () => {
    endpoints[0]!.behave = async ({ method, params }, honest) => {
      if (method === 'eth_sendRawTransaction') return fakeHash
      if (method !== 'eth_getTransactionReceipt') return honest()
      const blockNumber = numberToHex((await world.sdk.client.getBlock()).number)
      const [transactionHash] = params
      const who = operator.gas.address
      const rest = { blockHash: fakeHash, blockNumber, from: who, to: who, transactionHash, transactionIndex: '0x0' }
      return {
        ...rest,
        status: '0x1',
        type: '0x2',
        logs: [],
        gasUsed: '0x1',
        cumulativeGasUsed: '0x1',
        contractAddress: null,
      }
    }
    const dropped = endpoints[1]!
    dropped.behave = on('eth_sendRawTransaction', fakeHash)
    await transact(operator, wanted('a'))
    await finishTransactions(operator)
    expect(
      (await rows()).map(({ state, hash }) => [state, hash]),
      'made up',
    ).to.deep.equal([['signed', null]])
    dropped.behave = honestly
    operator.clock.at += 61_000
    await finishTransactions(operator)
    endpoints[0]!.behave = honestly
    await finishTransactions(operator)
    expect(
      (await rows()).map(({ state }) => state),
      'in truth',
    ).to.deep.equal(['included'])
  })

  it('does not keep a transaction back alone', async () => {
    const before = await nonce()
    endpoints[0]!.behave = on('eth_sendRawTransaction', fakeHash)
    await transact(operator, wanted('b'))
    await finishTransactions(operator)
    expect(await nonce(), 'used').to.equal(before + 1)
  })

  it('does not tear a gap into the nonces of the account', async () => {
    const before = await nonce()
    endpoints[0]!.behave = on('eth_getTransactionCount', '0xffffff')
    await transact(operator, wanted('c'))
    expect(
      (await rows()).map((row) => row.nonce),
      'nonces',
    ).to.deep.equal([before])
    endpoints[0]!.behave = honestly
    await finishTransactions(operator)
    expect(
      (await rows()).map(({ state }) => state),
      'end',
    ).to.deep.equal(['included'])
  })

  it('does not have a gap filled that it made up when it was the only one', async () => {
    operator = await by(1)
    endpoints[0]!.behave = on('eth_getTransactionCount', '0xffffff')
    await transact(operator, wanted('d'))
    endpoints[0]!.behave = honestly
    const before = await nonce()
    for (let round = 0; round < 4; round++) {
      operator.clock.at += 121_000
      await finishTransactions(operator)
    }
    expect(await nonce(), 'paid for nothing').to.equal(before)
  })

  it('does not raise the tip above a tenth of the cap', async () => {
    endpoints[0]!.behave = on('eth_maxPriorityFeePerGas', numberToHex(10n ** 30n))
    await transact(operator, wanted('e'))
    const [row] = await rows()
    const [send] = readSends(row!.sends)
    expect(send!.maxPriorityFeePerGas, 'tip').to.equal(capOf(operator.config.gas.mostGwei) / 10n)
    expect(send!.maxFeePerGas <= capOf(operator.config.gas.mostGwei), 'whole fee').to.equal(true)
    await finishTransactions(operator)
  })

  for (const gas of [0n, 30_000_000n]) {
    it(`does not block the queue by an estimate of ${gas}`, async () => {
      endpoints[0]!.behave = on('eth_estimateGas', numberToHex(gas))
      await transact(operator, wanted(`f ${gas}`))
      await finishTransactions(operator)
      const [row] = await rows()
      expect(row!.state, 'state').to.equal('included')
      expect(BigInt(row!.gas) <= 2n ** 24n, 'limit').to.equal(true)
    })
  }

  it('has a transaction mended that no node takes, since it was to have too little gas', async () => {
    await transact(operator, { ...wanted('g'), gas: 0n })
    await finishTransactions(operator)
    expect(
      (await rows()).map(({ state }) => state),
      'refused',
    ).to.deep.equal(['signed'])
    operator.clock.at += 61_000
    await finishTransactions(operator)
    await finishTransactions(operator)
    expect(
      (await rows()).map(({ state }) => state),
      'mended',
    ).to.deep.equal(['included'])
  })

  const LIES: [string, number, Behave][] = [
    ['says nothing of a claim', 2, on('eth_call', '0x')],
    [
      'says that it is too late',
      3,
      async ({ method, params }, honest) => {
        const answer = (await honest()) as object
        return method === 'eth_getBlockByNumber' && params[0] === 'latest'
          ? { ...answer, timestamp: '0xffffffff' }
          : answer
      },
    ],
  ]
  for (const [what, count, behave] of LIES) {
    it(`does not silence an observation where it ${what}`, async () => {
      operator = await by(count)
      const claim = await world.claim()
      await signClaim(world, operator, 1, claim)
      await learn(world, operator, await signAs(world, 0, claim, 10n))
      await learn(world, operator, await signAs(world, 2, claim, 10n))
      operator.clock.at += 600_000
      endpoints[0]!.behave = behave
      await submit(operator)
      const sent = (await rows()).filter(({ purpose }) => purpose.startsWith('observe '))
      expect(
        sent.map(({ to }) => to),
        'sent',
      ).to.deep.equal([world.escrow])
      endpoints[0]!.behave = honestly
      await finishTransactions(operator)
    })
  }

  it('does not have anything paid for that it alone says is due', async () => {
    await world.claim()
    await observe(operator)
    const due = async () => {
      operator.clock.at += 601_000
      return settleDue(operator)
    }
    endpoints[0]!.behave = async ({ method, params }, honest) => {
      const [call] = params as [{ data?: string }]
      // settle(50) would settle one.
      return method === 'eth_call' && call.data?.startsWith(SETTLE) === true ? numberToHex(1n, { size: 32 }) : honest()
    }
    for (let round = 0; round < 3; round++) expect(await due(), `round ${round}`).to.equal(false)
    expect(await rows(), 'transactions').to.deep.equal([])
  })
})
