/** Wallets of every kind: one that does not announce itself, and none at all. */
import { expect } from 'chai'
import type { BrowserContext } from 'playwright-core'
import { accountOf } from '../../../scripts/dev/roles.ts'
import type { Dev } from '../../../scripts/dev/startDev.ts'
import { getEscrow } from '../../../sdk/actions/getEscrow.ts'
import { devWorld, leavesAfterEach, visit, type Visitor } from '../support/world.ts'

/** Keeps from the page what the wallet announces. @param old it sits in `window.ethereum`, as wallets did before EIP-6963. */
async function silence(context: BrowserContext, old: boolean): Promise<void> {
  await context.addInitScript((injected) => {
    const stop = (event: Event) => {
      event.stopImmediatePropagation()
      const { provider } = (event as CustomEvent<{ provider: object }>).detail
      if (injected) Object.assign(window, { ethereum: provider })
    }
    window.addEventListener('eip6963:announceProvider', stop, { capture: true })
    window.dispatchEvent(new Event('eip6963:requestProvider'))
  }, old)
  // Nor does the development world offer its own.
  await context.route('**/config.json', async (route) => {
    const response = await route.fetch()
    const config = (await response.json()) as { testWallet?: true }
    delete config.testWallet
    await route.fulfill({ response, json: config })
  })
}

describe('the page, for every kind of wallet', function () {
  this.timeout(120_000)
  let world: Dev
  let visitor: Visitor
  before(async function () {
    this.timeout(300_000)
    world = await devWorld()
  })
  beforeEach(async () => {
    visitor = await visit('Cleo')
  })
  leavesAfterEach(() => visitor)

  it('should pledge with an older one that does not announce itself', async () => {
    const { context, page } = visitor
    const escrow = world.escrows.D!
    const pledged = async () => (await getEscrow(world.chain.client, escrow)).pledged
    const before = await pledged()
    await silence(context, true)
    await visitor.open(`/escrow/${escrow}/pledge`)
    await page.getByRole('banner').getByRole('button', { name: 'Connect a wallet' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'The wallet of this browser' }).click()
    await page.getByRole('button', { name: `Your account ${accountOf('Cleo').address}` }).waitFor()
    await page.getByLabel(/^Amount in/).fill('14')
    await page.getByText(/^Your wallet asks/).waitFor()
    await page.getByRole('checkbox').check()
    await page.getByRole('button', { name: 'Pledge 14 USDC' }).click()
    await page.getByRole('heading', { name: 'You have pledged' }).waitFor()
    expect((await pledged()) - before).to.equal(14_000_000n)
  })

  it('should say what to do where there is none, and show all there is to read', async () => {
    const { context, page } = visitor
    await silence(context, false)
    await visitor.open(`/escrow/${world.escrows.D!}/pledge`)
    await page.getByRole('banner').getByRole('button', { name: 'Connect a wallet' }).click()
    await page.getByRole('dialog').getByText('No wallet').first().waitFor()
    expect(await page.getByRole('dialog').getByRole('listitem').count(), 'wallets').to.equal(0)
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await page.getByText('genuine escrow').waitFor()
    await page.getByRole('region', { name: 'Where it stands' }).getByText('Room under the cap').waitFor()
  })
})
