/** What a visitor does on the page, timed: many commitments to look through, and one with very many pledges. */
import type { Browser, Locator, Page } from 'playwright-core'
import type { Timed } from './figures.ts'
import { timed, timedAgain, watch } from './interactions.ts'

/** @param pool the address of the commitment with the pledges. @throws {Error} where the page has not what is done there. */
export async function visitPage(browser: Browser, url: string, pool: string): Promise<Timed[]> {
  const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
  await page.goto(`${url}/#/`)
  const times = await explore(page)
  await page.goto(`${url}/#/escrow/${pool}`)
  times.push(...(await outcome(page)))
  await page.close()
  return times
}

async function explore(page: Page): Promise<Timed[]> {
  const search = page.getByRole('searchbox')
  const cards = page.getByRole('article')
  await cards.first().waitFor()
  await center(search)
  await watch(page)
  const times: Timed[] = []
  const type = async (name: string): Promise<void> => {
    times.push(await timed(page, `types a search${name}`, () => search.pressSequentially('number 7', { delay: 60 })))
    times.push(await timed(page, `clears it${name}`, () => search.fill('')))
  }
  await type('')
  times.push(await moreOf(page, page.getByRole('button', { name: 'Show more' }), 'commitments'))
  await center(search)
  await type(', all commitments loaded')
  times.push(await timed(page, 'scrolls through all commitments', () => scroll(page)))
  return times
}

async function outcome(page: Page): Promise<Timed[]> {
  await page.getByRole('heading', { level: 1 }).waitFor()
  const slider = page.getByRole('slider').first()
  await slider.waitFor()
  await watch(page)
  const press = (count: number) => async () => {
    for (let i = 0; i < count; i++) await slider.press('ArrowRight', { delay: 30 })
  }
  await slider.focus()
  const times = [await timed(page, 'moves along the prices', press(10))]
  await page.getByRole('heading', { name: 'Who pledged, who holds, who was paid' }).scrollIntoViewIfNeeded()
  const table = page.getByRole('table', { name: 'Pledges' })
  await table.waitFor()
  times.push(await moreOf(page, page.locator('#lists').getByRole('button', { name: 'Show more' }), 'pledges'))
  times.push(await timed(page, 'scrolls through all pledges', () => scroll(page)))
  await slider.focus()
  times.push(await timed(page, 'moves along the prices, all pledges loaded', press(10)))
  return times
}

/** What is used here of an element of the page. */
interface Scrolled {
  scrollIntoView(how: { block: 'center' }): void
}

/** Moves it to the middle of the window: of what is typed at its very edge, this browser waits for the picture of something else. */
async function center(field: Locator): Promise<void> {
  await field.evaluate((element: Scrolled) => {
    element.scrollIntoView({ block: 'center' })
  })
}

/** Presses the button until all is there; how often is said with the time. */
async function moreOf(page: Page, button: Locator, what: string): Promise<Timed> {
  const press = () => button.click()
  const isMore = async () => (await button.count()) > 0
  const { name, ms, times } = await timedAgain(page, `shows more ${what}`, press, isMore)
  if (times === 0) throw new Error(`there are no more ${what} to show: measure with more of them`)
  return { name: `${name}, ${times} times`, ms }
}

/** From the top to the end of the document, a screen at a time. */
async function scroll(page: Page): Promise<void> {
  await page.evaluate('scrollTo(0, 0)')
  for (let i = 0; i < 60; i++) {
    await page.mouse.wheel(0, 900)
    await page.waitForTimeout(40)
  }
}
