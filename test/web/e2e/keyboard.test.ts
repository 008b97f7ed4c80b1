/** Everything can be done without a mouse. */
import { expect } from 'chai'
import { accountOf } from '../../../scripts/dev/roles.ts'
import type { Dev } from '../../../scripts/dev/startDev.ts'
import { devWorld, leavesAfterEach, visit, type Visitor } from '../support/world.ts'

describe('the page, for who has a keyboard alone', function () {
  this.timeout(120_000)
  let world: Dev
  let visitor: Visitor
  before(async function () {
    this.timeout(300_000)
    world = await devWorld()
  })
  leavesAfterEach(() => visitor)

  it('should take a pledge, and show where the focus is', async () => {
    visitor = await visit('Dan')
    const { page, wallet } = visitor
    const escrow = world.escrows.D!
    await visitor.open(`/escrow/${escrow}`)
    /** Goes on until something of that name has the focus. */
    const tabTo = async (name: RegExp): Promise<void> => {
      for (let presses = 0; presses < 80; presses++) {
        await page.keyboard.press('Tab')
        const focused = page.locator(':focus')
        if ((await focused.count()) === 0) continue
        const [label, outline] = await focused.evaluate((element) => [
          element.getAttribute('aria-label') ??
            (element as HTMLInputElement).labels?.[0]?.textContent ??
            element.textContent,
          getComputedStyle(element).outlineStyle,
        ])
        if (!name.test(label)) continue
        expect(outline, `the focus at ${label} can be seen`).to.not.equal('none')
        return
      }
      throw new Error(`Nothing that is called ${name} can be reached.`)
    }
    await tabTo(/^Skip to the content$/)
    await page.keyboard.press('Enter')
    await tabTo(/^Pledge$/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: /Pledge to/ }).waitFor()
    await page.getByText('To pledge, connect the wallet').waitFor()
    await tabTo(/^Connect a wallet$/)
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    await tabTo(new RegExp(wallet.name))
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: `Your account ${accountOf('Dan').address}` }).waitFor()
    await page.getByLabel(/^Amount in/).waitFor()
    await tabTo(/^Amount in/)
    await page.keyboard.type('13')
    await page.getByText(/^Your wallet asks/).waitFor()
    await tabTo(/^I have read this/)
    await page.keyboard.press('Space')
    await tabTo(/^Pledge 13 USDC$/)
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'You have pledged' }).waitFor()
    expect(wallet.asked.at(-1)).to.equal('eth_sendTransaction')
  })
})
