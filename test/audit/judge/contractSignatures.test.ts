import { expect } from 'chai'
import { custom, createPublicClient, concat, encodeFunctionData, type Address, type Hex, type PublicClient } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { checkContractSignatures, type SignatureQuery } from '../../../audit/judge/contractSignatures.ts'
import type { Statement } from '../../../audit/result.ts'
import { ConnectionError } from '../../../sdk/errors/ConnectionError.ts'
import { observationDigest, observationTypedData } from '../../../sdk/model/typedData.ts'
import { readArtifact, sdkWorld, type SdkWorld } from '../../sdk/world.ts'
import { hashOf, noted } from '../recorded.ts'

describe('audit: signatures of contract accounts', () => {
  const owner = privateKeyToAccount(hashOf('owner'))
  const MAGIC = '0x1626ba7e'.padEnd(66, '0') as Hex
  let world: SdkWorld
  let escrow: Address
  before(async () => {
    world = await sdkWorld()
    escrow = world.origin.implementation
  })

  /** An observation by `member`, signed by the owner's key, on record in the block of now. */
  async function query(member: Address, change: Partial<SignatureQuery> = {}): Promise<SignatureQuery> {
    const observed = { claim: hashOf('claim'), member, measurement: 5n, report: hashOf('report') }
    const chainId = await world.client.getChainId()
    const signature = await owner.signTypedData(observationTypedData(chainId, escrow, observed))
    const { number, hash, timestamp } = await world.client.getBlock()
    const place = { blockNumber: number, blockHash: hash, timestamp, transactionHash: hashOf('x'), logIndex: 0 }
    const digest = observationDigest(chainId, escrow, observed)
    return { escrow, claim: observed.claim, member, digest, signature, place, ...change }
  }
  const member = (name: string, args: unknown[] = []) => world.deploy(`mocks/members/${name}.sol/${name}`, args)
  const wallet = () => member('MemberWallet', [owner.address])

  async function check(queries: SignatureQuery[], client: PublicClient = world.client) {
    const { findings, note } = noted()
    const statements: Statement[] = await checkContractSignatures(client, queries, note)
    return { findings, standings: statements.map(({ standing }) => standing) }
  }

  /** The chain as an endpoint of another make gives it; undefined = as it is. */
  function through(change: (method: string, params: unknown[]) => unknown): PublicClient {
    const request = async ({ method, params = [] }: { method: string; params?: unknown[] }): Promise<unknown> => {
      const answer: unknown = change(method, params)
      return answer ?? world.client.request({ method, params } as never)
    }
    return createPublicClient({ transport: custom({ request }, { retryCount: 0 }), cacheTime: 0 })
  }

  it('are taken where the contract takes them, and where it did so until the block before', async () => {
    const address = await wallet()
    expect(await check([await query(address)]), 'at the block').to.deep.equal({ findings: [], standings: ['checked'] })
    const { wallet: sender } = world.writers[0]!
    const { abi } = await readArtifact('mocks/members/MemberWallet.sol/MemberWallet')
    await sender.writeContract({ address, abi, functionName: 'rotate', args: [world.accounts[3]], chain: null })
    const rotated = await query(address)
    expect(await check([rotated]), 'until the block before').to.deep.equal({ findings: [], standings: ['checked'] })
    await world.mineAt((await world.now()) + 10n)
    const { findings } = await check([await query(address)])
    expect(findings, 'no longer').to.have.length(1)
    expect([findings[0]!.grade, findings[0]!.rule, findings[0]!.subject], 'finding').to.deep.equal([
      'broken promise',
      'observe',
      address,
    ])
  })

  it('are judged by a trace where the contract changes its mind within a block', async () => {
    const address = await wallet()
    const { wallet: sender } = world.writers[0]!
    const { abi } = await readArtifact('mocks/members/MemberWallet.sol/MemberWallet')
    await sender.writeContract({ address, abi, functionName: 'rotate', args: [world.accounts[3]], chain: null })
    await world.mineAt((await world.now()) + 10n)
    const one = await query(address)
    const args = [one.digest, one.signature]
    const input = encodeFunctionData({ abi, functionName: 'isValidSignature', args })
    const tracing = (output: Hex, from: Address = escrow) =>
      through((method) => {
        const inner = { type: 'STATICCALL', from, to: address, input, output }
        const calls = [{ from: address, to: escrow, input: '0x', calls: [inner] }]
        return method === 'debug_traceTransaction' ? { from: address, to: escrow, input: '0x', calls } : undefined
      })
    expect(await check([one], tracing(MAGIC)), 'taken').to.deep.equal({ findings: [], standings: ['checked'] })
    for (const client of [tracing('0xffffffff'), tracing(MAGIC, address)]) {
      const { findings } = await check([one], client)
      expect(
        findings.map(({ grade }) => grade),
        'not taken',
      ).to.deep.equal(['fault'])
    }
  })

  it('are refused of accounts without code, with delegated code, and of contracts that the escrow would not believe', async () => {
    const delegated = world.accounts[15]!
    const permissive = await member('MemberPermissive')
    await world.client.request({
      method: 'hardhat_setCode',
      params: [delegated, concat(['0xef0100', permissive])],
    } as never)
    const members: Record<string, Address> = {
      'no code': world.accounts[14]!,
      delegated,
      'a gas burner': await member('MemberGasBurner'),
      'one that reverts': await member('MemberReverting'),
      'a short answer': await member('MemberShortAnswer'),
      'one that writes': await member('MemberStateChanging'),
      'a bomb': await member('MemberReturnBomb', [MAGIC, true]),
    }
    await world.mineAt((await world.now()) + 10n)
    for (const [what, address] of Object.entries(members)) {
      expect((await check([await query(address)])).findings, what).to.have.length(1)
    }
    const changed = await query(await wallet(), { digest: hashOf('another measurement') })
    expect((await check([changed])).findings, 'another measurement').to.have.length(1)
    expect((await check([await query(permissive)])).findings, 'takes everything').to.have.length(0)
    const bomb = await member('MemberReturnBomb', [MAGIC, false])
    expect((await check([await query(bomb)])).findings, 'a bomb after the right word').to.have.length(0)
  })

  it('are judged the same where the endpoint takes no overrides of state', async () => {
    const bare = through((method, params) => {
      if (method !== 'eth_call' || params.length < 3) return undefined
      throw Object.assign(new Error('too many arguments, want at most 2'), { code: -32602 })
    })
    const ignoring = through((method, params) => {
      if (method !== 'eth_call' || params.length < 3) return undefined
      return world.client.request({ method, params: params.slice(0, 2) } as never).catch(() => '0x')
    })
    const [good, bad] = [await wallet(), await member('MemberReverting')]
    await world.mineAt((await world.now()) + 10n)
    for (const [what, client] of Object.entries({ bare, ignoring })) {
      const { findings } = await check([await query(good), await query(bad)], client)
      expect(
        findings.map(({ subject }) => subject),
        what,
      ).to.deep.equal([bad])
    }
  })

  it('are assumed where the endpoint has no state that old, and unknown where it does not answer', async () => {
    const address = await wallet()
    const pruned = through((method) => {
      if (method !== 'eth_getCode') return undefined
      throw Object.assign(new Error('missing trie node'), { code: -32000 })
    })
    expect(await check([await query(address)], pruned)).to.deep.equal({ findings: [], standings: ['assumed'] })
    const { http } = await import('viem')
    const gone = createPublicClient({ transport: http('http://127.0.0.1:1', { retryCount: 0 }) })
    const error: unknown = await check([await query(address)], gone).catch((reason: unknown) => reason)
    expect(error).to.be.instanceOf(ConnectionError)
  })
})
