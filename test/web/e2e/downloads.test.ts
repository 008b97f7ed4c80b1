/** Files that the page gives to take along are what they say: the documents of a draft, and the statement of an account. */
import { expect } from 'chai'
import { encodeFunctionData, erc20Abi, formatUnits, isAddressEqual, parseUnits, type Address } from 'viem'
import { readOutcome, readSheet } from '../../../scripts/main-job/outcomes.ts'
import { accountOf, type Person } from '../../../scripts/dev/roles.ts'
import type { Dev } from '../../../scripts/dev/startDev.ts'
import { getEscrow } from '../../../sdk/actions/getEscrow.ts'
import { getOutcome } from '../../../sdk/actions/getOutcome.ts'
import { getOwed } from '../../../sdk/actions/getOwed.ts'
import { submit } from '../../../sdk/actions/submit.ts'
import { getEvents } from '../../../sdk/events/getEvents.ts'
import { escrowAddress } from '../../../sdk/model/escrowAddress.ts'
import { parseOutcome } from '../../../sdk/model/outcome.ts'
import { parseSheet } from '../../../sdk/model/sheet.ts'
import { termsOfSheet } from '../../../sdk/model/termsOfSheet.ts'
import { rowsOfCsv } from '../support/csv.ts'
import { ownEscrow } from '../support/ownEscrow.ts'
import { savedBy } from '../support/saved.ts'
import { until } from '../support/until.ts'
import { devWorld, leavesAfterEach, visit, type Visitor } from '../support/world.ts'

/** Who gets shares, and has pledged nothing. */
const HEIR = 'Ivy'

describe('what the page gives to take along', function () {
  this.timeout(120_000)
  let world: Dev
  let visitor: Visitor
  before(async function () {
    this.timeout(300_000)
    world = await devWorld()
  })
  beforeEach(async () => {
    visitor = await visit('Dan')
  })
  leavesAfterEach(() => visitor)

  it('should be the two documents of a draft, which make the very escrow that is created from it', async () => {
    const { page } = visitor
    const { chain, deployment, accounts, tokens } = world
    const names = Object.fromEntries([...Object.entries(accounts), ['USDC', tokens.USDC]])
    const brought = { outcome: readOutcome('d-attested-servers'), sheet: readSheet('d-attested-servers'), names }
    await visitor.open('/create')
    await visitor.connect()
    await page.locator('#files input').setInputFiles(
      Object.entries(brought).map(([name, document]) => ({
        ...{ name: `${name}.json`, mimeType: 'application/json' },
        buffer: Buffer.from(JSON.stringify(document)),
      })),
    )
    await page.getByRole('button', { name: 'Go on with these' }).click()
    const title = 'Servers that “prove” themselves, in Zürich'
    await page.getByLabel('Title').fill(title)
    await page.getByRole('button', { name: 'Review and create' }).click()
    const download = (name: string) => savedBy(page, () => page.getByRole('button', { name }).click())
    const [savedOutcome, savedSheet] = [
      await download('Download the outcome document'),
      await download('Download the term sheet'),
    ]
    expect([savedOutcome.name, savedSheet.name]).to.deep.equal(['outcome.json', 'sheet.json'])
    const outcome = parseOutcome(JSON.parse(savedOutcome.content.toString()))
    expect(outcome).to.deep.equal({ ...brought.outcome, title })
    const sheet = parseSheet(JSON.parse(savedSheet.content.toString()))
    // Everything as it was brought along, with addresses for names and moments for times from now.
    const { verification, arbitration, pledges, claims } = brought.sheet
    expect(sheet).to.deep.equal({
      ...brought.sheet,
      token: tokens.USDC,
      verification: { ...verification, panel: verification.panel.map((name) => names[name]) },
      arbitration: { ...arbitration, arbiter: accounts['arbiter'] },
      pledges: { ...pledges, by: sheet.pledges.by },
      claims: { ...claims, by: sheet.claims.by },
    })
    for (const moment of [sheet.pledges.by, sheet.claims.by])
      expect(moment).to.match(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/)

    // They need neither names nor the time of day any more.
    const terms = termsOfSheet(sheet, outcome, {
      token: { symbol: 'USDC', decimals: 6 },
      now: await chain.now(),
      names: {},
    })
    const escrow = escrowAddress(deployment, terms)
    const card = page.getByRole('region', { name: 'Create it' })
    await card.getByText(escrow, { exact: true }).waitFor()
    await card.getByRole('button', { name: 'Create it' }).click()
    await page.waitForURL(`**/#/escrow/${escrow}`)
    await page.getByRole('heading', { level: 1, name: title }).waitFor()
    expect((await getEscrow(chain.client, escrow)).terms).to.deep.equal(terms)
    expect(await getOutcome(chain.client, deployment, escrow)).to.deep.equal(outcome)
    // The index is asked for it until it knows it, and browsers log that.
    expect(visitor.faults.splice(0).every((fault) => fault.includes('404'))).to.equal(true)
  })

  it('should be shares that one account sent to another, on the statements of both', async () => {
    const { chain } = world
    const { address: escrow } = await ownEscrow(world, 'f-verified-proxy', {}, { Ada: 3_000_000n })
    const data = encodeFunctionData({
      abi: erc20Abi,
      functionName: 'transfer',
      args: [accountOf(HEIR).address, 1_250_000n],
    })
    const { transaction: sent } = await submit(await chain.as('Ada'), { to: escrow, data })
    const hash = sent?.hash ?? ''
    const list = new URL(`/v1/accounts/${accountOf(HEIR).address}/transfers`, world.url)
    await until('the index knows it', async () => (await (await fetch(list)).text()).includes(hash))
    for (const [person, kind, shares] of [
      ['Ada', 'shares sent', '-1250000'],
      [HEIR, 'shares received', '1250000'],
    ] as const) {
      const { page } = visitor
      await visitor.open(`/portfolio?account=${accountOf(person).address}`)
      await page.getByRole('table', { name: 'Lines of the statement' }).getByText('1.25 USDC in shares').waitFor()
      const saved = await savedBy(page, () => page.getByRole('button', { name: 'Download as CSV' }).click())
      const line = rowsOfCsv(saved.content.toString()).find(({ transaction }) => transaction === hash)
      expect(line, person).to.include({ kind, shares, 'base units': '0' })
    }
  })

  for (const [person, wanted] of [
    ['Ada', ['pledge', 'refund', 'shares sent']],
    [HEIR, ['shares received']],
    ['Sol', ['filing fee', 'collected', 'claim']],
    ['panel-3', ['member fee']],
    ['Max', ['challenge fee']],
  ] as const satisfies [Person, string[]][]) {
    it(`should be a statement of ${person} with every movement that the chain has, and no other`, async () => {
      const { page } = visitor
      const { address } = accountOf(person)
      await visitor.open(`/portfolio?account=${address}`)
      const saved = await savedBy(page, () => page.getByRole('button', { name: 'Download as CSV' }).click())
      expect(saved.name).to.equal(`lodestone-${address}.csv`)
      const rows = rowsOfCsv(saved.content.toString())
      const kinds = new Set(rows.map(({ kind }) => kind))
      expect([...kinds]).to.include.members([...wanted])

      const { movements, owed, shares } = await byTheChain(address)
      // What changed of the shares is together what is held.
      const changes = rows.reduce((sum, { shares: change = '' }) => sum + BigInt(change), 0n)
      expect(changes, 'shares').to.equal(shares)
      const said = rows.map(({ transaction, kind, 'base units': units }) => `${transaction} ${kind} ${units}`)
      const moved = (line: string) => / (pledge|filing fee|challenge fee|collected|refund) /.test(line)
      expect(said.filter(moved).sort()).to.deep.equal(movements.sort())
      // What was credited was collected, or is owed still.
      const sumOf = (which: (row: Record<string, string>) => boolean) =>
        rows.filter(which).reduce((sum, row) => sum + BigInt(row['base units'] ?? ''), 0n)
      const credited = sumOf(({ way }) => way === 'credit')
      expect(credited - sumOf(({ kind }) => kind === 'collected')).to.equal(owed)
      for (const { amount = '', 'base units': units = '', symbol, token } of rows) {
        const decimals = isAddressEqual(token as Address, world.tokens.WETH) ? 18 : 6
        expect(parseUnits(amount, decimals), `${amount} ${symbol}`).to.equal(BigInt(units))
        expect(amount, 'exactly').to.equal(formatUnits(BigInt(units), decimals))
      }
      const times = rows.map(({ unix }) => Number(unix))
      expect(times).to.deep.equal([...times].sort((one, other) => one - other))
    })
  }

  it('should be the same statement on paper, whole, without the page around it', async () => {
    const { page } = visitor
    const { address } = accountOf('Ada')
    // Where a person would see the dialog of the browser.
    await page.addInitScript(() => {
      window.print = () => window.dispatchEvent(new Event('beforeprint'))
    })
    await visitor.open(`/portfolio?account=${address}`)
    const rows = rowsOfCsv(
      (await savedBy(page, () => page.getByRole('button', { name: 'Download as CSV' }).click())).content.toString(),
    )
    await page.getByRole('button', { name: 'Save as PDF' }).click()
    const paper = page.getByRole('article').filter({ has: page.getByRole('heading', { level: 1 }) })
    await page.emulateMedia({ media: 'print' })
    await paper.getByText(address, { exact: true }).waitFor()
    const printed = await paper
      .getByRole('table', { name: 'Lines of the statement, the oldest first' })
      .getByRole('row')
      .allInnerTexts()
    expect(printed.length, 'a line for each movement, and the header').to.equal(rows.length + 1)
    for (const [i, { amount = '', transaction = '' }] of rows.entries()) {
      const [whole = '', fraction] = amount.split('.')
      const written = BigInt(whole).toLocaleString('en') + (fraction === undefined ? '' : `.${fraction}`)
      expect(printed[i + 1], `line ${i + 1}`)
        .to.include(transaction)
        .and.to.include(written)
    }
    for (const role of ['banner', 'contentinfo'] as const)
      expect(await page.getByRole(role).count(), `${role} on paper`).to.equal(0)
    expect(await page.getByRole('button').count(), 'buttons on paper').to.equal(0)
    const pdf = await page.pdf({ format: 'A4' })
    expect(pdf.subarray(0, 5).toString()).to.equal('%PDF-')
  })

  /** What an account has moved in all escrows, what it is owed in them, and its shares of all. */
  async function byTheChain(account: Address): Promise<{ movements: string[]; owed: bigint; shares: bigint }> {
    const { client } = world.chain
    const escrows: Address[] = []
    const created = { address: world.deployment.factory, fromBlock: 0n, events: ['Created'] as const }
    for await (const { args } of getEvents(client, created)) escrows.push(args.escrow)
    const movements: string[] = []
    let [owed, shares] = [0n, 0n]
    for (const escrow of escrows) {
      const holding = { address: escrow, abi: erc20Abi, functionName: 'balanceOf', args: [account] } as const
      shares += await client.readContract(holding)
      const { claimFee, challengeFee } = (await getEscrow(client, escrow)).terms
      owed += (await getOwed(client, escrow, account)).owed
      for await (const event of getEvents(client, { address: escrow, fromBlock: 0n })) {
        const { transactionHash } = event
        const add = (who: Address, kind: string, amount: bigint) => {
          if (who === account && amount > 0n) movements.push(`${transactionHash} ${kind} ${amount}`)
        }
        if (event.eventName === 'Deposit') add(event.args.owner, 'pledge', event.args.assets)
        if (event.eventName === 'Filed') add(event.args.solver, 'filing fee', claimFee)
        if (event.eventName === 'Challenged') add(event.args.challenger, 'challenge fee', challengeFee)
        if (event.eventName === 'Collected') add(event.args.account, 'collected', event.args.amount)
        if (event.eventName === 'Withdraw') add(event.args.owner, 'refund', event.args.assets)
      }
    }
    return { movements, owed, shares }
  }
})
