/** What a visitor who trusts nobody can check without leaving the page. */
import { expect } from 'chai'
import { keccak256, stringToHex, toEventSelector } from 'viem'
import { accountOf } from '../../../scripts/dev/roles.ts'
import type { Dev } from '../../../scripts/dev/startDev.ts'
import { file } from '../../../sdk/actions/file.ts'
import { observe } from '../../../sdk/actions/observe.ts'
import { signObservation } from '../../../sdk/actions/signObservation.ts'
import { until } from '../support/until.ts'
import { ownEscrow } from '../support/ownEscrow.ts'
import { devWorld, leavesAfterEach, visit, type Visitor } from '../support/world.ts'

/** An endpoint's answer. */
interface Answered {
  result?: unknown
}
const DEPOSIT = toEventSelector('Deposit(address,address,uint256,uint256)')

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

  it('should find what an endpoint leaves out of the history of an escrow', async () => {
    const { page } = visitor
    const escrow = world.escrows.A!
    let left = 0
    await page.route(world.rpc, async (route) => {
      const response = await route.fetch()
      const said = (await response.json()) as Answered | Answered[]
      for (const { result } of [said].flat()) {
        if (!Array.isArray(result)) continue
        const logs = result as { address?: string; topics?: string[] }[]
        const at = logs.findIndex(
          ({ address, topics }) => address?.toLowerCase() === escrow.toLowerCase() && topics?.[0] === DEPOSIT,
        )
        if (at === -1) continue
        logs.splice(at, 1)
        left++
      }
      await route.fulfill({ response, json: said })
    })
    await visitor.open(`/escrow/${escrow}/audit`)
    await page.getByRole('button', { name: 'Run the audit' }).click()
    await page.getByText('There are findings').waitFor({ timeout: 60_000 })
    expect(left, 'pledges that were left out').to.be.above(0)
    await page.getByRole('article').filter({ hasText: 'fraud or fault' }).first().waitFor()
    expect(await page.getByRole('heading', { name: /^PASS/ }).count()).to.equal(0)
  })

  it('should lead to the report of the full audit where the site has one, else to the command for it', async () => {
    const { page } = visitor
    const escrow = world.escrows.D!
    const full = page.getByRole('region', { name: 'The full audit' })
    await visitor.open(`/escrow/${escrow}/audit`)
    await full.getByText(`lodestone audit ${escrow}`).waitFor()
    expect(await full.getByRole('link').count(), 'a link to no report').to.equal(0)
    const report = 'https://reports.example/lodestone.html'
    await page.route('**/config.json', async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, json: { ...((await response.json()) as object), report } })
    })
    await page.reload()
    const link = full.getByRole('link', { name: 'Open the latest report of the full audit' })
    expect(await link.getAttribute('href')).to.equal(report)
  })

  it('should find the fraud of an index and an endpoint that say different things', async () => {
    const { page } = visitor
    const escrow = world.escrows.D!
    const verify = page.getByRole('region', { name: 'Verify' })
    await visitor.open(`/escrow/${escrow}`)
    await verify.scrollIntoViewIfNeeded()
    await verify.getByText('Every figure is the same in the index and on the chain.').waitFor()
    await page.route('**/v1/escrows/0x*', async (route) => {
      const answer = await route.fetch()
      const body = (await answer.json()) as { escrow?: { pledged: string } }
      if (body.escrow !== undefined) body.escrow.pledged = '799999999999'
      await route.fulfill({ response: answer, json: body })
    })
    await page.reload()
    await verify.getByText('1 figure differs: the index has left something out').waitFor()
    const wrong = verify.getByRole('row').filter({ hasText: '(differs)' })
    expect(await wrong.count()).to.equal(1)
    await wrong.getByText('799,999.999999 USDC').waitFor()
  })

  it('should look into transactions for a second answer of an operator to one claim', async () => {
    const { page } = visitor
    await visitor.open(`/operators/${accountOf('panel-3').address}`)
    await page.getByRole('table', { name: 'Claims that it had to observe' }).waitFor()
    await page.getByRole('button', { name: 'Look for contradictions' }).click()
    await page.getByRole('heading', { name: 'None found' }).waitFor()
  })

  it('should find it where there is one, on the page of the operator and in the audit', async () => {
    const { page } = visitor
    const { chain, url } = world
    const changes = { verification: { within: '7 d', panel: ['panel-3', 'panel-5', 'Rea'], quorum: 2 } }
    const escrow = await ownEscrow(
      world,
      'f-verified-proxy',
      { ...changes, arbitration: undefined },
      { Ada: 3_000_000_000_000n },
    )
    const filing = { commitment: keccak256(stringToHex('a proof that is two things')), uri: '' }
    const { key } = await file(await chain.as('Max'), escrow.address, filing)
    const { wallet } = await chain.as('Rea')
    const observed = { chainId: 31_337, escrow: escrow.address, panel: escrow.terms.panel, claim: key }
    const [first, second] = [
      await signObservation(wallet, { ...observed, measurement: 1n, report: keccak256('0x01') }),
      await signObservation(wallet, { ...observed, measurement: 0n, report: keccak256('0x02') }),
    ]
    const { result } = await observe(await chain.as('anybody'), escrow.address, key, [first, second])
    expect(result, 'the contract skips the second').to.equal(1n)
    await until('the index knows the observation', async () => {
      const answer = await fetch(new URL(`/v1/escrows/${escrow.address}/claims/${key}`, url))
      return answer.ok && ((await answer.json()) as { claim: { observed: number } }).claim.observed === 1
    })

    await visitor.open(`/operators/${accountOf('Rea').address}`)
    await page.getByRole('button', { name: 'Look for contradictions' }).click()
    await page.getByRole('heading', { name: 'It signed two different observations of a claim' }).waitFor()
    const found = page.getByRole('listitem').filter({ hasText: '1 and 0' })
    const href = await found.getByRole('link').first().getAttribute('href')
    expect(href).to.equal(`#/escrow/${escrow.address}/claim/${key}`)

    await visitor.open(`/escrow/${escrow.address}/audit`)
    await page.getByRole('button', { name: 'Run the audit' }).click()
    await page.getByText('There are findings').waitFor({ timeout: 60_000 })
    const finding = page.getByRole('article').filter({ hasText: 'Rule equivocation' })
    await finding.getByText('broken promise of token, member or arbiter').waitFor()
    expect(await finding.count()).to.equal(1)
  })
})
