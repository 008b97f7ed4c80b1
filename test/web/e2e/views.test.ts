/** Every view: accessible, at every width, in both schemes, whatever strangers wrote; and true again after a reorganisation. */
import { AxeBuilder } from '@axe-core/playwright'
import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { getAddress, type Address } from 'viem'
import * as z from 'zod'
import { pledge } from '../../../sdk/actions/pledge.ts'
import { accountOf } from '../../../scripts/dev/roles.ts'
import type { Dev } from '../../../scripts/dev/startDev.ts'
import { putHostile } from '../support/hostile.ts'
import { devWorld, leavesAfterEach, settled, visit, type Visitor } from '../support/world.ts'

const rowsSchema = z.object({ rows: z.array(z.object({ key: z.string(), phase: z.string() })) })

describe('the views of the page', function () {
  this.timeout(180_000)
  let world: Dev
  let visitor: Visitor
  before(async function () {
    this.timeout(300_000)
    world = await devWorld()
  })
  leavesAfterEach(() => visitor)

  /** The routes of all views, each with something to show. */
  const routes = async (): Promise<Record<string, string>> => {
    const { A, B, C, D, E, F } = world.escrows
    const claimIn = async (escrow: Address, phase: string): Promise<string> => {
      const answer = await fetch(`${world.url}/v1/escrows/${escrow}/claims?target=docket`)
      const { rows } = rowsSchema.parse(await answer.json())
      const found = rows.find((row) => row.phase === phase)
      if (found === undefined) throw new Error(`${escrow} has no claim that is ${phase}`)
      return `/escrow/${escrow}/claim/${found.key}`
    }
    const [paid, disputed] = [await claimIn(A!, 'Settled'), await claimIn(B!, 'Arbitrating')]
    return {
      explore: '/',
      'an outcome that is pledged to': `/escrow/${D!}`,
      'an outcome with claims': `/escrow/${B!}`,
      'a contest': `/escrow/${C!}`,
      'a void outcome': `/escrow/${E!}`,
      'a closed outcome': `/escrow/${F!}`,
      'a disputed claim': disputed,
      'a paid claim': paid,
      pledge: `/escrow/${D!}/pledge`,
      'file a claim': `/escrow/${B!}/claim`,
      'break a claim': `${paid}/break`,
      judge: `${disputed}/judge`,
      audit: `/escrow/${A!}/audit`,
      portfolio: `/portfolio?account=${accountOf('Ada').address}`,
      desk: '/desk',
      create: '/create',
      operators: '/operators',
      'an operator': `/operators/${accountOf('panel-3').address}`,
      settings: '/settings',
    }
  }
  const widthOf = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth)
  const violations = async (page: Page): Promise<string[]> => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const found = await new AxeBuilder({ page }).withTags(tags).analyze()
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
  }

  /** Figures of the view that are broken over two lines: each half could be read for the whole. Text that is no figure may be. */
  const broken = (page: Page): Promise<string[]> =>
    page.evaluate(() => {
      const found: string[] = []
      const texts = document.createTreeWalker(document.querySelector('main')!, NodeFilter.SHOW_TEXT)
      for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
        if (node.parentElement?.closest('.visually-hidden') !== null) continue
        const text = node.nodeValue ?? ''
        for (const { 0: figure, index } of text.matchAll(/(?<![\w.])\d[\d,]*(\.\d+)?(?![\w.])/g)) {
          const range = document.createRange()
          range.setStart(node, index)
          range.setEnd(node, index + figure.length)
          const lines = new Set(Array.from(range.getClientRects(), ({ top }) => Math.round(top)))
          if (lines.size > 1) found.push(`${figure} in “${text.slice(0, 60)}”`)
        }
      }
      return found
    })

  for (const [width, colorScheme, connected] of [
    [360, 'light', false],
    [768, 'dark', true],
    [1440, 'light', true],
  ] as const) {
    it(`should be accessible and fit at ${width} px, ${colorScheme}, ${connected ? 'with' : 'without'} a wallet`, async () => {
      visitor = await visit('arbiter', { viewport: { width, height: 900 }, colorScheme })
      const { page } = visitor
      await visitor.open('/')
      if (connected) await visitor.connect()
      for (const [name, route] of Object.entries(await routes())) {
        await visitor.open(route)
        await settled(page)
        expect(await violations(page), name).to.deep.equal([])
        expect(await widthOf(page), `${name} scrolls sideways`).to.be.at.most(width)
        expect(await broken(page), `${name} breaks figures apart`).to.deep.equal([])
        expect(await page.title(), name).to.match(/ · Lodestone$/)
      }
    })
  }

  it('should show what strangers wrote harmlessly, in every view that shows it', async () => {
    const escrows = await putHostile(world)
    visitor = await visit('Dan', { viewport: { width: 360, height: 800 } })
    const { page } = visitor
    await visitor.open('/')
    await visitor.connect()
    const shown = [
      '/?search=harmed',
      ...escrows.flatMap((escrow) => [`/escrow/${escrow}`, `/escrow/${escrow}/pledge`, `/escrow/${escrow}/audit`]),
      `/portfolio?account=${accountOf('Max').address}`,
      '/operators',
      `/operators/${accountOf('Max').address}`,
    ]
    let seen = 0
    for (const route of shown) {
      await visitor.open(route)
      await settled(page)
      expect(await page.title(), route).to.match(/ · Lodestone$/)
      expect(await page.locator('main img, main script, main b').count(), `markup in ${route}`).to.equal(0)
      const text = await page.locator('main').innerText()
      expect(text, `marks in ${route}`).not.to.match(/[\u202A-\u202E\u2066-\u2069\u200B]/)
      expect(await widthOf(page), `${route} scrolls sideways`).to.be.at.most(360)
      if (text.includes('<img src=x')) seen++
      for (const link of await page.locator('main a').all())
        expect(await link.getAttribute('href'), `a link in ${route}`).to.match(/^(#\/|http:\/\/127\.0\.0\.1|blob:)/)
    }
    expect(seen, 'views that show the markup as text').to.be.at.least(5)
  })

  it('should tell addresses apart that look alike at both ends', async () => {
    const { address } = accountOf('Ada')
    const twin = getAddress(`${address.slice(0, 10)}${'0'.repeat(24)}${address.slice(-8)}`)
    visitor = await visit('Dan')
    const { page } = visitor
    const pictures: string[] = []
    for (const account of [address, twin]) {
      await visitor.open(`/portfolio?account=${account}`)
      await page.locator('main').getByText(account, { exact: true }).waitFor()
      pictures.push(await page.locator('main svg').first().innerHTML())
    }
    expect(pictures[0]).not.to.equal(pictures[1])
  })

  it('should show its name, its views and its heading before its own code is there, and say so where that never comes', async () => {
    visitor = await visit('Dan', { viewport: { width: 360, height: 800 } })
    const { page, faults } = visitor
    let refuse = (): void => undefined
    const refused = new Promise<void>((resolve) => (refuse = resolve))
    await page.route('**/assets/start-*.js', (route) => refused.then(() => route.abort()))
    await visitor.open(`/escrow/${world.escrows.D!}/pledge`)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).to.equal('Pledge')
    const links = page.getByRole('navigation', { name: 'Views' }).getByRole('link')
    expect(await links.evaluateAll((all) => all.map((one) => one.getAttribute('href')))).to.deep.equal(
      ['/', '/portfolio', '/desk', '/create', '/operators'].map((path) => `#${path}`),
    )
    expect(await violations(page)).to.deep.equal([])
    expect(await widthOf(page), 'scrolls sideways').to.be.at.most(360)
    const before = await page.getByRole('heading', { level: 1 }).boundingBox()
    refuse()
    await page.getByRole('alert').getByText('Its code cannot be loaded').waitFor()
    await page.unroute('**/assets/start-*.js')
    await page.reload()
    await page.getByRole('button', { name: 'Connect a wallet' }).first().waitFor()
    const after = await page.getByRole('heading', { level: 1 }).boundingBox()
    expect([after?.x, after?.y], 'the heading stays where it was').to.deep.equal([before?.x, before?.y])
    expect(faults.splice(0).every((fault) => fault.includes('Failed to load resource'))).to.equal(true)
  })

  it('should be true again after a reorganisation under an open page', async () => {
    visitor = await visit('Ada')
    const { page } = visitor
    const escrow = world.escrows.D!
    await visitor.open(`/escrow/${escrow}`)
    await settled(page)
    const { chain } = world
    const request = chain.client.request as (asked: { method: string; params: unknown[] }) => Promise<unknown>
    const snapshot = await request({ method: 'evm_snapshot', params: [] })
    await pledge(await chain.as('Cleo'), escrow, { amount: 123_456_789n })
    const figure = page.getByText('123.456789 USDC').first()
    await page.getByRole('tab', { name: 'Pledges' }).click()
    await figure.waitFor()
    expect(await request({ method: 'evm_revert', params: [snapshot] })).to.equal(true)
    // Another chain grows in place of the one that is gone.
    await chain.tick()
    await chain.tick()
    await figure.waitFor({ state: 'detached' })
  })
})
