/** A funder's whole path, in a browser, with a wallet that signs with real keys for a real node. */
import { expect } from 'chai'
import { erc20Abi, type Address } from 'viem'
import { accountOf } from '../../../scripts/dev/roles.ts'
import type { Dev } from '../../../scripts/dev/startDev.ts'
import { devWorld, visit, type Visitor } from '../support/world.ts'

describe('the page, for a funder', function () {
  this.timeout(120_000)
  let world: Dev
  let visitor: Visitor
  before(async function () {
    this.timeout(300_000)
    world = await devWorld()
  })
  beforeEach(async () => {
    visitor = await visit('Dan')
  })
  afterEach(async () => {
    const { faults } = visitor
    await visitor.close()
    expect(faults).to.deep.equal([])
  })

  const sharesOf = (escrow: Address, account: Address): Promise<bigint> =>
    world.chain.client.readContract({ abi: erc20Abi, address: escrow, functionName: 'balanceOf', args: [account] })
  const dan = accountOf('Dan').address

  it('should let somebody who has only a wallet find an outcome and pledge with one signature and one transaction', async () => {
    const { page, wallet } = visitor
    const escrow = world.escrows.D!
    const before = await sharesOf(escrow, dan)
    await visitor.open('/')
    await page.getByRole('searchbox').fill('attested inference')
    await page.getByRole('link', { name: 'Attested inference servers' }).last().waitFor()
    await visitor.open(`/escrow/${escrow}`)
    await page.getByRole('link', { name: 'Pledge' }).first().click()
    await page.getByRole('heading', { name: /Pledge to/ }).waitFor()
    await visitor.connect()
    await page.getByLabel('Amount in USDC').fill('1,000.5')
    await page.getByText('Your wallet asks 2 times').waitFor()
    const box = page.getByRole('checkbox')
    if ((await box.count()) > 0) await box.check()
    await page.getByRole('button', { name: 'Pledge 1,000.5 USDC' }).click()
    await page.getByText('Done.').waitFor()
    expect(await sharesOf(escrow, dan)).to.equal(before + 1_000_500_000n)
    expect(wallet.asked).to.deep.equal(['wallet_requestPermissions', 'eth_signTypedData_v4', 'eth_sendTransaction'])
  })
})
