import { expect } from 'chai'
import { concat, getAddress, pad, zeroAddress, type Address, type Hex } from 'viem'
import type { Finding } from '../../../audit/finding.ts'
import { noteRisks } from '../../../audit/judge/risks.ts'
import { PROXY_SLOTS } from '../../../audit/judge/riskFacts.ts'
import { operatorDirectoryAbi } from '../../../sdk/abi/operatorDirectory.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import { MEMBERS, oracleWorld, type OracleWorld } from '../../oracle/world.ts'
import { hashOf, noted, recordedIn, signedBy, submitted, type Recorded } from '../recorded.ts'
import { createWalletClient, custom } from 'viem'

describe('audit: risks', () => {
  let world: OracleWorld
  beforeEach(async () => {
    world = await oracleWorld(3, 2)
  })
  afterEach(() => world.stop())

  async function risks(
    change: (recorded: Recorded) => void = () => undefined,
    directory?: Address,
  ): Promise<Finding[]> {
    const recorded = await recordedIn(world)
    change(recorded)
    const { findings, note } = noted()
    await noteRisks({ client: world.sdk.client, ...recorded, note, ...(directory && { directory }) })
    for (const { grade, rule, escrow } of findings)
      expect([grade, rule, escrow]).to.deep.equal(['remark', 'risk', world.escrow])
    return findings
  }
  const texts = (findings: Finding[]) => findings.map(({ what }) => what)
  const withTerms = (terms: Partial<Terms>) => (recorded: Recorded) => {
    recorded.subject = { ...recorded.subject, terms: { ...recorded.subject.terms, ...terms } }
  }
  const set = (method: string, ...params: unknown[]) => world.sdk.client.request({ method, params } as never)
  /** Does something as a member. */
  async function as(seat: number, functionName: 'publish' | 'accept', args: unknown[]) {
    const { client } = world.sdk
    const transport = custom({ request: (call) => client.request(call as never) })
    const wallet = createWalletClient({ account: MEMBERS[seat]!, transport })
    await wallet.writeContract({
      address: world.directory,
      abi: operatorDirectoryAbi,
      functionName,
      args,
      chain: null,
    } as never)
  }

  it('are few where all is well: the arbiter is one key', async () => {
    expect(texts(await risks())).to.have.length(1)
    expect(texts(await risks())[0])
      .to.include(world.terms.arbiter)
      .and.to.include('single key')
  })

  it('of the arbiter: none, a contract, a delegated key', async () => {
    expect(texts(await risks(withTerms({ arbiter: zeroAddress }))).join()).to.include('no arbiter')
    await set('hardhat_setCode', world.terms.arbiter, '0x6001')
    expect(await risks(), 'a contract').to.deep.equal([])
    await set('hardhat_setCode', world.terms.arbiter, concat(['0xef0100', world.sdk.token]))
    expect(texts(await risks()).join(), 'delegated').to.include('EIP-7702')
  })

  it('of the panel: one member, members with a stake', async () => {
    const [first, second, third] = world.terms.panel as [Address, Address, Address]
    const alone = await risks(withTerms({ panel: [first], quorum: 1n }))
    expect(alone.filter(({ subject }) => subject === first).map(({ what }) => what)).to.deep.equal([
      'A single member decides every verdict, and if it is silent no claim is paid.',
    ])
    const claim = await world.claim()
    const creator = world.sdk.accounts[0]!
    const stake = await risks((recorded) => {
      const filed = recorded.state.claims.get(claim)!
      recorded.state.claims.set(claim, { ...filed, solver: first, payee: second })
      recorded.state.shares.set(third, 10n ** 30n)
    })
    const of = (account: Address) => texts(stake.filter(({ subject }) => subject === account)).join()
    expect(of(first), 'solver').to.include('has filed a claim')
    expect(of(second), 'payee').to.include('is paid for a claim')
    expect(of(third), 'funder').to.include('holds the most shares')
    const panel = [getAddress(creator), first, second]
    expect(texts(await risks(withTerms({ panel }))).join(), 'creator').to.include(`${creator} created the escrow`)
  })

  it('of members that look like one, have not accepted or have no key', async () => {
    await as(0, 'publish', ['https://One.example/', 'age1one'])
    await as(1, 'publish', ['https://one.example', 'age1two'])
    await as(0, 'accept', [world.escrow])
    const [first, second, third] = world.terms.panel as [Address, Address, Address]
    const found = texts(await risks(undefined, world.directory)).join('\n')
    expect(found).to.include(`Members ${first}, ${second} are reached at the same endpoint`)
    expect(found, 'keys differ').to.not.include('same encryption key')
    expect(found).to.include(`Member ${second} has not accepted`).and.to.include(`Member ${third} has not accepted`)
    expect(found, 'accepted').to.not.include(`Member ${first} has not`)
    expect(found).to.include(`Member ${third} has published no encryption key`)
    await as(1, 'publish', ['https://two.example', 'age1one'])
    const later = texts(await risks(undefined, world.directory)).join('\n')
    expect(later).to.include('same encryption key').and.to.not.include('same endpoint')
  })

  it('of silent members, once the time to observe is over, to the second', async () => {
    const claim = await world.claim()
    const signed = await signedBy(world, 1, { claim, measurement: 5n, report: hashOf('report') })
    await submitted(world, claim, [signed])
    const { state } = await recordedIn(world)
    const last = state.claims.get(claim)!.filed.timestamp + world.terms.verifyWithin
    const silent = async () => texts(await risks()).filter((what) => what.includes('observed none')).length
    await world.sdk.mineAt(last)
    expect(await silent(), 'in the last second').to.equal(0)
    await world.sdk.mineAt(last + 1n)
    expect(await silent(), 'all but one').to.equal(2)
  })

  it('of the asset: upgradeable by each known slot, no contract, no answers', async () => {
    const { token } = world.sdk
    const behind = getAddress('0x00000000000000000000000000000000000000aa')
    for (const [name, slot] of Object.entries(PROXY_SLOTS)) {
      await set('hardhat_setStorageAt', token, slot, pad(behind))
      const found = texts(await risks()).filter((what) => what.includes('upgraded'))
      expect(found, name).to.have.length(1)
      expect(found[0], name).to.include(`${name} ${behind}`)
      await set('hardhat_setStorageAt', token, slot, pad('0x00'))
    }
    await set('hardhat_setCode', token, '0xfe')
    const mute = texts(await risks()).join()
    expect(mute).to.include('how many decimals').and.to.include('its symbol')
    await set('hardhat_setCode', token, '0x')
    expect(texts(await risks()).join())
      .to.include('is no contract')
      .and.to.not.include('its symbol')
    const word: Hex = concat(['0x7f', pad('0x4d4b52', { dir: 'right' }), '0x5f5260205ff3'])
    await set('hardhat_setCode', token, word)
    expect(texts(await risks()).join(), 'an old token answers with a word').to.not.include('its symbol')
  })

  it('of a solver that holds shares, and of short clocks', async () => {
    await world.claim()
    const [funder, solver] = world.sdk.accounts as [Address, Address]
    expect(texts(await risks()).join(), 'apart').to.not.include('holds shares')
    const both = await risks(({ state }) => state.shares.set(solver, 1n))
    expect(both.filter(({ subject }) => subject === solver).length, 'the same').to.equal(1)
    expect(both.filter(({ subject }) => subject === funder).length, 'the funder').to.equal(0)
    const short = {
      verifyWithin: 86_399n,
      challengeWithin: 1n,
      arbitrateWithin: 1n,
      warranty: 1n,
      rule: 2,
      lastCall: 1n,
    }
    const clocks = texts(await risks(withTerms(short))).filter((what) => / (hours|seconds?) /.test(what))
    expect(clocks).to.have.length(5)
  })

  it('are said to be assumed away only where something could not be read', async () => {
    const recorded = await recordedIn(world)
    const { client } = world.sdk
    const none = await noteRisks({ client, ...recorded, note: () => undefined })
    expect(none.filter(({ standing }) => standing === 'assumed').map(({ what }) => what)).to.deep.equal([
      'No risk lies in this: directory of operators',
    ])
    const all = await noteRisks({ client, ...recorded, directory: world.directory, note: () => undefined })
    expect(all.map(({ standing }) => standing)).to.deep.equal(['checked'])
  })
})
