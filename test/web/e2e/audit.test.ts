/** What a visitor who trusts nobody can check without leaving the page. */
import { expect } from 'chai'
import { accountOf } from '../../../scripts/dev/roles.ts'
import type { Dev } from '../../../scripts/dev/startDev.ts'
import { devWorld, leavesAfterEach, visit, type Visitor } from '../support/world.ts'

describe('the page, for who trusts nobody', function () {
  this.timeout(120_000)
  let world: Dev
  let visitor: Visitor
  before(async function () {
    this.timeout(300_000)
    world = await devWorld()
  })
  beforeEach(async () => {
    visitor = await visit('Ben')
  })
  leavesAfterEach(() => visitor)

  for (const letter of ['A', 'B', 'C', 'F'] as const) {
    it(`should audit ${letter} in the browser and pass it, proved by a block hash from elsewhere`, async () => {
      const { page } = visitor
      await visitor.open(`/escrow/${world.escrows[letter]!}/audit`)
      const { hash } = await world.chain.client.getBlock()
      await page.getByLabel(/^Hash of a block/).fill('0x12')
      await page.getByText('Write the hash of a block').waitFor()
      expect(await page.getByRole('button', { name: 'Run the audit' }).isDisabled(), 'with a wrong hash').to.equal(true)
      await page.getByLabel(/^Hash of a block/).fill(hash)
      await page.getByRole('button', { name: 'Run the audit' }).click()
      await page.getByText('PASS: nothing is wrong').waitFor({ timeout: 60_000 })
      const proved = page.getByRole('listitem').filter({ hasText: `the storage of the escrow` })
      await proved.waitFor()
      expect(await page.getByText('follows from the block hash that you gave').count(), 'what is proved').to.equal(1)
    })
  }

  it('should find the fraud of an index and an endpoint that say different things', async () => {
    const { page } = visitor
    const escrow = world.escrows.D!
    await page.route('**/v1/escrows/0x*', async (route) => {
      const answer = await route.fetch()
      const body = (await answer.json()) as { escrow?: { pledged: string } }
      if (body.escrow !== undefined) body.escrow.pledged = '799999999999'
      await route.fulfill({ response: answer, json: body })
    })
    await visitor.open(`/escrow/${escrow}`)
    await page
      .getByText(/differ/i)
      .first()
      .waitFor()
  })

  it('should look into transactions for a second answer of an operator to one claim', async () => {
    const { page } = visitor
    await visitor.open(`/operators/${accountOf('panel-3').address}`)
    await page.getByRole('table', { name: 'Claims that it had to observe' }).waitFor()
    await page.getByRole('button', { name: 'Look for contradictions' }).click()
    await page.getByRole('heading', { name: 'None found' }).waitFor()
  })
})
