/** The main job's audit against a healthy escrow and a planted theft. */
import { expect } from 'chai'
import { createTestClient, custom, encodeFunctionData, erc20Abi, parseEther, walletActions } from 'viem'
import { hardhat } from 'viem/chains'
import { auditAll } from '../../scripts/main-job/audit.ts'
import { startChain, type Chain } from '../../scripts/main-job/chain.ts'
import { Commitment } from '../../scripts/main-job/commitment.ts'
import { deploy, mint, type Deployed } from '../../scripts/main-job/deploy.ts'
import { FACTS } from '../../scripts/main-job/facts.ts'
import { Panel } from '../../scripts/main-job/panel/panel.ts'
import { Checks } from '../../scripts/main-job/section.ts'

const MEMBERS = ['panel-1', 'panel-2', 'panel-3']
const ACCOUNTS = ['Ada', 'Ben', 'Cleo', 'Sol', 'arbiter', ...MEMBERS]

describe('main job: the audit', () => {
  let chain: Chain
  let panel: Panel
  let deployed: Deployed
  let c: Commitment

  before(async () => {
    chain = await startChain()
    deployed = await deploy(chain)
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

  it('finds nothing wrong with a healthy escrow, and proves every figure', async () => {
    const { passed, findings, statements, escrows } = await auditAll(chain, deployed)
    expect(findings.filter(({ rule }) => rule !== 'risk')).to.deep.equal([])
    expect(passed).to.equal(true)
    expect(
      escrows.map(({ state }) => state.balance),
      'pledges and fee',
    ).to.deep.equal([3_001_500_000_000n])
    const open = statements.filter(({ standing }) => standing === 'assumed').map(({ what }) => what)
    expect(open, 'assumed').not.to.include.members(['the logs', 'the balance'])
    const proved = statements.filter(({ standing }) => standing === 'proved').map(({ what }) => what)
    for (const word of ['the logs from block', 'the code', 'storage', 'balance']) {
      expect(
        proved.some((what) => what.includes(word)),
        word,
      ).to.equal(true)
    }
  })

  it('finds a unit that was stolen', async () => {
    const thief = createTestClient({ mode: 'hardhat', chain: hardhat, transport: custom(chain.client) }).extend(
      walletActions,
    )
    await thief.impersonateAccount({ address: c.address })
    await thief.setBalance({ address: c.address, value: parseEther('1') })
    const data = encodeFunctionData({ abi: erc20Abi, functionName: 'transfer', args: [chain.address('Sol'), 1n] })
    await thief.sendTransaction({ account: c.address, to: c.terms.asset, data })
    const { passed, findings } = await auditAll(chain, deployed)
    expect(passed).to.equal(false)
    const faults = findings.filter(({ grade }) => grade === 'fault')
    expect(faults.map(({ rule }) => rule)).to.include.members(['S1', 'S2'])
    expect(
      faults.every(({ escrow }) => escrow === c.address),
      'of this escrow',
    ).to.equal(true)
  })
})
