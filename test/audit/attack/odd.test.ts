/** Honest escrows to which odd things happen: no more is said of them than a remark. And tokens that turn: it is said whose fault it is. */
import { expect } from 'chai'
import {
  encodeDeployData,
  encodeFunctionData,
  getAddress,
  maxUint256,
  parseAbi,
  parseSignature,
  toHex,
  zeroAddress,
  type Abi,
  type Address,
  type Hex,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { audit, type AuditOptions } from '../../../audit/audit.ts'
import { escrowAbi } from '../../../sdk/abi/escrow.ts'
import { escrowAddress } from '../../../sdk/model/escrowAddress.ts'
import { readArtifact, UNIT } from '../../sdk/world.ts'
import { Life } from '../frauds/life.ts'
import { openStage, type Contracts, type Stage } from '../frauds/stage.ts'
import { liar, refusal } from '../prove/liar.ts'

const tokenAbi = parseAbi([
  'function mint(address to, uint256 amount)',
  'function transfer(address to, uint256 amount)',
  'function approve(address spender, uint256 amount)',
  'function register(address hook)',
  'function arm(address victim, bytes[] calls)',
  'struct BatchedCall { address target; bytes data; }',
  'function run(BatchedCall[] calls) returns (uint256)',
])
const KEY: Hex = `0x${'42'.repeat(32)}`
const keyed = privateKeyToAccount(KEY)
const helper = privateKeyToAccount(`0x${'43'.repeat(32)}`)

describe('audit: odd but honest', function () {
  this.timeout(120_000)
  let stage: Stage
  let contracts: Contracts

  before(async () => {
    stage = await openStage()
  })
  beforeEach(async () => {
    contracts = await stage.honest()
  })
  after(() => stage.close())

  const data = (functionName: string, args: unknown[], abi: Abi = tokenAbi) =>
    encodeFunctionData({ abi, functionName, args } as never)
  const shares = (functionName: string, args: unknown[]) => data(functionName, args, escrowAbi as Abi)
  /** Sends a call a second after the last one; throws where it reverts. */
  const send = async (life: Life, from: Address, to: Address | undefined, input: Hex) => {
    await stage.request('evm_setNextBlockTimestamp', Number(++life.now))
    const call = { from, data: input, gas: toHex(12_000_000), ...(to === undefined ? {} : { to }) }
    return (await stage.request('eth_sendTransaction', call)) as Hex
  }
  const deploy = async (life: Life, name: string, args: unknown[] = []): Promise<Address> => {
    const artifact: { abi: Abi; bytecode: Hex } = await readArtifact(name)
    const hash = await send(life, stage.accounts[19]!, undefined, encodeDeployData({ ...artifact, args }))
    return getAddress((await stage.client.getTransactionReceipt({ hash })).contractAddress!)
  }
  const findings = async (options: Partial<AuditOptions> = {}) => {
    const { hash } = await stage.client.getBlock()
    const { factory, implementation, block } = contracts
    const origin = { factory, implementation }
    const found: string[] = []
    for (const history of [true, false]) {
      const pin = { hash }
      const result = await audit({ client: stage.client, origin, fromBlock: block + 1n, pin, history, ...options })
      for (const { grade, rule, what } of result.findings) if (rule !== 'risk') found.push(`${grade} ${rule}: ${what}`)
    }
    return [...new Set(found)]
  }
  const grave = async (options: Partial<AuditOptions> = {}) =>
    (await findings(options)).filter((one) => !one.startsWith('remark'))

  it('should remark on tokens that were there before the escrow, and before the first block read', async () => {
    const life = new Life(stage, contracts, {})
    const address = escrowAddress({ factory: contracts.factory, implementation: contracts.implementation }, life.terms)
    await send(life, life.of('stranger'), contracts.token, data('transfer', [address, 3n * UNIT]))
    const before = await stage.client.getBlockNumber()
    await life.create()
    expect(life.escrow).to.equal(address)
    await life.pledge()
    expect(
      (await findings()).map((one) => one.slice(0, 20)),
      'all read',
    ).to.deep.equal(['remark stray: Tokens'])
    const late = await findings({ fromBlock: before + 1n })
    expect(
      late.map((one) => one.slice(0, 20)),
      'from the creation on',
    ).to.deep.equal(['remark stray: Tokens'])
  })

  it('should take permits that others send, and allowances that are used in parts', async () => {
    const life = new Life(stage, contracts, {})
    await life.create()
    await send(life, life.of('funder'), contracts.token, data('transfer', [keyed.address, 100n * UNIT]))
    await life.call('funder', 'deposit', [90n * UNIT, keyed.address])
    for (const nonce of [0n, 1n]) {
      const message = {
        owner: keyed.address,
        spender: life.of('rival'),
        value: 60n * UNIT,
        nonce,
        deadline: maxUint256,
      }
      const signature = await keyed.signTypedData({
        domain: { name: 'Lodestone', version: '1', chainId: 31_337, verifyingContract: life.escrow },
        types: {
          Permit: ['owner address', 'spender address', 'value uint256', 'nonce uint256', 'deadline uint256'].map(
            (one) => {
              const [name = '', type = ''] = one.split(' ')
              return { name, type }
            },
          ),
        },
        primaryType: 'Permit',
        message,
      })
      const { r, s, v } = parseSignature(signature)
      const permit = shares('permit', [keyed.address, life.of('rival'), 60n * UNIT, maxUint256, Number(v), r, s])
      const caller = await deploy(life, 'mocks/BatchCaller.sol/BatchCaller')
      // Straight, then in another contract's call.
      if (nonce === 0n) await send(life, life.of('stranger'), life.escrow, permit)
      else await send(life, life.of('stranger'), caller, data('run', [[{ target: life.escrow, data: permit }]]))
    }
    for (const [to, amount] of [
      [life.of('rival'), 20n],
      [keyed.address, 5n],
      [life.of('second'), 35n],
    ] as const) {
      await life.call('rival', 'transferFrom', [keyed.address, to, amount * UNIT])
    }
    await life.call('rival', 'transfer', [life.of('rival'), 7n * UNIT])
    await life.call('rival', 'transfer', [life.of('rival'), 0n])
    await life.call('stranger', 'transferFrom', [keyed.address, life.of('stranger'), 0n])
    life.after(life.terms.pledgeBy)
    await life.call('rival', 'approve', [life.of('stranger'), maxUint256])
    for (const part of [3n, 4n]) {
      await life.call('stranger', 'redeem', [part * UNIT, life.of('stranger'), life.of('rival')])
    }
    await life.call('second', 'approve', [life.of('stranger'), 30n * UNIT])
    for (const part of [10n, 20n]) {
      await life.call('stranger', 'withdraw', [part * UNIT, life.of('second'), life.of('second')])
    }
    await life.call('stranger', 'redeem', [0n, life.of('stranger'), life.of('second')])
    expect(await grave()).to.deep.equal([])
  })

  it('should keep the books of an escrow whose asset is the shares of another', async () => {
    const inner = new Life(stage, contracts, {})
    await inner.create()
    await inner.pledge(500n * UNIT)
    const outer = new Life(stage, { ...contracts, token: inner.escrow }, { claimFee: 0n })
    outer.after(inner.now)
    await outer.create()
    await outer.pledge(200n * UNIT)
    await send(outer, outer.of('funder'), inner.escrow, shares('deposit', [5n * UNIT, outer.escrow]))
    await outer.settled(10n)
    await outer.collect('payee')
    await send(outer, outer.of('payee'), inner.escrow, shares('transfer', [inner.escrow, 1n]))
    outer.after(outer.terms.claimBy)
    await outer.call('funder', 'redeem', [50n * UNIT, outer.escrow, outer.of('funder')])
    expect(await grave()).to.deep.equal([])
  })

  it('should follow accounts that take code for one transaction (EIP-7702)', async () => {
    const life = new Life(stage, contracts, {})
    await life.create()
    const batch = await deploy(life, 'mocks/BatchCaller.sol/BatchCaller')
    await stage.request('hardhat_setBalance', keyed.address, toHex(10n ** 20n))
    await send(life, life.of('funder'), contracts.token, data('transfer', [keyed.address, 100n * UNIT]))
    const nonce = await stage.client.getTransactionCount({ address: keyed.address })
    const calls = [
      { target: contracts.token, data: data('approve', [life.escrow, maxUint256]) },
      { target: life.escrow, data: shares('deposit', [90n * UNIT, life.of('rival')]) },
      { target: life.escrow, data: shares('deposit', [9n * UNIT, keyed.address]) },
      { target: life.escrow, data: shares('approve', [life.of('rival'), 5n]) },
      { target: life.escrow, data: shares('transfer', [life.of('rival'), 3n]) },
    ]
    await stage.request('hardhat_setBalance', helper.address, toHex(10n ** 20n))
    const signed = async (sender: typeof keyed, address: Address, at: number, more: { nonce: number; data?: Hex }) => {
      const authorization = await keyed.signAuthorization({ chainId: 31_337, address, nonce: at })
      const fees = { maxFeePerGas: 10n ** 11n, maxPriorityFeePerGas: more.data === undefined ? 1n : 10n ** 9n }
      const whole = { chainId: 31_337, gas: 3_000_000n, to: keyed.address, authorizationList: [authorization] }
      return sender.signTransaction({ ...whole, ...fees, ...more, type: 'eip7702' })
    }
    // Given code and taken away again within one block.
    await stage.request('evm_setAutomine', false)
    const given = await signed(keyed, batch, nonce + 1, { nonce, data: data('run', [calls]) })
    const taken = await signed(helper, zeroAddress, nonce + 2, { nonce: 0 })
    for (const one of [given, taken]) await stage.request('eth_sendRawTransaction', one)
    await stage.request('evm_setNextBlockTimestamp', Number(++life.now))
    await stage.request('evm_mine')
    await stage.request('evm_setAutomine', true)
    expect(await stage.client.getCode({ address: keyed.address }), 'code').to.equal(undefined)
    const { number } = await stage.client.getBlock()
    const logs = await stage.client.getLogs({ address: life.escrow, fromBlock: number, toBlock: number })
    expect(logs.length, 'logs of the escrow').to.equal(6)
    const found = await findings()
    expect(found.filter((one) => !one.startsWith('remark'))).to.deep.equal([])
    expect(
      found.some((one) => one.includes('cannot be told')),
      'a remark',
    ).to.equal(true)
  })

  it('should follow what the hooks of a token do with shares', async () => {
    const probe = new Life(stage, contracts, {})
    const token = await deploy(probe, 'mocks/tokens/HookToken.sol/HookToken')
    const life = new Life(stage, { ...contracts, token }, {})
    life.after(probe.now)
    for (const role of ['funder', 'second', 'solver', 'rival'] as const) {
      await send(life, life.of('stranger'), token, data('mint', [life.of(role), 10_000n * UNIT]))
    }
    await life.create()
    const hook = await deploy(life, 'mocks/tokens/HookActor.sol/HookActor')
    await life.pledge(100n * UNIT)
    await life.call('funder', 'transfer', [hook, 20n * UNIT])
    await life.call('funder', 'approve', [hook, maxUint256])
    const calls = [
      shares('transfer', [life.of('rival'), 1n]),
      shares('transferFrom', [life.of('funder'), life.of('rival'), 2n]),
      shares('approve', [life.of('rival'), 3n]),
      shares('deposit', [1n, hook]),
    ]
    await send(life, life.of('stranger'), hook, data('arm', [life.escrow, calls]))
    await send(life, life.of('funder'), token, data('register', [hook]))
    await life.pledge(200n * UNIT)
    await life.pledge(50n * UNIT, 'second')
    await life.settled(10n)
    await life.collect('payee')
    life.after(life.terms.claimBy)
    await life.call('funder', 'redeem', [10n * UNIT, life.of('funder'), life.of('funder')])
    expect(await grave()).to.deep.equal([])
  })

  it('should leave open who acted where an endpoint keeps no old states', async () => {
    const life = new Life(stage, contracts, {})
    await life.create()
    const batch = await deploy(life, 'mocks/BatchCaller.sol/BatchCaller')
    await life.call('funder', 'deposit', [90n * UNIT, batch])
    const moved = { target: life.escrow, data: shares('transfer', [life.of('rival'), 3n]) }
    await send(life, life.of('stranger'), batch, data('run', [[moved]]))
    const { number } = await stage.client.getBlock()
    await stage.request('hardhat_mine', toHex(3))
    const old = ['eth_getProof', 'eth_getCode', 'eth_getTransactionCount']
    const client = liar(stage.client, ({ method, params }, honest) => {
      const block = params.at(-1)
      if (!old.includes(method) || typeof block !== 'string' || BigInt(block) > number) return honest()
      throw refusal(-32_000, 'missing trie node')
    })
    expect(await findings({ client })).to.deep.equal([])
  })

  it('should blame a token that stops answering, and go on', async () => {
    const life = new Life(stage, contracts, {})
    await life.create()
    await life.pledge()
    await stage.request('hardhat_setCode', contracts.token, '0x5f5ffd')
    await stage.request('evm_mine')
    const found = await grave()
    expect(found.length).to.be.above(0)
    expect(
      found.filter((one) => !one.startsWith('broken promise token')),
      'others',
    ).to.deep.equal([])
  })
})
