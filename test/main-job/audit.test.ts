/** The main job's audit against a healthy escrow, wrong terms and a planted theft. */
import { expect } from 'chai'
import { createTestClient, custom, encodeFunctionData, erc20Abi, parseEther, walletActions } from 'viem'
import { hardhat } from 'viem/chains'
import { audit } from '../../scripts/main-job/audit.ts'
import { startChain, type Chain } from '../../scripts/main-job/chain.ts'
import { Commitment } from '../../scripts/main-job/commitment.ts'
import { deploy, mint } from '../../scripts/main-job/deploy.ts'
import { FACTS } from '../../scripts/main-job/facts.ts'
import { Panel } from '../../scripts/main-job/panel/panel.ts'
import { Checks } from '../../scripts/main-job/section.ts'

const MEMBERS = ['panel-1', 'panel-2', 'panel-3']
const ACCOUNTS = ['Ada', 'Ben', 'Cleo', 'Sol', 'arbiter', ...MEMBERS]

describe('main job: the audit', () => {
  let chain: Chain
  let panel: Panel
  let c: Commitment
  const run = (terms = c.terms) => audit(chain.client, c.address, terms, ACCOUNTS.map(chain.address))

  before(async () => {
    chain = await startChain()
    const deployed = await deploy(chain)
    panel = await Panel.open(chain, deployed, MEMBERS, ['arbiter'])
    const stage = { chain, panel, checks: new Checks(), accounts: ACCOUNTS, ...deployed }
    for (const name of ACCOUNTS) await mint(chain, stage.token, name, 10n ** 13n)
    c = await Commitment.create(stage, 'F', 'f-verified-proxy')
    await c.pledge(FACTS.F.pledges)
    await c.file('Sol', { proof: 1 })
  })
  after(async () => {
    await panel.close()
    await chain.close()
  })

  it('finds nothing wrong with a healthy escrow', async () => {
    const { findings, blocks, replay } = await run()
    expect(findings, 'findings').to.deep.equal([])
    expect(blocks, 'three pledges and a claim').to.equal(4)
    expect(replay.balance, 'pledges and fee').to.equal(3_001_500_000_000n)
  })

  it('finds a fee that is not the one of the terms', async () => {
    const { findings } = await run({ ...c.terms, claimFee: c.terms.claimFee + 1n })
    expect(findings.filter((finding) => finding.startsWith('S2')).length, 'S2 findings').to.be.above(0)
  })

  it('finds a unit that was stolen', async () => {
    const thief = createTestClient({ mode: 'hardhat', chain: hardhat, transport: custom(chain.client) }).extend(
      walletActions,
    )
    await thief.impersonateAccount({ address: c.address })
    await thief.setBalance({ address: c.address, value: parseEther('1') })
    const data = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [chain.address('Sol'), 1n] })
    await thief.sendTransaction({ account: c.address, to: c.terms.asset, data })
    await c.file('Sol', { proof: 2 })
    const { findings } = await run()
    for (const invariant of ['S1', 'S2']) {
      expect(findings.filter((finding) => finding.startsWith(invariant)).length, invariant).to.be.above(0)
    }
  })
})
