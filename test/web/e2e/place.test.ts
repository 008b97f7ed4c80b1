/** A solver who puts its bundle at a place of its own, in a browser: from the choice to the verdict of members who fetch it there. */
import { expect } from 'chai'
import { sha256, type Address, type Hex } from 'viem'
import { accountOf, type Person } from '../../../scripts/dev/roles.ts'
import type { Dev } from '../../../scripts/dev/startDev.ts'
import { getClaim } from '../../../sdk/actions/getClaim.ts'
import { cidOf } from '../../../sdk/evidence/cid.ts'
import { getEvents } from '../../../sdk/events/getEvents.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import { prepareClaim } from '../support/evidence.ts'
import { startGateway, type Gateway } from '../support/gateway.ts'
import { ownEscrow } from '../support/ownEscrow.ts'
import { savedBy } from '../support/saved.ts'
import { until } from '../support/until.ts'
import { devWorld, leavesAfterEach, visit, type Visitor } from '../support/world.ts'

describe('the page, for a solver with a place of its own', function () {
  this.timeout(120_000)
  const statement = 'The kernel accepts the proof that lies on IPFS.'
  const [tess, ivy] = [accountOf('Tess').address, accountOf('Ivy').address]
  let world: Dev
  let gateway: Gateway
  let escrow: { address: Address; terms: Terms }
  let visitor: Visitor
  let claimed: Hex
  before(async function () {
    this.timeout(300_000)
    world = await devWorld()
    gateway = await startGateway()
    // One of them alone takes evidence in.
    const panel = ['panel-1', 'panel-3', 'panel-5']
    const changes = { verification: { within: '7 d', panel, quorum: 2 }, arbitration: undefined }
    escrow = await ownEscrow(world, 'f-verified-proxy', changes, { Ada: 3_000_000_000_000n })
  })
  after(() => gateway.close())
  const comes = async (person: Person): Promise<void> => {
    visitor = await visit(person)
  }
  leavesAfterEach(() => visitor)
  const claimOf = (key: Hex) => getClaim(world.chain.client, escrow, key)
  const seatOf = (person: string) => escrow.terms.panel.indexOf(world.chain.address(person))
  /** The claims of Tess in the escrow, by the chain. */
  const filings = async () => {
    const query = { address: escrow.address, fromBlock: 0n, events: ['Filed'] as const }
    const found: { claim: Hex; payee: Address; uri: string }[] = []
    for await (const { args } of getEvents(world.chain.client, { ...query, args: { solver: tess } })) found.push(args)
    return found
  }

  it('should not pay the escrow or the token, and file with the address that the solver has put the bundle at', async () => {
    await comes('Tess')
    const { page } = visitor
    await visitor.open(`/escrow/${escrow.address}/claim`)
    await visitor.connect()
    const payment = page.getByRole('region', { name: '4. Who is paid' })
    const [members, own] = [
      payment.getByLabel(/^Hand it in to the members/),
      payment.getByLabel(/^I put the encrypted/),
    ]
    expect([await members.isDisabled(), await own.isChecked()], 'too few take it in').to.deep.equal([true, true])
    await payment.getByLabel('Another address').check()
    const payee = payment.getByLabel('Address that is paid')
    for (const [typed, fault] of [
      [escrow.address, 'This is the escrow itself'],
      [world.tokens.USDC.toLowerCase(), 'This is the token itself'],
      [ivy.replace(/[A-F]/, (digit) => digit.toLowerCase()), 'The checksum is wrong'],
    ] as const) {
      await payee.fill(typed)
      await payment.getByText(fault).waitFor()
      await page.getByText(/^Still missing: .*an address to pay/).waitFor()
      expect(await page.getByRole('button', { name: 'Prepare and encrypt' }).isDisabled(), fault).to.equal(true)
    }
    await payee.fill(ivy)
    await payment.getByText(ivy).waitFor()
    await prepareClaim(page, { chosen: { 'results.json': '{"doesProofCheck":true}' }, statement })
    await savedBy(page, () => page.getByRole('button', { name: 'Save the receipt' }).click())

    const filing = page.getByRole('button', { name: 'File the claim for 1,500 USDC' })
    await page.getByText('Say where the bundle is first.').waitFor()
    expect(await filing.isDisabled(), 'without a place').to.equal(true)
    const bundle = await savedBy(page, () =>
      page.getByRole('button', { name: 'Download the encrypted bundle' }).click(),
    )
    const cid = cidOf(sha256(bundle.content))
    expect(bundle.name).to.equal(`${cid}.age`)
    await page.getByText(cid, { exact: true }).waitFor()
    gateway.content.set(cid, bundle.content)
    const [place, use] = [page.getByLabel('Its address'), page.getByRole('button', { name: 'Use this address' })]
    await place.fill('http://files.example/bundle.age')
    await use.click()
    await page.getByText('Write an address that begins with https:// or ipfs://').waitFor()
    expect(await filing.isDisabled(), 'with a place that nobody fetches from').to.equal(true)
    await place.fill(`ipfs://${cid}`)
    await use.click()
    await filing.click()
    await page.getByText('It is on chain, and in its place in the queue.').waitFor()

    const [filed, ...others] = await filings()
    expect(others).to.deep.equal([])
    expect(filed).to.include({ payee: ivy, uri: `ipfs://${cid}` })
    claimed = filed!.claim
    // Who takes it in gets it from here as well; the others fetch it.
    await page.getByText('Has it', { exact: true }).waitFor()
    expect(await page.getByText('Takes nothing in: it fetches the bundle by its address').count()).to.equal(2)
  })

  it('should let a member fetch it through a gateway of its choice, and make the verdict', async () => {
    expect((await claimOf(claimed)).seats, 'a service alone waits for a quorum').to.deep.equal([])
    await comes('panel-3')
    const { page } = visitor
    await visitor.open(`/escrow/${escrow.address}/claim/${claimed}/judge`)
    await visitor.connect()
    const [named, fetchIt] = [page.getByLabel('IPFS gateway'), page.getByRole('button', { name: 'Fetch it' })]
    await named.fill('http://gateway.example')
    await fetchIt.click()
    await page.getByText('Write an address that begins with https://, or http:// for this machine.').waitFor()
    await named.fill(gateway.url)
    await fetchIt.click()
    await page.getByText(/^127\.0\.0\.1:\d+, /).waitFor()
    await page.getByLabel('Choose the identity’s file').last().setInputFiles(world.identities['panel-3']!)
    await page.getByText('1 identity from').waitFor()
    await page.getByRole('button', { name: 'Decrypt and prove' }).click()
    await page.getByText('Proved: this is the claim’s evidence').waitFor()
    await page.getByText(statement).waitFor()

    const form = page.locator('#measure')
    await form.getByLabel('proof accepted, in proofs').fill('1')
    for (const holds of await form.getByRole('radio', { name: 'It holds' }).all()) await holds.check()
    await form.getByLabel('Who judged').fill('ann')
    await form.getByLabel('Reasons').fill('The kernel accepts it here too.')
    await savedBy(page, () => form.getByRole('button', { name: 'Save the report' }).click())
    await form.getByRole('button', { name: 'Sign measurement 1 and submit it' }).click()
    await page.getByText('Your observation is on chain.').waitFor()
    expect((await claimOf(claimed)).seats).to.include(seatOf('panel-3'))
    // The service, to which it was handed in, has found the same.
    await until('two vouch for it', async () => (await claimOf(claimed)).verdict === 1n)
    expect((await claimOf(claimed)).seats).to.have.members([seatOf('panel-1'), seatOf('panel-3')])
  })
})
