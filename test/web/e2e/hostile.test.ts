/** A hostile surrounding: browsers that keep nothing, spoiled storage, addresses and indexes that lie, frames. */
import { expect } from 'chai'
import type { BrowserContext } from 'playwright-core'
import type { Dev } from '../../../scripts/dev/startDev.ts'
import { devWorld, leavesAfterEach, visit, type Visitor } from '../support/world.ts'

const SPOILED = [
  'lodestone-sent',
  'lodestone-endpoint',
  'lodestone-scheme',
  'lodestone-draft',
  'lodestone-ipfs-gateway',
]
const WALLET = ['store', 'recentConnectorId', 'injected.disconnected', 'state']

/** Changes what the index answers to questions whose address fits. */
async function lie<A>(context: BrowserContext, about: RegExp, change: (answer: A) => A): Promise<void> {
  await context.route(about, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, json: change((await response.json()) as A) })
  })
}

describe('the page, in a hostile surrounding', function () {
  this.timeout(120_000)
  let world: Dev
  let visitor: Visitor
  before(async function () {
    this.timeout(300_000)
    world = await devWorld()
  })
  beforeEach(async () => {
    visitor = await visit('Sol')
  })
  leavesAfterEach(() => visitor)

  it('should start, connect and keep a draft for the visit where the browser forbids storage', async () => {
    const { context, page } = visitor
    await context.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new DOMException('forbidden', 'SecurityError')
        },
      })
    })
    await visitor.open('/')
    await visitor.connect()
    await page.getByLabel('Colours').selectOption('dark')
    await visitor.open('/create')
    await page.locator('#blank').getByRole('button').first().click()
    await visitor.open('/portfolio')
    await visitor.open('/create')
    expect(await page.locator('#blank').count(), 'the draft is still there').to.equal(0)
  })

  it('should start and connect whatever is in the storage', async () => {
    const { context, page } = visitor
    const names = [...SPOILED, ...WALLET.map((name) => `lodestone-31337.${name}`)]
    for (const spoiled of ['{', 'null', '[{"hash":"javascript:alert(1)"}]', 'javascript:alert(1)']) {
      await context.addInitScript(
        ([keys, value]) => {
          for (const key of keys) localStorage.setItem(key, value)
        },
        [names, spoiled] as [string[], string],
      )
      await visitor.open('/')
      await page.reload()
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.getByRole('banner').getByRole('button', { name: 'Connect a wallet' }).waitFor()
      await visitor.open('/create')
    }
    await visitor.connect()
  })

  it('should survive addresses that were made to mislead or break it', async () => {
    const { page } = visitor
    for (const route of [
      '/escrow/%E0%A4%A',
      '/escrow/javascript:alert(1)',
      '/escrow/%3Cimg%20src=x%20onerror=alert(1)%3E/pledge',
      `/escrow/0x${'0'.repeat(40)}/claim/0x/judge`,
      `/escrow/0x${'f'.repeat(40)}/claim/${'a'.repeat(100_000)}`,
      '/operators/__proto__',
      '/portfolio?account=%3Cscript%3E',
      `/?search=${encodeURIComponent('\u202e%00\ud83d\ude00<script>').repeat(50)}&sort=constructor&rule=__proto__`,
      '/%2e%2e/%2e%2e/config.json',
    ]) {
      await page.goto(`about:blank`)
      await page.goto(`${world.url}/#${route}`)
      const main = page.getByRole('main')
      await main.getByText(/\S/).first().waitFor()
      expect(await main.innerText(), route.slice(0, 60)).to.not.include('This view could not be shown')
      expect(await main.locator('script, img, iframe').count(), route.slice(0, 60)).to.equal(0)
    }
  })

  it('should send nothing to an address that an index passes off as an escrow', async () => {
    const { context, page, wallet } = visitor
    const { USDC } = world.tokens
    interface Positions {
      rows: { escrow: { address: string }; claims: object[] }[]
    }
    await lie<Positions>(context, /\/v1\/accounts\/0x[0-9a-fA-F]{40}(\?|$)/, (answer) => {
      const row = answer.rows.find(({ claims }) => claims.length > 0)!
      const due = { ...row.claims[0], held: '5', warrantyUntil: 1, breaksFiled: 0, breaksSettled: 0 }
      return { ...answer, rows: [{ ...row, escrow: { ...row.escrow, address: USDC }, claims: [due] }] }
    })
    await visitor.open('/portfolio')
    await visitor.connect()
    await page.getByRole('button', { name: /^Release/ }).click()
    await page.getByText('is not an escrow of this factory').waitFor()
    expect(wallet.asked).to.not.include('eth_sendTransaction')
    // The index does not know the escrow that was made up for it.
    expect(
      visitor.faults.filter((fault) => !fault.includes('404')),
      'other faults',
    ).to.deep.equal([])
    visitor.faults.length = 0
  })

  it('should let no index make a member say that evidence came too late', async () => {
    const { rows } = (await (await fetch(`${world.url}/v1/escrows/${world.escrows.C!}/claims`)).json()) as {
      rows: { key: string; phase: string }[]
    }
    const { key } = rows.find(({ phase }) => phase === 'Observing')!
    await visitor.close()
    visitor = await visit('panel-5')
    const { page } = visitor
    await lie<{ claim: object }>(visitor.context, new RegExp(`/claims/${key}`), (answer) => {
      return { ...answer, claim: { ...answer.claim, filedAt: 1 } }
    })
    await lie<{ asOf: { time: number } }>(visitor.context, /\/v1\/status/, (answer) => {
      return { ...answer, asOf: { ...answer.asOf, time: answer.asOf.time + 300 * 86_400 } }
    })
    await visitor.open(`/escrow/${world.escrows.C!}/claim/${key}/judge`)
    await visitor.connect()
    const form = page.locator('#measure')
    await form.getByText('What you cannot read measures 0 only from then on').waitFor()
    expect(await form.getByRole('checkbox').count(), 'cannot be said yet').to.equal(0)
  })

  it('should not start within another page, where no server forbids it', async () => {
    const { context, page } = visitor
    await context.route(`${world.url}/`, async (route) => {
      const response = await route.fetch()
      const { 'content-security-policy': policy, ...headers } = response.headers()
      expect(policy, 'what the server says').to.include("frame-ancestors 'none'")
      await route.fulfill({ response, headers })
    })
    await page.setContent(`<iframe src="${world.url}/" width="800" height="600"></iframe>`)
    const frame = page.frameLocator('iframe')
    await frame.getByText('It is shown inside another page').waitFor()
    expect(await frame.getByRole('button').count(), 'nothing to click on').to.equal(0)
  })
})
