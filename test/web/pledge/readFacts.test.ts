import { expect } from 'chai'
import { parseEther, type Address, type Hex } from 'viem'
import { accept } from '../../../sdk/actions/accept.ts'
import { approve } from '../../../sdk/actions/approve.ts'
import { create } from '../../../sdk/actions/create.ts'
import { publish } from '../../../sdk/actions/publish.ts'
import { canonicalJson } from '../../../sdk/model/canonicalJson.ts'
import { readChecked, readWays } from '../../../web/views/pledge/readFacts.ts'
import { OUTCOME, sampleTerms } from '../../sdk/samples.ts'
import { sdkWorld, UNIT, type SdkWorld } from '../../sdk/world.ts'

describe('What decides about a pledge, from the chain', () => {
  let w: SdkWorld
  let router: Address
  let weth: Address
  let escrow: Address
  let wrapped: Address
  let deployment: Parameters<typeof readChecked>[1]

  before(async () => {
    w = await sdkWorld()
    router = await w.deploy('periphery/PledgeRouter.sol/PledgeRouter', [w.origin.factory])
    const directory = await w.deploy('periphery/OperatorDirectory.sol/OperatorDirectory', [w.origin.factory])
    weth = await w.deploy('mocks/tokens/WrappedEther.sol/WrappedEther', [])
    deployment = { ...w.origin, directory, block: Number(w.block) }
    escrow = (await create(w.writers[0]!, w.origin, await sampleTerms(w), OUTCOME)).escrow
    wrapped = (await create(w.writers[0]!, w.origin, await sampleTerms(w, { asset: weth }), OUTCOME)).escrow
  })

  it('is a genuine escrow with its document, from the index where its hash is right, else from the chain', async () => {
    for (const document of [undefined, canonicalJson(OUTCOME), '{"title":"Another"}']) {
      const checked = await readChecked(w.client, deployment, escrow, document)
      expect(checked.genuine && checked.outcome).to.deep.equal(OUTCOME)
      expect(checked.genuine && checked.state.room).to.equal(checked.genuine && checked.state.terms.cap)
    }
  })

  it('knows bare keys and who has accepted', async () => {
    const [member] = w.panel
    const before = await readChecked(w.client, deployment, escrow, undefined)
    expect(before.genuine && [before.bareKeys, before.unaccepted]).to.deep.equal([w.panel, w.panel])
    await publish(w.writer(member!), deployment.directory, { endpoint: 'none', encryptionKey: 'age1none' })
    await accept(w.writer(member!), deployment.directory, escrow)
    const after = await readChecked(w.client, deployment, escrow, undefined)
    expect(after.genuine && after.unaccepted).to.deep.equal(w.panel.slice(1))
  })

  it('is no escrow where another address has the same code, or none', async () => {
    const code = (await w.client.getCode({ address: escrow }))!
    // Returns the code of a genuine escrow as its own: terms and all, at an address of the forger.
    const size = ((code.length - 2) / 2).toString(16).padStart(4, '0')
    const init: Hex = `0x61${size}600e60003961${size}6000f3${code.slice(2)}`
    const hash = await w.writers[0]!.wallet.deployContract({ abi: [], bytecode: init, chain: null })
    const forged = (await w.client.waitForTransactionReceipt({ hash })).contractAddress!
    expect(await w.client.getCode({ address: forged }), 'the forgery is exact').to.equal(code)
    for (const address of [forged, w.token, w.accounts[0]!]) {
      const checked = await readChecked(w.client, deployment, address, canonicalJson(OUTCOME))
      expect(checked.genuine, address).to.equal(false)
      expect(!checked.genuine && checked.faults.length).to.be.greaterThan(0)
    }
  })

  it('is no escrow of another factory', async () => {
    const other = await w.deploy('EscrowFactory.sol/EscrowFactory', [w.origin.implementation])
    const checked = await readChecked(w.client, { ...deployment, factory: other }, escrow, undefined)
    expect(checked.genuine).to.equal(false)
  })

  it('is what an account has and has allowed, and whether token and account take a permit', async () => {
    const account = w.accounts[3]!
    await approve(w.writer(account), w.token, escrow, 5n * UNIT)
    const facts = await readWays(w.client, router, { escrow, token: w.token, account })
    expect(facts.balance).to.equal(50_000_000n * UNIT)
    expect(facts.allowed).to.deep.equal({ escrow: 5n * UNIT, router: 0n })
    expect([facts.permit, facts.wraps]).to.deep.equal([true, false])
    expect(facts.gas > 0n && facts.gas < parseEther('0.1'), String(facts.gas)).to.equal(true)
  })

  it('tells wrapped currency by trying it out, and that it has no permit', async () => {
    const account = w.accounts[3]!
    const facts = await readWays(w.client, router, { escrow: wrapped, token: weth, account })
    expect([facts.permit, facts.wraps, facts.balance]).to.deep.equal([false, true, 0n])
  })

  it('asks no contract account for a permit: it has no key to sign one with', async () => {
    const facts = await readWays(w.client, router, { escrow, token: w.token, account: router })
    expect(facts.permit).to.equal(false)
  })
})
