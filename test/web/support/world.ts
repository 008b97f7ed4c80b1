/**
 * What tests of the page run against: the development world with the built page, started once for all suites of a run, and a browser.
 * Suites change it; each keeps to commitments of its own, or makes them.
 */
import { expect } from 'chai'
import type { Browser, BrowserContext, BrowserContextOptions, ConsoleMessage, Page } from 'playwright-core'
import { openBrowser } from '../../../bench/web/browser.ts'
import { accountOf } from '../../../scripts/dev/roles.ts'
import { startDev, type Dev } from '../../../scripts/dev/startDev.ts'
import type { Person } from '../../../scripts/dev/roles.ts'
import { until } from './until.ts'
import { giveWallet, type TestWallet } from './wallet.ts'

let world: Promise<Dev> | undefined
let browser: Promise<Browser> | undefined

/** The world; the first suite that asks starts it. */
export function devWorld(): Promise<Dev> {
  world ??= startDev()
  return world
}

/** Ends it, and the browser. */
export async function endWorld(): Promise<void> {
  await (await browser)?.close()
  await (await world)?.close()
}

// Mocha's hook at the end of all suites; there is none where a program asks.
if (typeof after === 'function')
  after('the world of the page ends', async function () {
    this.timeout(60_000)
    await endWorld()
  })

/** Lets no block be mined until what it answers is called. */
export async function pauseMining(): Promise<() => Promise<void>> {
  const { chain } = await devWorld()
  const { tick } = chain
  const automine = (on: boolean) => chain.client.request({ method: 'evm_setAutomine', params: [on] } as never)
  chain.tick = () => Promise.resolve()
  await automine(false)
  return async () => {
    await automine(true)
    chain.tick = tick
    await tick()
  }
}

/** A visitor: a browser of its own, with what went wrong in it. */
export interface Visitor {
  context: BrowserContext
  page: Page
  wallet: TestWallet
  /** Errors of scripts, refusals by the policy, and requests to other places than the page's and the chain's. */
  faults: string[]
  /** Opens a view by its route, such as `/portfolio`. */
  open(route: string): Promise<void>
  /** Connects the wallet, from the header. */
  connect(): Promise<void>
  close(): Promise<void>
}

/** A member's service that does not know a claim yet says so, and is asked again: browsers write that down as an error. */
function isTooEarly(message: ConsoleMessage): boolean {
  return message.text().includes('404') && message.location().url.includes('/evidence/')
}

/** Somebody comes to the page with a wallet of this person's account. */
export async function visit(person: Person, options: BrowserContextOptions = {}): Promise<Visitor> {
  const { url, rpc } = await devWorld()
  browser ??= openBrowser()
  const context = await (await browser).newContext({ viewport: { width: 1280, height: 900 }, ...options })
  const account = accountOf(person)
  const wallet = await giveWallet(context, rpc, account)
  const page = await context.newPage()
  page.setDefaultTimeout(45_000)
  const faults: string[] = []
  // Of all its pages.
  context.on('weberror', (error) => faults.push(String(error.error())))
  context.on('console', (message) => {
    if (message.type() === 'error' && !isTooEarly(message)) faults.push(message.text())
  })
  context.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && hostname !== '127.0.0.1') faults.push(`asked ${request.url()}`)
  })
  return {
    context,
    page,
    wallet,
    faults,
    open: async (route) => {
      await page.goto(`${url}/#${route}`)
      await page.getByRole('heading', { level: 1 }).waitFor()
    },
    connect: async () => {
      await page.getByRole('banner').getByRole('button', { name: 'Connect a wallet' }).click()
      await page.getByRole('dialog').getByRole('button', { name: wallet.name }).click()
      await page.getByRole('button', { name: `Your account ${account.address}` }).waitFor()
    },
    close: () => context.close(),
  }
}

/** After each test of a suite its visitor leaves, and nothing has gone wrong in the page. */
export function leavesAfterEach(visitor: () => Visitor): void {
  afterEach(async () => {
    const { faults, close } = visitor()
    await close()
    expect(faults, 'nothing went wrong in the page').to.deep.equal([])
  })
}

/** Waits until a view has all that it shows: what lies far below loads once somebody scrolls near it. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.evaluate(async () => {
    for (let y = 0; y < document.documentElement.scrollHeight; y += window.innerHeight / 2) {
      window.scrollTo(0, y)
      await new Promise((resolve) => setTimeout(resolve, 60))
    }
    window.scrollTo(0, 0)
  })
  const waiting = page.locator('main [class*="_skeleton_"]')
  // One thing that came may ask for another: nothing waits twice in a row.
  let calm = 0
  await until(
    'nothing waits for what is shown',
    async () => {
      calm = (await waiting.count()) === 0 ? calm + 1 : 0
      return calm > 1
    },
    { again: 50 },
  )
}
