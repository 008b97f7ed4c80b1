/** Finding an outcome: by words, status, theme and rule, in any order; what is found is what there is. */
import { expect } from 'chai'
import { formatEther } from 'viem'
import * as z from 'zod'
import type { Dev } from '../../../scripts/dev/startDev.ts'
import { getEscrow } from '../../../sdk/actions/getEscrow.ts'
import { pledge } from '../../../sdk/actions/pledge.ts'
import { rowsOfCsv } from '../support/csv.ts'
import { until } from '../support/until.ts'
import { devWorld, leavesAfterEach, visit, type Visitor } from '../support/world.ts'

const rowsSchema = z.object({
  rows: z.array(
    z.object({
      ...{ address: z.string(), status: z.string(), theme: z.string().nullable(), rule: z.string() },
      ...{ pledged: z.coerce.bigint(), paid: z.coerce.bigint() },
    }),
  ),
})
type Row = z.output<typeof rowsSchema>['rows'][number]

describe('the page, for who looks for an outcome', function () {
  this.timeout(120_000)
  let world: Dev
  let visitor: Visitor
  let all: Row[]
  before(async function () {
    this.timeout(300_000)
    world = await devWorld()
  })
  beforeEach(async () => {
    // High enough for all of them: cards far below the screen are not drawn.
    visitor = await visit('Dan', { viewport: { width: 1280, height: 6_000 } })
    all = rowsSchema.parse(await (await fetch(`${world.url}/v1/escrows?limit=100`)).json()).rows
  })
  leavesAfterEach(() => visitor)

  /** The outcomes that are shown, in order, once there are so many. */
  const shown = async (count: number): Promise<string[]> => {
    const { page } = visitor
    const cards = page.getByRole('region', { name: 'Outcomes', exact: true }).getByRole('article')
    await page
      .getByRole('status')
      .getByText(new RegExp(`^${count} outcome`))
      .waitFor()
    const more = page.getByRole('button', { name: 'Show more' })
    await until('all of them are there', async () => {
      if ((await cards.count()) === count) return true
      if (await more.isVisible()) await more.click()
      return false
    })
    const links = await cards.getByRole('heading').getByRole('link').all()
    return Promise.all(links.map(async (link) => (await link.getAttribute('href'))?.replace('#/escrow/', '') ?? ''))
  }
  const found = (rows: readonly Row[]): string[] => rows.map(({ address }) => address)

  it('should show those of a status, a rule, a theme, and all of them again', async () => {
    const { page } = visitor
    await visitor.open('/')
    expect(await shown(all.length)).to.deep.equal(found(all))
    for (const [label, choice, fits] of [
      ['Status', 'Pledging: gathering money', ({ status }: Row) => status === 'Pledging'],
      ['Status', 'Binding: waiting for results', ({ status }: Row) => status === 'Binding'],
      ['Status', 'Void: threshold missed, all comes back', ({ status }: Row) => status === 'Void'],
      ['Rule', 'Contest: ranked prizes', ({ rule }: Row) => rule === 'Contest'],
    ] as const) {
      await page.getByLabel(label).selectOption({ label: choice })
      const rows = all.filter(fits)
      expect(rows.length, choice).to.be.within(1, all.length - 1)
      expect(await shown(rows.length), choice).to.deep.equal(found(rows))
      await page.getByRole('button', { name: 'Clear all filters' }).click()
      expect(await shown(all.length), 'all again').to.deep.equal(found(all))
    }
    await page.getByLabel('Theme').fill('weight security')
    const secure = all.filter(({ theme }) => theme === 'weight security')
    expect(await shown(secure.length)).to.have.members([world.escrows.A!, world.escrows.B!])
    // A link to what was found finds the same.
    await page.reload()
    expect(await shown(secure.length)).to.deep.equal(found(secure))
    await page.getByRole('searchbox').fill('exfiltration risk')
    expect(await shown(1)).to.deep.equal([world.escrows.B!])
    await page.getByRole('searchbox').fill('perpetual motion')
    await page.getByRole('heading', { name: 'No outcome matches' }).waitFor()
  })

  it('should sort them by money, and give the list to take along', async () => {
    const { page } = visitor
    await visitor.open('/')
    for (const [label, figure] of [
      ['Most committed first', 'pledged'],
      ['Most paid first', 'paid'],
    ] as const) {
      await page.getByLabel('Order').selectOption({ label })
      await page.waitForURL(new RegExp(`sort=-${figure}`))
      const amountOf = new Map(all.map((row) => [row.address, row[figure]]))
      const wanted = all.map((row) => row[figure]).sort((one, other) => (one < other ? 1 : -1))
      await until(label, async () => {
        const amounts = (await shown(all.length)).map((address) => amountOf.get(address))
        return amounts.join() === wanted.join()
      })
    }
    const csv = await page.getByRole('link', { name: 'This list as CSV' }).getAttribute('href')
    const rows = rowsOfCsv(await (await fetch(csv ?? '')).text())
    expect(rows.map(({ address }) => address)).to.deep.equal(await shown(all.length))
  })

  it('should cut off no amount without saying so, and have it whole beside that', async () => {
    const { page } = visitor
    const { chain, escrows, url } = world
    const escrow = escrows.W!
    const { result } = await pledge(await chain.as('Ada'), escrow, { amount: 123_456_789_012_345_678n })
    expect(result).to.equal(123_456_789_012_345_678n)
    const { pledged } = await getEscrow(chain.client, escrow)
    const whole = `${formatEther(pledged)} WETH`
    const [digits = '', decimals = ''] = formatEther(pledged).split('.')
    expect(decimals, 'more of them than are shown').to.have.length(18)
    await until('the index knows the pledge', async () => {
      const { rows } = rowsSchema.parse(await (await fetch(`${url}/v1/escrows?limit=100`)).json())
      return rows.some((row) => row.address === escrow && row.pledged === pledged)
    })
    for (const route of ['/', `/escrow/${escrow}`]) {
      await visitor.open(route)
      const shown = page.locator('main').getByTitle(whole, { exact: true }).first()
      await shown.waitFor()
      const told = await shown.innerText()
      expect(told, route).to.include(`≈ ${digits}.${decimals.slice(0, 6)} WETH`)
      expect(await shown.locator('.visually-hidden').innerText(), `${route}, for who hears it`).to.include(whole)
    }
    // No other amount has so few decimals without the mark.
    const text = await page.locator('main').innerText()
    expect(text).to.not.match(new RegExp(`(?<!≈ )\\b${digits}\\.${decimals.slice(0, 6)} WETH`))
  })
})
