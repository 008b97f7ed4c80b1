/** What ends late, in a browser: the prizes of a contest are awarded, and what was held of them is released. */
import { expect } from 'chai'
import { keccak256, stringToHex, type Address, type Hex } from 'viem'
import { accountOf, type Person } from '../../../scripts/dev/roles.ts'
import type { Dev } from '../../../scripts/dev/startDev.ts'
import { file } from '../../../sdk/actions/file.ts'
import { getClaim } from '../../../sdk/actions/getClaim.ts'
import { getEscrow } from '../../../sdk/actions/getEscrow.ts'
import { getOwed } from '../../../sdk/actions/getOwed.ts'
import { settle } from '../../../sdk/actions/settle.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import { observeAs } from '../support/observeAs.ts'
import { ownEscrow } from '../support/ownEscrow.ts'
import { devWorld, leavesAfterEach, visit, type Visitor } from '../support/world.ts'

const usdc = (whole: number): bigint => BigInt(whole) * 1_000_000n
/** Scores, and who they are of, in the order filed. */
const SCORES = { Max: 9_500n, Tess: 9_700n, Sol: 9_600n } as const satisfies Partial<Record<Person, bigint>>
/** What each wins: prizes by rank, less the fifth that is held. */
const PRIZES = { Tess: 2_000_000, Sol: 1_000_000, Max: 500_000 } as const
type Winner = keyof typeof PRIZES
const WINNERS = Object.keys(PRIZES) as Winner[]
/** Parts in a hundred. */
const [AT_ONCE, HELD] = [80, 20]

describe('the page, for who won a contest', function () {
  this.timeout(120_000)
  let world: Dev
  let escrow: { address: Address; terms: Terms }
  let visitor: Visitor
  const claims = {} as Record<Winner, Hex>
  before(async function () {
    this.timeout(300_000)
    world = await devWorld()
    const { chain } = world
    // Clocks of an hour: other suites' are of days. The fee is shared by three without a rest.
    const changes = {
      claims: { by: '2 d', fee: '6,000 USDC', lastCall: '1 h' },
      pledges: { by: '1 d', threshold: '3,500,000 USDC', cap: '3,500,000 USDC' },
      verification: { within: '12 d', panel: ['panel-3', 'panel-5', 'Rea'], quorum: 2 },
      arbitration: undefined,
      warranty: { holdback: `${HELD} %`, lasts: '1 h' },
    }
    const document = { breakClause: 'The monitor misses sabotage that it was said to catch.' }
    escrow = await ownEscrow(world, 'c-monitor-tournament', changes, { Ada: usdc(3_500_000) }, { document })
    for (const [name, score] of Object.entries(SCORES)) {
      const filing = { commitment: keccak256(stringToHex(`monitor of ${name}`)), uri: 'ipfs://monitor' }
      const { key } = await file(await chain.as(name), escrow.address, filing)
      await observeAs(world, escrow, key, { 'panel-3': score, 'panel-5': score, Rea: 0n })
      claims[name as Winner] = key
    }
  })
  leavesAfterEach(() => visitor)

  const comes = async (person: Person): Promise<void> => {
    visitor = await visit(person)
  }
  /** An hour passes, and a second: what lasts an hour is over. */
  const hourPasses = async (): Promise<void> => {
    await world.chain.moveTo((await world.chain.now()) + 3_601n)
  }
  const now = () => visitor.page.getByRole('region', { name: 'What you can do now' })
  const claimOf = (name: Winner) => getClaim(world.chain.client, escrow, claims[name])
  const owedTo = async (name: Winner) =>
    (await getOwed(world.chain.client, escrow.address, accountOf(name).address)).owed
  const shareOf = (name: Winner, percent: number) => usdc((PRIZES[name] * percent) / 100)

  it('should award the prizes, whoever asks for it, once the last call is over', async () => {
    await comes('Dan')
    const { page, wallet } = visitor
    await visitor.open(`/escrow/${escrow.address}`)
    await visitor.connect()
    await now().getByRole('link', { name: 'File a claim' }).waitFor()
    expect(await now().getByRole('button', { name: 'Award' }).count(), 'before they are settled').to.equal(0)
    await settle(await world.chain.as('anybody'), escrow.address, 10n)
    expect(await owedTo('Tess'), 'before the award').to.equal(0n)

    await hourPasses()
    // By the chain's clock and no other click of the visitor.
    await now().getByRole('button', { name: 'Award' }).click()
    await page.getByText('The prizes can be collected.').waitFor()
    expect(wallet.asked.at(-1)).to.equal('eth_sendTransaction')
    const { paid, progress, held } = await getEscrow(world.chain.client, escrow.address)
    expect([paid, progress, held]).to.deep.equal([usdc(3_500_000), 3n, usdc(700_000)])
    for (const name of WINNERS) {
      expect(await owedTo(name), `${name}, at once`).to.equal(shareOf(name, AT_ONCE))
      expect((await claimOf(name)).held, `${name}, held`).to.equal(shareOf(name, HELD))
    }
    await now().getByRole('button', { name: 'Award' }).waitFor({ state: 'detached' })
  })

  it('should release what is held from the outcome’s page, once the warranty is over', async () => {
    await comes('Dan')
    await visitor.open(`/escrow/${escrow.address}`)
    await visitor.connect()
    // One for each claim, in the order filed.
    await now().getByRole('link', { name: 'File a break claim' }).last().waitFor()
    expect(await now().getByRole('button', { name: 'Release' }).count(), 'under warranty').to.equal(0)
    await hourPasses()
    const ready = now().getByRole('listitem').filter({ hasText: 'Release what was held: claim 2' })
    await ready.getByRole('button', { name: 'Release' }).click()
    await now().getByText('Released: 1.').waitFor()
    expect((await claimOf('Tess')).held).to.equal(0n)
    expect(await owedTo('Tess')).to.equal(usdc(PRIZES.Tess))
    for (const name of ['Sol', 'Max'] as const)
      expect((await claimOf(name)).held, `of ${name}`).to.equal(shareOf(name, HELD))
  })

  it('should release it from the claim’s page', async () => {
    await comes('Sol')
    await visitor.open(`/escrow/${escrow.address}/claim/${claims.Sol}`)
    await visitor.connect()
    await now().getByRole('button', { name: 'Release what is held' }).click()
    await now().getByText('Released: 1.').waitFor()
    expect((await claimOf('Sol')).held).to.equal(0n)
    expect(await owedTo('Sol')).to.equal(usdc(PRIZES.Sol))
  })

  it('should release it from the portfolio, and then close', async () => {
    await comes('Max')
    const { page } = visitor
    await visitor.open('/portfolio')
    await visitor.connect()
    const position = page.locator(`#at-${escrow.address}`)
    await position.getByRole('button', { name: 'Release 100,000 USDC' }).click()
    await position.getByText('Done.').waitFor()
    expect((await claimOf('Max')).held).to.equal(0n)
    expect(await owedTo('Max')).to.equal(usdc(PRIZES.Max))
    const { status, held } = await getEscrow(world.chain.client, escrow.address)
    expect([status, held]).to.deep.equal(['Closed', 0n])
  })
})
