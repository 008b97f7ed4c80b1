/** A solver's whole path and a breaker's, in a browser: evidence, claim, verdict of real services, settlement, payment, break. */
import { expect } from 'chai'
import { erc20Abi, sha256, type Address, type Hex } from 'viem'
import { accountOf, type Person } from '../../../scripts/dev/roles.ts'
import type { Dev } from '../../../scripts/dev/startDev.ts'
import { getClaim } from '../../../sdk/actions/getClaim.ts'
import { getEscrow } from '../../../sdk/actions/getEscrow.ts'
import { getOwed } from '../../../sdk/actions/getOwed.ts'
import { parseClaimFile } from '../../../sdk/evidence/claimFile.ts'
import { claimKey, commitmentOf, manifestDigest, parseManifest } from '../../../sdk/model/evidence.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import { prepareClaim } from '../support/evidence.ts'
import { ownEscrow } from '../support/ownEscrow.ts'
import { filesOfTar, savedBy } from '../support/saved.ts'
import { until } from '../support/until.ts'
import { devWorld, leavesAfterEach, visit, type Visitor } from '../support/world.ts'

const usdc = (whole: number): bigint => BigInt(whole) * 1_000_000n

describe('the page, for a solver', function () {
  this.timeout(150_000)
  const [sol, rea, ivy] = [accountOf('Sol').address, accountOf('Rea').address, accountOf('Ivy').address]
  let world: Dev
  let escrow: { address: Address; terms: Terms }
  let visitor: Visitor
  let paid: Hex
  before(async function () {
    this.timeout(300_000)
    world = await devWorld()
    // All of its members run services, and nobody overrules them: it is decided as soon as they have measured.
    const panel = ['panel-1', 'panel-2', 'panel-4']
    const verification = { within: '7 d', panel, quorum: 2 }
    const changes = { verification, arbitration: undefined }
    escrow = await ownEscrow(world, 'f-verified-proxy', changes, { Ada: usdc(3_000_000) })
  })
  const comes = async (person: Person): Promise<void> => {
    visitor = await visit(person)
  }
  leavesAfterEach(() => visitor)

  const claimOf = (key: Hex) => getClaim(world.chain.client, escrow, key)
  const state = () => getEscrow(world.chain.client, escrow.address)
  const owedTo = async (account: Address) => (await getOwed(world.chain.client, escrow.address, account)).owed
  const tokensOf = (account: Address): Promise<bigint> =>
    world.chain.client.readContract({
      ...{ address: world.tokens.USDC, abi: erc20Abi, functionName: 'balanceOf', args: [account] },
    })
  const isDecided = (key: Hex) =>
    until('the services measure the claim', async () => (await claimOf(key)).phase === 'Decided')
  /** Every member's service has taken the bundle in. */
  const isHandedIn = async (): Promise<void> => {
    // Services take it in once they have seen the claim.
    await visitor.page.getByText('Everybody who takes it in has it.').waitFor({ timeout: 90_000 })
    expect(await visitor.page.getByText('Has it', { exact: true }).count()).to.equal(3)
  }
  const settle = async (): Promise<void> => {
    const now = visitor.page.getByRole('region', { name: 'What you can do now' })
    await now.getByRole('button', { name: 'Settle' }).click()
    await now.getByText('Done.').waitFor()
  }

  it('should say, before a fee is paid, which members have not accepted the escrow', async () => {
    await comes('Sol')
    const { page } = visitor
    await visitor.open(`/escrow/${escrow.address}/claim`)
    await visitor.connect()
    const possible = page.getByRole('region', { name: 'What filing takes' })
    await possible.getByText('2 of 3').waitFor()
    expect(await possible.getByText('not said that').count(), 'all have accepted').to.equal(0)
    await visitor.open(`/escrow/${world.escrows.B!}/claim`)
    await possible.getByText('1 of 5 members has not said that it will judge this escrow').waitFor()
  })

  it('should prepare evidence, keep it over a reload, file the claim after a refusal, and hand it in to services that measure it', async () => {
    await comes('Sol')
    const { page, wallet } = visitor
    const put: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'PUT') put.push(new URL(request.url()).origin)
    })
    await visitor.open(`/escrow/${escrow.address}`)
    await page.getByRole('link', { name: 'File a claim' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'File a claim' }).waitFor()
    await visitor.connect()
    const statement = 'The kernel accepts our proof.'
    await prepareClaim(page, {
      chosen: { 'results.json': '{"doesProofCheck":true}' },
      dropped: { 'proof.lean': 'theorem all_is_well : True := trivial\n' },
      statement,
    })
    await page.reload()
    await page.getByRole('heading', { name: 'Save the receipt' }).waitFor()
    await page.getByText(statement).waitFor()
    const filing = page.getByRole('button', { name: 'File the claim for 1,500 USDC' })
    expect(await filing.isDisabled(), 'without a saved receipt').to.equal(true)

    const receipt = await savedBy(page, () => page.getByRole('button', { name: 'Save the receipt' }).click())
    const files = new Map([...filesOfTar(receipt.content)].map(([path, content]) => [path.split('/').at(-1), content]))
    const read = (name: string) => files.get(name)?.toString() ?? ''
    const manifest = parseManifest(JSON.parse(read('manifest.json')))
    const claim = parseClaimFile(JSON.parse(read('claim.json')))
    expect(manifest.statement).to.equal(statement)
    expect(manifest.files.map(({ path }) => path)).to.deep.equal(['proof.lean', 'results.json'])
    const commitment = commitmentOf({
      ...{ chainId: 31_337, escrow: escrow.address, solver: sol },
      ...{ manifestDigest: manifestDigest(manifest), salt: read('salt').trim() as Hex },
    })
    expect(claim.commitment).to.equal(commitment)
    const sealed = files.get('bundle.age') ?? Buffer.of()
    expect(sha256(sealed)).to.equal(claim.bundle?.sha256)
    expect(sealed.includes(statement), 'the bundle is encrypted').to.equal(false)
    const key = claimKey(sol, commitment)

    // The fee is approved; the claim itself is refused.
    wallet.asked.length = 0
    wallet.refuseNext('eth_sendTransaction', 1)
    await filing.click()
    await page.getByText('What you had confirmed before stands').waitFor()
    expect(wallet.asked).to.deep.equal(['eth_sendTransaction', 'eth_sendTransaction'])
    expect((await claimOf(key)).phase).to.equal('None')
    await filing.click()
    await page.getByText('It is on chain, and in its place in the queue.').waitFor()
    expect(wallet.asked).to.have.length(3)
    expect(await claimOf(key)).to.include({ payee: sol, phase: 'Observing' })
    await isHandedIn()
    expect(new Set(put).size, 'servers of members').to.equal(3)
    await isDecided(key)
    expect(await claimOf(key)).to.deep.include({ verdict: 1n, seats: [0, 1, 2] })
    paid = key
  })

  it('should settle the claim from the outcome’s page, collect what it earned, and hand what is held to an investor', async () => {
    await comes('Sol')
    const { page } = visitor
    await visitor.open(`/escrow/${escrow.address}`)
    await visitor.connect()
    await settle()
    expect((await state()).paid).to.equal(usdc(3_000_000))
    expect(await claimOf(paid)).to.include({ phase: 'Settled', held: usdc(900_000) })
    expect(await owedTo(sol)).to.equal(usdc(2_100_000))

    const before = await tokensOf(sol)
    await visitor.open('/portfolio')
    const position = page.locator(`#at-${escrow.address}`)
    await position.getByRole('button', { name: 'Collect' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Collect 2,100,000 USDC' }).click()
    await page.getByRole('dialog').getByText('Done.').waitFor()
    expect(await tokensOf(sol)).to.equal(before + usdc(2_100_000))
    expect(await owedTo(sol)).to.equal(0n)
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()

    await position.getByRole('button', { name: 'Assign' }).click()
    const dialog = page.getByRole('dialog')
    const confirm = dialog.getByRole('button', { name: 'Assign it for good' })
    await dialog.getByLabel('Address').fill(ivy)
    expect(await confirm.isDisabled(), 'before the address is compared').to.equal(true)
    await dialog.getByRole('checkbox').check()
    await confirm.click()
    await dialog.getByText('Done.').waitFor()
    expect((await claimOf(paid)).payee).to.equal(ivy)
  })

  it('should let a red team break the paid result, handing evidence in after the page was closed, and take half of what was held', async () => {
    await comes('Rea')
    const { page } = visitor
    await visitor.open(`/escrow/${escrow.address}`)
    await visitor.connect()
    await page.getByRole('link', { name: 'File a break claim' }).first().click()
    await page.getByRole('heading', { level: 1, name: 'File a break claim' }).waitFor()
    await page.getByText('450,000 USDC').waitFor()
    await prepareClaim(page, { chosen: { 'results.json': '{"leakedBytes":4096}' }, statement: 'It leaks a page.' })
    const receipt = await savedBy(page, () => page.getByRole('button', { name: 'Save the receipt' }).click())
    const kept = [...filesOfTar(receipt.content)].find(([path]) => path.endsWith('/claim.json'))?.[1].toString() ?? ''
    const { commitment, key } = parseClaimFile(JSON.parse(kept))
    expect(key).to.equal(claimKey(rea, commitment, paid))
    // Members who have not seen the claim yet take nothing in. The page is closed meanwhile.
    let refused = 0
    await page.route('**/evidence/**', async (route) => {
      refused++
      await route.fulfill({ status: 404, headers: { 'access-control-allow-origin': '*' } })
    })
    await page.getByRole('button', { name: 'File the break claim for 1,500 USDC' }).click()
    await page.getByText('It is on chain, and in its place in the queue.').waitFor()
    await until('the bundle is handed in', () => Promise.resolve(refused > 0))
    expect(await page.getByText('The panel judges now.').count(), 'while nobody has the bundle').to.equal(0)
    await page.unroute('**/evidence/**')
    await page.reload()
    await isHandedIn()
    await page.getByText('The panel judges now.').waitFor()
    await isDecided(key)

    await visitor.open(`/escrow/${escrow.address}`)
    await settle()
    expect(await claimOf(key)).to.include({ phase: 'Settled', verdict: 1n })
    expect((await claimOf(paid)).held).to.equal(0n)
    expect(await owedTo(rea)).to.equal(usdc(450_000))
    expect((await state()).refundable).to.equal(usdc(450_000))
  })
})
