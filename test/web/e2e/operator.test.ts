/** An operator who joins, in a browser: publishes, accepts its seat, and gets evidence though its server was down at first. */
import { expect } from 'chai'
import { sha256, type Address, type Hex } from 'viem'
import { accountOf, type Person } from '../../../scripts/dev/roles.ts'
import type { Dev } from '../../../scripts/dev/startDev.ts'
import { getAcceptance } from '../../../sdk/actions/getAcceptance.ts'
import { getClaim } from '../../../sdk/actions/getClaim.ts'
import { getOperator } from '../../../sdk/actions/getOperator.ts'
import { getUnaccepted } from '../../../sdk/actions/getUnaccepted.ts'
import { parseClaimFile } from '../../../sdk/evidence/claimFile.ts'
import { proveSealed } from '../../../sdk/evidence/proveSealed.ts'
import { makeIdentity } from '../../../sdk/evidence/seal.ts'
import { commitmentOf, manifestDigest } from '../../../sdk/model/evidence.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import { prepareClaim } from '../support/evidence.ts'
import { startMemberServer, type MemberServer } from '../support/memberServer.ts'
import { ownEscrow } from '../support/ownEscrow.ts'
import { filesOfTar, savedBy } from '../support/saved.ts'
import { until } from '../support/until.ts'
import { devWorld, leavesAfterEach, visit, type Visitor } from '../support/world.ts'

/** Somebody who is on no panel yet. */
const OPERATOR = 'Ivy'
/** How often a bundle is handed in before the page waits for longer. */
const ATTEMPTS = 4

describe('the page, for an operator who joins', function () {
  this.timeout(120_000)
  const { address: operator } = accountOf(OPERATOR)
  let world: Dev
  let server: MemberServer
  let keys: Awaited<ReturnType<typeof makeIdentity>>
  let escrow: { address: Address; terms: Terms }
  let visitor: Visitor
  before(async function () {
    this.timeout(300_000)
    world = await devWorld()
    server = await startMemberServer()
    keys = await makeIdentity()
  })
  after(() => server.close())
  const comes = async (person: Person): Promise<void> => {
    visitor = await visit(person)
  }
  leavesAfterEach(() => visitor)
  const published = () => getOperator(world.chain.client, world.deployment.directory, operator)

  it('should publish its endpoint and key, once both can be used and its wallet agrees', async () => {
    await comes(OPERATOR)
    const { page, wallet } = visitor
    await visitor.open('/desk')
    await visitor.connect()
    const card = page.getByRole('region', { name: 'How you are reached' })
    const [endpoint, key] = [card.getByLabel('Endpoint'), card.getByLabel('Encryption key')]
    const publish = card.getByRole('button', { name: 'Publish' })
    await card.getByText('Nothing yet').last().waitFor()
    wallet.asked.length = 0
    await endpoint.fill('http://operator.example')
    await key.fill(keys.identity)
    await publish.click()
    await card.getByText('Write an address that begins with https://').waitFor()
    await card.getByText('This is not an age recipient').waitFor()
    expect(wallet.asked, 'for what nobody could use').to.deep.equal([])

    await endpoint.fill(` ${server.url} `)
    await key.fill(keys.recipient)
    wallet.refuseNext()
    await publish.click()
    await card.getByText('You said no in the wallet. Nothing was sent.').waitFor()
    expect(await published(), 'refused').to.include({ endpoint: '', encryptionKey: '' })
    await publish.click()
    await card.getByText('Solvers see it from now on.').waitFor()
    expect(await published()).to.include({ endpoint: server.url, encryptionKey: keys.recipient })
    // What is read from the chain is shown, beside what is typed.
    await card.getByRole('definition').filter({ hasText: server.url }).waitFor()
    await card.getByRole('definition').filter({ hasText: keys.recipient }).waitFor()
    expect(await card.getByText('Nothing yet').count()).to.equal(0)
  })

  it('should accept its seat on a panel, so that solvers see that it will judge', async () => {
    const { chain, deployment } = world
    const panel = ['panel-1', 'panel-2', OPERATOR]
    const changes = { verification: { within: '7 d', panel, quorum: 2 }, arbitration: undefined }
    escrow = await ownEscrow(world, 'f-verified-proxy', changes, { Ada: 3_000_000_000_000n }, { silent: [OPERATOR] })
    const accepted = () =>
      getAcceptance(chain.client, deployment.directory, { member: operator, escrow: escrow.address })
    expect(await accepted(), 'before').to.equal(undefined)
    await comes(OPERATOR)
    const { page } = visitor
    await visitor.open('/desk')
    await visitor.connect()
    const seats = page.getByRole('region', { name: 'Your seats' })
    await seats.getByRole('button', { name: 'Accept Verified egress proxy' }).click()
    await seats.getByText('You have accepted.').waitFor()
    const at = await accepted()
    expect(at).to.be.a('bigint')
    expect(await getUnaccepted(chain.client, deployment.directory, escrow.address, escrow.terms.panel)).to.deep.equal(
      [],
    )
    // When it did stands in the place of the button.
    await seats.locator(`time[datetime="${new Date(Number(at) * 1000).toISOString()}"]`).waitFor()
    expect(await seats.getByRole('button', { name: /^Accept/ }).count(), 'once more').to.equal(0)
  })

  it('should be handed evidence again and again by a page that stays open, until its server takes it in', async () => {
    await comes('Tess')
    const { page } = visitor
    // The test moves the clock of the page on, where a person would wait.
    await page.clock.install()
    await visitor.open(`/escrow/${escrow.address}/claim`)
    await visitor.connect()
    await prepareClaim(page, { chosen: { 'results.json': '{"doesProofCheck":true}' }, statement: 'The proof checks.' })
    const receipt = await savedBy(page, () => page.getByRole('button', { name: 'Save the receipt' }).click())
    const kept = [...filesOfTar(receipt.content)].find(([path]) => path.endsWith('/claim.json'))?.[1].toString() ?? ''
    const { commitment, key, bundle } = parseClaimFile(JSON.parse(kept))
    await page.getByRole('button', { name: 'File the claim for 1,500 USDC' }).click()
    await page.getByText('It is on chain, and in its place in the queue.').waitFor()
    const handingIn = page.getByRole('table', { name: 'Handing in' })
    const row = handingIn.getByRole('row').filter({ has: page.locator(`[title="${operator}"]`) })
    /** The page waits for longer each time, and the test does not. */
    const allAttempts = (mood: 'down' | 'endless') =>
      until(`the page has tried while the server is ${mood}`, async () => {
        await page.clock.fastForward(10_000)
        return server.asked[mood] >= ATTEMPTS
      })

    await allAttempts('down')
    await row.getByText('could not be reached from this browser').waitFor()
    await page.getByText('Leave this page open: it tries again by itself.').waitFor()
    // Nobody clicks: it answers now, with words that never end.
    server.mood = 'endless'
    await allAttempts('endless')
    await row.getByText('it answered 503: never never').waitFor()
    expect(server.taken.size).to.equal(0)
    // It takes all of it, and says nothing: the page does not wait for ever.
    server.mood = 'silent'
    await until('the silent server was asked', async () => {
      await page.clock.fastForward(10_000)
      return server.asked.silent > 0
    })
    await until('the page gives it up', async () => {
      await page.clock.fastForward(10_000)
      return (await row.getByText('took the bundle in no further, or did not answer').count()) > 0
    })

    server.mood = 'up'
    await page.getByRole('button', { name: 'Try the others again' }).click()
    await page.getByText('Everybody who takes it in has it.').waitFor()
    await page.getByText('The panel judges now.').waitFor()
    expect(await page.getByText('Has it', { exact: true }).count()).to.equal(3)

    const sealed = server.taken.get(key) ?? Buffer.of()
    expect(sha256(sealed)).to.equal(bundle?.sha256)
    const { manifest, salt } = await proveSealed(new Blob([new Uint8Array(sealed)]).stream(), [keys.identity])
    const { address: solver } = accountOf('Tess')
    const place = { chainId: 31_337, escrow: escrow.address, solver }
    expect(commitmentOf({ ...place, manifestDigest: manifestDigest(manifest), salt })).to.equal(commitment)
    await until('the services measure the claim', async () => (await verdictOf(key)) === 1n)
    // The browser writes down what did not work, and nothing else went wrong.
    const failed = /^Failed to load resource: (net::ERR_|the server responded with a status of 503)/
    expect(visitor.faults.splice(0).filter((fault) => !failed.test(fault) && !/CORS policy/.test(fault))).to.deep.equal(
      [],
    )
  })

  const verdictOf = async (key: Hex) => (await getClaim(world.chain.client, escrow, key)).verdict
})
