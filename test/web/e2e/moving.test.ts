/** Who goes from view to view, and opens and closes what is in them: nothing is lost on the way, nothing comes too late. */
import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { accountOf } from '../../../scripts/dev/roles.ts'
import type { Dev } from '../../../scripts/dev/startDev.ts'
import { devWorld, leavesAfterEach, settled, visit, type Visitor } from '../support/world.ts'

declare global {
  interface Window {
    pictures: string[]
  }
}

describe('the page, while somebody moves about in it', function () {
  this.timeout(60_000)
  let world: Dev
  let visitor: Visitor
  before(async function () {
    this.timeout(300_000)
    world = await devWorld()
  })
  beforeEach(async () => {
    visitor = await visit('Ada')
  })
  leavesAfterEach(() => visitor)

  /** Notes what each picture of the page shows from now on. @param what runs in the page. */
  const watch = (page: Page, what: () => string): Promise<void> =>
    page.evaluate(`{
      window.pictures = []
      const look = () => {
        window.pictures.push((${what.toString()})())
        requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    }`)
  const pictures = (page: Page): Promise<string[]> => page.evaluate(() => window.pictures)

  it('should begin every view at its top, from its first picture on', async () => {
    const { page } = visitor
    await visitor.open('/')
    await settled(page)
    await visitor.open(`/escrow/${world.escrows.B!}`)
    await settled(page)
    await page.evaluate(() => {
      window.scrollTo(0, 500)
    })
    await watch(page, () => `${document.querySelector('[role=search]') === null ? 'left' : 'here'} ${window.scrollY}`)
    await page.getByRole('link', { name: 'Explore' }).evaluate((link) => {
      ;(link as HTMLAnchorElement).click()
    })
    await page.getByRole('search').waitFor()
    await page.waitForFunction(() => window.pictures.includes('here 0'))
    const shown = (await pictures(page)).filter((picture) => picture.startsWith('here'))
    expect(shown.filter((picture) => picture !== 'here 0')).to.deep.equal([])
  })

  it('should write nothing into the address of the next view, however slow the device', async () => {
    const { page } = visitor
    await visitor.open('/')
    await settled(page)
    const route = `#/portfolio?account=${accountOf('Ben').address}`
    await page.getByRole('searchbox').evaluate(async (field: HTMLInputElement, to) => {
      field.setRangeText('bench')
      field.dispatchEvent(new InputEvent('input', { bubbles: true }))
      await new Promise((resolve) => setTimeout(resolve, 200))
      // The view that opens keeps the device busy until the pause after the last letter is over.
      addEventListener('hashchange', () => {
        for (const until = performance.now() + 400; performance.now() < until;);
      })
      location.hash = to
    }, route)
    await page.getByText(accountOf('Ben').address, { exact: true }).first().waitFor()
    await page.waitForTimeout(500)
    expect(await page.evaluate(() => location.hash)).to.equal(route)
  })

  it('should keep what was typed into a draft in the moment in which its view is left', async () => {
    const { page } = visitor
    await visitor.open('/create')
    await page.getByRole('button', { name: 'Begin from this' }).first().click()
    const title = page.locator('main input').first()
    await title.evaluate((field: HTMLInputElement) => {
      field.setRangeText('Typed last', 0, field.value.length)
      field.dispatchEvent(new InputEvent('input', { bubbles: true }))
      location.hash = '#/settings'
    })
    await page.getByRole('heading', { level: 1, name: 'What this page reads' }).waitFor()
    await page.goBack()
    await title.waitFor()
    expect(await title.inputValue()).to.equal('Typed last')
  })

  it('should never show a dialog without what is in it, and give the focus back to what opened it', async () => {
    const { page } = visitor
    await visitor.open('/')
    await settled(page)
    await watch(page, () => {
      const dialog = document.querySelector('dialog[open]')
      return dialog === null ? 'none' : dialog.childElementCount === 0 ? 'empty' : 'whole'
    })
    const button = page.getByRole('banner').getByRole('button', { name: 'Connect a wallet' })
    // The first time the wallet's code takes the button's place meanwhile.
    for (const close of ['Escape', 'the button', 'Escape']) {
      await button.click()
      await page.getByRole('dialog').waitFor()
      if (close === 'Escape') await page.keyboard.press('Escape')
      else await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
      await page.getByRole('dialog').waitFor({ state: 'hidden' })
      expect(await button.evaluate((one) => one === document.activeElement), close).to.equal(true)
    }
    expect(new Set(await pictures(page))).to.deep.equal(new Set(['none', 'whole']))
  })

  it('should be whole soon in the background, where every timer takes a second', async () => {
    const { page } = visitor
    await page.addInitScript(() => {
      const { setTimeout: real } = window
      Object.defineProperty(document, 'hidden', { get: () => true })
      const slow = (timer: () => void, milliseconds = 0): number => real(timer, Math.max(milliseconds, 1_000))
      Object.assign(window, { setTimeout: slow, requestAnimationFrame: () => 0 })
    })
    await visitor.open(`/escrow/${world.escrows.B!}`)
    // Its head is there; each of a dozen parts would take a second more.
    await page
      .getByRole('heading', { level: 2, name: 'Who pledged, who holds, who was paid' })
      .waitFor({ timeout: 5_000 })
  })

  it('should say that what asks the wallet cannot be loaded, and show all else', async () => {
    const { page } = visitor
    await page.route('**/assets/WalletArea-*.js', (route) => route.abort())
    await visitor.open('/')
    await settled(page)
    await page.getByRole('banner').getByRole('button', { name: 'Connect a wallet' }).click()
    await page.getByRole('banner').getByText('that asks a wallet does not work. Reload the page.').waitFor()
    expect(await page.getByRole('article').count(), 'outcomes').to.be.above(0)
    // The browser writes it down, and nothing else went wrong.
    const written = /net::ERR_FAILED|dynamically imported module/
    expect(visitor.faults.splice(0).filter((fault) => !written.test(fault))).to.deep.equal([])
  })

  it('should have nobody spell addresses and figures', async () => {
    const { page } = visitor
    await visitor.open('/settings')
    expect(await page.locator('main input').evaluate((field: HTMLInputElement) => field.spellcheck)).to.equal(false)
  })
})
