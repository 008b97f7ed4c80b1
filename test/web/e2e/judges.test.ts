/** Those who judge, in a browser: members measure and sign, anybody submits and challenges, the arbiter rules. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Page } from 'playwright-core'
import { erc20Abi, keccak256, type Address, type Hex } from 'viem'
import { accountOf, type Person } from '../../../scripts/dev/roles.ts'
import type { Dev } from '../../../scripts/dev/startDev.ts'
import type { ClaimState } from '../../../sdk/actions/getClaim.ts'
import { getDocket } from '../../../sdk/actions/getDocket.ts'
import { getEscrow, type EscrowState } from '../../../sdk/actions/getEscrow.ts'
import { getEvents } from '../../../sdk/events/getEvents.ts'
import { savedBy } from '../support/saved.ts'
import { devWorld, leavesAfterEach, visit, type Visitor } from '../support/world.ts'

/** Places in the docket of commitment B: one for the arbiter, one that can be challenged, one that waits for members. */
const [CHALLENGED, CHALLENGEABLE, OBSERVED] = [2n, 3n, 4n]
const MEASURED = 'relative reduction of exfiltration success, in basis points'
const CONDITIONS = ['pre-registration', 'strong control', 'usable']

describe('the page, for those who judge', function () {
  this.timeout(120_000)
  let world: Dev
  let escrow: EscrowState
  let visitor: Visitor
  before(async function () {
    this.timeout(300_000)
    world = await devWorld()
    escrow = await getEscrow(world.chain.client, world.escrows.B!)
  })
  const comes = async (person: Person): Promise<void> => {
    visitor = await visit(person)
  }
  leavesAfterEach(() => visitor)

  const claimAt = async (place: bigint): Promise<ClaimState> => {
    const [claim] = await getDocket(world.chain.client, escrow, { from: place, count: 1n })
    return claim!
  }
  const routeOf = (key: Hex) => `/escrow/${escrow.address}/claim/${key}`
  const seatOf = (person: Person) => escrow.terms.panel.indexOf(accountOf(person).address)
  /** What a member has observed of a claim, by the chain. */
  const observedBy = async (person: Person, claim: Hex): Promise<{ measurement: bigint; report: Hex } | undefined> => {
    const query = { address: escrow.address, fromBlock: 0n, events: ['Observed'] as const }
    const args = { member: accountOf(person).address }
    let found: { measurement: bigint; report: Hex } | undefined
    for await (const event of getEvents(world.chain.client, { ...query, args }))
      if (event.args.claim === claim) found = { measurement: event.args.measurement, report: event.args.report }
    return found
  }
  /** Gets the bundle from where the solver has it, and opens it with the person's own identity. */
  const open = async (page: Page, person: Person): Promise<void> => {
    await page.getByRole('button', { name: /^Fetch it from / }).click()
    await page.getByText(/^127\.0\.0\.1:\d+, /).waitFor()
    await page.getByLabel('Choose the identity’s file').last().setInputFiles(world.identities[person]!)
    await page.getByText('1 identity from').waitFor()
    await page.getByRole('button', { name: 'Decrypt and prove' }).click()
    await page.getByText('Proved: this is the claim’s evidence').waitFor()
  }
  const measure = async (page: Page, value: string): Promise<void> => {
    await page.getByLabel(MEASURED).fill(value)
    for (const name of CONDITIONS)
      await page
        .getByRole('group', { name: `Side condition: ${name}` })
        .getByLabel('It holds', { exact: true })
        .check()
    await page.getByLabel('Who judged').fill('The red team')
    await page.getByLabel('Reasons').fill('We repeated twenty attempts.')
  }

  it('should show a member what waits for it, open the evidence, and bring its observation on chain', async () => {
    await comes('panel-5')
    const { page, wallet } = visitor
    const { key } = await claimAt(OBSERVED)
    expect(await observedBy('panel-5', key)).to.equal(undefined)
    await visitor.open('/desk')
    await visitor.connect()
    await page.locator(`a[href="#${routeOf(key)}/judge"]`).click()
    await page.getByRole('heading', { level: 1, name: 'Judge a claim' }).waitFor()
    await open(page, 'panel-5')
    const evidence = await savedBy(page, () => page.getByRole('button', { name: 'Save results.json' }).click())
    expect(JSON.parse(evidence.content.toString())).to.deep.include({ treated: { successes: 52, trials: 3000 } })

    await measure(page, '9320')
    await page.getByText('Measurement 9,320', { exact: true }).waitFor()
    const sign = page.getByRole('button', { name: 'Sign measurement 9,320 and submit it' })
    expect(await sign.isDisabled(), 'without a saved report').to.equal(true)
    const report = await savedBy(page, () => page.getByRole('button', { name: 'Save the report' }).click())
    wallet.asked.length = 0
    await sign.click()
    await page.getByText('Your observation is on chain.').waitFor()
    expect(wallet.asked).to.deep.equal(['eth_signTypedData_v4', 'eth_sendTransaction'])
    expect(await observedBy('panel-5', key)).to.deep.equal({ measurement: 9_320n, report: keccak256(report.content) })
    expect((await claimAt(OBSERVED)).seats).to.include(seatOf('panel-5'))
  })

  describe('an observation that is signed and kept', () => {
    let folder: string
    let signed: string
    let key: Hex
    before(async () => {
      ;({ key } = await claimAt(OBSERVED))
      folder = join(world.identities['panel-3']!, '..')
    })

    it('should be the only one that the page signs on this device', async () => {
      await comes('panel-3')
      const { page, context, wallet } = visitor
      await visitor.open(`${routeOf(key)}/judge`)
      await visitor.connect()
      await open(page, 'panel-3')
      await measure(page, '9100')
      // Another tab of the same browser, in which another measurement is about to be signed.
      const other = await context.newPage()
      await other.goto(page.url())
      await open(other, 'panel-3')
      await measure(other, '9320')
      await savedBy(other, () => other.getByRole('button', { name: 'Save the report' }).click())
      const second = other.getByRole('button', { name: 'Sign, and save the observation for others to submit' })
      expect(await second.isEnabled()).to.equal(true)

      await savedBy(page, () => page.getByRole('button', { name: 'Save the report' }).click())
      wallet.asked.length = 0
      const saved = await savedBy(page, () =>
        page.getByRole('button', { name: 'Sign, and save the observation for others to submit' }).click(),
      )
      signed = join(folder, saved.name)
      await writeFile(signed, saved.content)
      expect(wallet.asked).to.deep.equal(['eth_signTypedData_v4'])

      // It may know already, and offer nothing more.
      await second.click({ timeout: 3_000 }).catch(() => undefined)
      await other
        .getByText(/signed measurement 9100 for this claim on this device/)
        .first()
        .waitFor()
      await other.reload()
      await other.getByRole('heading', { name: 'You have signed measurement 9100' }).waitFor()
      expect(await other.getByLabel(MEASURED).count(), 'fields for another one').to.equal(0)
      expect(wallet.asked).to.deep.equal(['eth_signTypedData_v4'])
      expect(await observedBy('panel-3', key), 'on chain').to.equal(undefined)
    })

    it('should be brought on chain by somebody else', async () => {
      expect(JSON.parse(await readFile(signed, 'utf8'))).to.include({ claim: key, measurement: '9100' })
      await comes('Dan')
      const { page } = visitor
      await visitor.open(`${routeOf(key)}/judge`)
      await visitor.connect()
      await page.getByLabel('Choose observation files').last().setInputFiles(signed)
      await page.getByText('1 observation read').waitFor()
      await page.getByRole('button', { name: 'Submit them' }).click()
      await page.getByText('Recorded 1 of 1.').waitFor()
      expect(await observedBy('panel-3', key)).to.include({ measurement: 9_100n })
      // All members have observed: that ends the phase.
      expect(await claimAt(OBSERVED)).to.include({ phase: 'Challenging', verdict: 9_320n })
    })
  })

  it('should let anybody challenge a verdict, for the fee and with grounds', async () => {
    await comes('Cleo')
    const { page } = visitor
    const cleo = accountOf('Cleo').address
    const tokens = (account: Address) =>
      world.chain.client.readContract({
        ...{ address: world.tokens.USDC, abi: erc20Abi, functionName: 'balanceOf', args: [account] },
      })
    const [{ key, phase }, before] = [await claimAt(CHALLENGEABLE), await tokens(cleo)]
    expect(phase).to.equal('Challenging')
    await visitor.open(routeOf(key))
    await visitor.connect()
    const grounds = 'The control arm knew of the defence.'
    await page.getByLabel('Grounds').fill(grounds)
    await page.getByRole('button', { name: 'Challenge for 20,000 USDC' }).click()
    await page.getByText('The verdict is challenged').waitFor()
    expect((await claimAt(CHALLENGEABLE)).phase).to.equal('Arbitrating')
    expect(await tokens(cleo)).to.equal(before - 20_000_000_000n)
    await page.getByRole('region', { name: 'Dispute' }).getByText(grounds).waitFor()
  })

  it('should show the arbiter how far it may go, and bring its ruling on chain', async () => {
    await comes('arbiter')
    const { page } = visitor
    const { key, phase, highest } = await claimAt(CHALLENGED)
    expect([phase, highest]).to.deep.equal(['Arbitrating', 8_905n])
    await visitor.open('/desk')
    await visitor.connect()
    await page.locator(`a[href="#${routeOf(key)}/judge"]`).click()
    await page.getByText('At most 8,905, the highest observation.').waitFor()
    await open(page, 'arbiter')
    await page.getByLabel('Grounds of your ruling').fill('One attacker of the treated arm had an hour less.')
    await page.getByLabel(MEASURED).fill('8906')
    await page.getByText('Is above 8,905').first().waitFor()
    expect(await page.getByRole('button', { name: 'Rule measurement' }).isDisabled(), 'above the highest').to.equal(
      true,
    )
    await page.getByLabel(MEASURED).fill('8300')
    await page.getByRole('button', { name: 'Rule measurement 8,300' }).click()
    await page.getByText('Your ruling is on chain.').waitFor()
    expect(await claimAt(CHALLENGED)).to.include({ phase: 'Decided', ruled: true, verdict: 8_300n })
  })
})
