/** An outcome that is written step by step, in a browser: every bound is said where it is broken, and the chain has what was written. */
import { expect } from 'chai'
import type { Locator } from 'playwright-core'
import { zeroAddress } from 'viem'
import { accountOf } from '../../../scripts/dev/roles.ts'
import type { Dev } from '../../../scripts/dev/startDev.ts'
import { getEscrow } from '../../../sdk/actions/getEscrow.ts'
import { getOutcome } from '../../../sdk/actions/getOutcome.ts'
import { Rule } from '../../../sdk/model/terms.ts'
import { devWorld, leavesAfterEach, visit, type Visitor } from '../support/world.ts'

describe('the page, for who writes an outcome', function () {
  this.timeout(120_000)
  let world: Dev
  let visitor: Visitor
  before(async function () {
    this.timeout(300_000)
    world = await devWorld()
  })
  leavesAfterEach(() => visitor)

  it('should explain every bound as it is typed, and create what was written', async () => {
    visitor = await visit('Ada')
    const { page } = visitor
    const { client } = world.chain
    await visitor.open('/create')
    await visitor.connect()
    const field = (label: string): Locator => page.getByLabel(label, { exact: true }).last()
    const step = (name: string) => page.getByRole('list', { name: 'Steps' }).getByRole('button', { name }).click()
    /** Writes what is not allowed, and then what is. */
    const bounded = async (label: string, wrong: string, why: RegExp, right: string): Promise<void> => {
      const one = field(label)
      await one.fill(wrong)
      await one.press('Tab')
      const ids = (await one.getAttribute('aria-describedby'))?.split(' ') ?? []
      const fault = page.locator(`[id="${ids.find((id) => id.endsWith('-fault')) ?? ''}"]`)
      expect(await one.getAttribute('aria-invalid'), `${label}: ${wrong}`).to.equal('true')
      expect(await fault.innerText(), `${label}: ${wrong}`).to.match(why)
      await one.fill(right)
      expect(await one.getAttribute('aria-invalid'), `${label}: ${right}`).to.equal('false')
    }
    const write = (texts: Readonly<Record<string, string>>) =>
      Object.entries(texts).reduce(
        async (before, [label, text]) => before.then(() => field(label).fill(text)),
        Promise.resolve(),
      )

    await page.locator('#blank').getByRole('button', { name: 'Price for each unit' }).click()
    const title = 'Servers that were written step by step'
    await write({
      Title: title,
      Summary: 'Servers that prove what they run.',
      'What is measured': 'server-months',
      'Exact definition': 'One server that attests for one month.',
      'Unit of its values': 'server-months',
      Baseline: '0',
    })
    await bounded('Measurements in one unit', '0', /above 0/i, '1')

    await step('How it is judged')
    await write({
      Method: 'Members count attestations.',
      'What the evidence must contain': 'The attestations.',
      'Several claims': 'Each month of a server counts once.',
      'What breaks a paid result': 'A server that did not run.',
    })
    await bounded('Days to ask for unreadable evidence', '366', /365/, '10')

    await step('Prices')
    if ((await page.getByLabel('So many units').count()) === 0)
      await page.getByRole('button', { name: 'Add a tranche' }).click()
    await bounded('So many units', '2.5', /more than 0 decimals/, '1,000')
    await bounded('at this price each', '-1', /is not an amount/i, '20 USDC')
    // The curve is drawn as it is typed.
    await page.getByRole('region', { name: 'The curve' }).getByText('20,000').first().waitFor()
    await bounded('Smallest step', '0', /at least 1/i, '10')

    await step('Funding')
    await bounded('Token', '0x12', /is not an address/i, world.tokens.WETH)
    await page.getByText('The chain says: WETH, 18 decimals.').waitFor()
    await page.getByRole('button', { name: 'Use USDC' }).click()
    await page.getByText('The chain says: USDC, 6 decimals.').waitFor()
    await bounded('Cap', '20,000.000001 USDC', /curve/i, '20,000 USDC')
    await bounded('Threshold', '20,001 USDC', /cap/i, '5,000 USDC')
    await bounded('Fee for filing a claim', '1.0000001', /decimals/i, '3 USDC')
    await bounded('Pledges until', '2020-01-01', /after now/, '6 months')
    await bounded('Claims until', '51 years', /50 years/i, '12 months')
    await write({ 'Chance p of one try': '10 %', 'Cost c of one try': '1,000', 'Chance P that is wanted': '80 %' })
    await page.getByText('16 tries').first().waitFor()

    await step('Verification')
    const members = ['panel-1', 'panel-3', 'panel-5']
    for (const [i, name] of members.entries()) {
      if ((await page.getByLabel(`Member ${i + 1}`, { exact: true }).count()) === 0)
        await page.getByRole('button', { name: 'Add a member' }).click()
      await field(`Member ${i + 1}`).fill(accountOf(name).address)
    }
    await bounded('Quorum', '1', /half/i, '2')
    await bounded('Quorum', '3', /all/i, '2')
    await bounded('Time to verify', '59 minutes', /hour/i, '30 d')
    await page.getByLabel('A part of each payment is held back for a while').check()
    await bounded('Held back', '100.01 %', /100/, '20 %')
    await bounded('For how long', '6 years', /5 years/, '12 months')
    await page.getByLabel('There is an arbiter who may overrule a challenged verdict').check()
    await bounded('Arbiter', accountOf('panel-1').address, /may not be a member/, accountOf('arbiter').address)
    await bounded('Time to challenge', '0 d', /above 0 and at most 365 days/, '7 d')
    await bounded('Time to rule', '366 d', /365/, '7 d')
    await page.getByLabel('There is an arbiter who may overrule a challenged verdict').uncheck()

    await step('Review and create')
    await page.getByText('Pays 20 USDC for each of the first 1,000 server-months; 20,000 USDC in all.').waitFor()
    await page.getByRole('button', { name: 'Create it' }).click()
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    const escrow = /0x[0-9a-fA-F]{40}/.exec(page.url())![0] as `0x${string}`
    const { terms } = await getEscrow(client, escrow)
    expect(terms).to.deep.include({
      ...{ rule: Rule.Units, asset: world.tokens.USDC, minStep: 10n, threshold: 5_000_000_000n, cap: 20_000_000_000n },
      ...{ quorum: 2n, verifyWithin: 30n * 86_400n, arbiter: zeroAddress, challengeWithin: 0n, holdback: 2_000n },
      ...{ claimFee: 3_000_000n },
    })
    expect(terms.panel).to.have.members(members.map((name) => accountOf(name).address))
    expect(terms.curve).to.deep.equal([
      { measurement: 0n, price: 0n },
      { measurement: 1_000n, price: 20_000_000_000n },
    ])
    expect((await getOutcome(client, world.deployment, escrow)).title).to.equal(title)
    expect(visitor.faults.splice(0).every((fault) => fault.includes('404'))).to.equal(true)
  })
})
