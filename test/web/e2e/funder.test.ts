/** A funder's whole path, in a browser, with a wallet that signs with real keys for a real node. */
import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import { erc20Abi, type Address } from 'viem'
import { accountOf, type Person } from '../../../scripts/dev/roles.ts'
import type { Dev } from '../../../scripts/dev/startDev.ts'
import { getEscrow } from '../../../sdk/actions/getEscrow.ts'
import { devWorld, leavesAfterEach, pauseMining, visit, type Visitor } from '../support/world.ts'

describe('the page, for a funder', function () {
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

  const balanceOf = (token: Address, person: Person): Promise<bigint> => {
    const args = [accountOf(person).address] as const
    return world.chain.client.readContract({ abi: erc20Abi, address: token, functionName: 'balanceOf', args })
  }
  /** Types an amount, and agrees to what is to be weighed. */
  const fill = async (amount: string): Promise<void> => {
    const { page } = visitor
    await page.getByLabel(/^Amount in/).fill(amount)
    await page.getByText(/^Your wallet asks/).waitFor()
    const box = page.getByRole('checkbox')
    if ((await box.count()) > 0) await box.check()
  }
  const press = (amount: string): Promise<void> =>
    visitor.page.getByRole('button', { name: `Pledge ${amount}` }).click()
  const done = (): Promise<void> => visitor.page.getByRole('heading', { name: 'You have pledged' }).waitFor()

  /** What the visitor sees before anything is signed, as the chain has it: worst case, share of the pool, who is weak. */
  const isToldOf = async (escrow: Address, amount: bigint): Promise<void> => {
    const { page } = visitor
    const { terms, pledged } = await getEscrow(world.chain.client, escrow)
    const { claimBy, verifyWithin, challengeWithin, arbitrateWithin, warranty } = terms
    expect(warranty, 'nothing is held, so nothing lasts longer').to.equal(0n)
    const free = Number(claimBy + verifyWithin + challengeWithin + arbitrateWithin) * 1000
    const preview = page.getByRole('region', { name: 'Before you sign' })
    await preview.getByText(`${new Date(free).toISOString().slice(0, 19).replace('T', ' ')} UTC`).waitFor()
    const share = (whole: bigint) => `${Number((amount * 10_000n) / whole) / 100} %`
    await preview.getByText(`${share(pledged + amount)} with this pledge; ${share(terms.cap)} once`).waitFor()
    const weighed = page.getByRole('region', { name: 'What a careful funder wants to know' })
    await weighed.getByText('The arbiter is a bare key').waitFor()
    await weighed.getByText(terms.arbiter).waitFor()
  }

  it('should let somebody who has only a wallet find an outcome and pledge with one signature and one transaction', async () => {
    const { page, wallet } = visitor
    const escrow = world.escrows.D!
    const before = await balanceOf(escrow, 'Dan')
    await visitor.open('/')
    await page.getByRole('searchbox').fill('attested inference')
    await page.getByRole('link', { name: 'Attested inference servers' }).last().waitFor()
    await visitor.open(`/escrow/${escrow}`)
    await page.getByRole('link', { name: 'Pledge' }).first().click()
    await page.getByRole('heading', { name: /Pledge to/ }).waitFor()
    await visitor.connect()
    await fill('1,000.5')
    await isToldOf(escrow, 1_000_500_000n)
    await press('1,000.5 USDC')
    await done()
    expect(await balanceOf(escrow, 'Dan')).to.equal(before + 1_000_500_000n)
    expect(wallet.asked).to.deep.equal(['wallet_requestPermissions', 'eth_signTypedData_v4', 'eth_sendTransaction'])
  })

  it('should pledge by an approval of exactly the amount where that is chosen', async () => {
    const { page, wallet } = visitor
    const escrow = world.escrows.D!
    const before = await balanceOf(escrow, 'Dan')
    await visitor.open(`/escrow/${escrow}/pledge`)
    await visitor.connect()
    await fill('250')
    await page.getByLabel('Way').selectOption({ label: 'Approval first, then the pledge' })
    await press('250 USDC')
    await done()
    expect(await balanceOf(escrow, 'Dan')).to.equal(before + 250_000_000n)
    expect(wallet.asked.slice(1)).to.deep.equal(['eth_sendTransaction', 'eth_sendTransaction'])
    const args = [accountOf('Dan').address, escrow] as const
    const allowance = { abi: erc20Abi, address: world.tokens.USDC, functionName: 'allowance', args } as const
    expect(await world.chain.client.readContract(allowance)).to.equal(0n)
  })

  it('should pledge ether itself where the escrow takes wrapped ether', async () => {
    const { wallet, page } = visitor
    const escrow = world.escrows.W!
    const before = await balanceOf(escrow, 'Dan')
    await visitor.open(`/escrow/${escrow}/pledge`)
    await visitor.connect()
    await fill('0.25')
    await page.getByLabel('Way').selectOption({ label: 'Send ETH; it is wrapped on the way' })
    await press('0.25 WETH')
    await done()
    expect(await balanceOf(escrow, 'Dan')).to.equal(before + 250_000_000_000_000_000n)
    expect(wallet.asked.slice(1)).to.deep.equal(['eth_sendTransaction'])
  })

  it('should say what is wrong with an amount, before anything is asked of the wallet', async () => {
    const { page, wallet } = visitor
    await visitor.open(`/escrow/${world.escrows.D!}/pledge`)
    await visitor.connect()
    const field = page.getByLabel(/^Amount in/)
    for (const [typed, fault] of [
      ['0', /more than 0/],
      ['1.0000001', /has more than 6 decimals/],
      ['1e9', /not a number/],
      ['99,999,999,999', /More than fits under the cap/],
    ] as const) {
      await field.fill(typed)
      await page.getByText(fault).waitFor()
      expect(await page.getByRole('button', { name: /^Pledge/ }).isDisabled(), typed).to.equal(true)
    }
    expect(wallet.asked).to.deep.equal(['wallet_requestPermissions'])
  })

  it('should take a no in the wallet, to connecting, signing and sending, and go on', async () => {
    const { page, wallet } = visitor
    const escrow = world.escrows.D!
    const before = await balanceOf(escrow, 'Dan')
    await visitor.open(`/escrow/${escrow}/pledge`)
    wallet.refuseNext()
    await page.getByRole('banner').getByRole('button', { name: 'Connect a wallet' }).click()
    await page.getByRole('dialog').getByRole('button', { name: wallet.name }).click()
    await page.getByText('You said no in the wallet.').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await visitor.connect()
    await fill('10')
    for (const refused of ['eth_signTypedData_v4', 'eth_sendTransaction']) {
      wallet.refuseNext(refused)
      await press('10 USDC')
      await page.getByText('You said no in the wallet. Nothing was sent.').waitFor()
      expect(wallet.asked.at(-1)).to.equal(refused)
    }
    expect(await balanceOf(escrow, 'Dan')).to.equal(before)
    await press('10 USDC')
    await done()
    expect(await balanceOf(escrow, 'Dan')).to.equal(before + 10_000_000n)
  })

  it('should do nothing on another network, and ask the wallet to change it', async () => {
    const { page, wallet } = visitor
    await visitor.open(`/escrow/${world.escrows.D!}/pledge`)
    await visitor.connect()
    await page.getByLabel(/^Amount in/).waitFor()
    await wallet.changeChain(1)
    await page.getByText('Your wallet is on another network').first().waitFor()
    expect(await page.getByLabel(/^Amount in/).count()).to.equal(0)
    wallet.refuseNext()
    const change = page.getByRole('button', { name: 'Switch the wallet to Local chain' })
    await change.click()
    await page.getByText('You said no in the wallet. Nothing was sent.').waitFor()
    await change.click()
    await page.getByLabel(/^Amount in/).waitFor()
    expect(wallet.asked.slice(1)).to.deep.equal(['wallet_switchEthereumChain', 'wallet_switchEthereumChain'])
  })

  it('should follow the wallet to another account', async () => {
    const { page, wallet } = visitor
    await visitor.open(`/escrow/${world.escrows.D!}/pledge`)
    await visitor.connect()
    await fill('10')
    await wallet.changeAccount(accountOf('Tess'))
    await page.getByRole('button', { name: `Your account ${accountOf('Tess').address}` }).waitFor()
    expect(await page.getByLabel(/^Amount in/).inputValue(), 'what the other one typed').to.equal('')
    const before = await balanceOf(world.escrows.D!, 'Tess')
    await fill('7')
    await press('7 USDC')
    await done()
    expect(await balanceOf(world.escrows.D!, 'Tess')).to.equal(before + 7_000_000n)
  })

  it('should still follow a transaction when the page is loaded again in the middle', async () => {
    const { page } = visitor
    const escrow = world.escrows.D!
    const before = await balanceOf(escrow, 'Dan')
    await visitor.open(`/escrow/${escrow}/pledge`)
    await visitor.connect()
    await fill('11')
    const goOn = await pauseMining()
    try {
      await press('11 USDC')
      await page.getByText('Sent. Waiting for a block to take it').waitFor()
      await page.reload()
      await page.getByText('Waiting for a block').first().waitFor()
      expect(await balanceOf(escrow, 'Dan')).to.equal(before)
    } finally {
      await goOn()
    }
    await page.getByRole('region', { name: 'Under way' }).getByText('Done').waitFor()
    expect(await balanceOf(escrow, 'Dan')).to.equal(before + 11_000_000n)
  })

  for (const [by, grows] of [
    ['the same', 12_000_000n],
    ['nothing', 0n],
  ] as const) {
    it(`should say what happened when the wallet replaces a transaction by ${by}`, async () => {
      const { page, wallet } = visitor
      const escrow = world.escrows.D!
      const before = await balanceOf(escrow, 'Dan')
      await visitor.open(`/escrow/${escrow}/pledge`)
      await visitor.connect()
      await fill('12')
      const goOn = await pauseMining()
      try {
        wallet.replaceNext(by)
        await press('12 USDC')
        await page.getByText('Sent. Waiting for a block to take it').waitFor()
        await wallet.replaced()
      } finally {
        await goOn()
      }
      if (by === 'the same') await done()
      else await page.getByText('You cancelled the transaction in your wallet. Nothing was done.').waitFor()
      expect(await balanceOf(escrow, 'Dan')).to.equal(before + grows)
    })
  }

  it('should refuse an address that is not an escrow of the factory', async () => {
    const { page } = visitor
    await visitor.open(`/escrow/${world.tokens.USDC}/pledge`)
    await page.getByText('Do not send money to this address').waitFor()
    expect(await page.getByLabel(/^Amount in/).count()).to.equal(0)
    // The index knows no such escrow, and browsers log that.
    expect(visitor.faults.splice(0).every((fault) => fault.includes('404'))).to.equal(true)
  })

  it('should give back what was not earned, and put it on the statement', async () => {
    await visitor.close()
    visitor = await visit('Ben')
    const { page } = visitor
    const escrow = world.escrows.F!
    const [shares, before] = [await balanceOf(escrow, 'Ben'), await balanceOf(world.tokens.USDC, 'Ben')]
    expect(shares > 0n, 'shares').to.equal(true)
    await visitor.open('/portfolio')
    await visitor.connect()
    const card = page.getByRole('region', { name: 'Verified egress proxy' })
    await card.getByRole('button', { name: 'Take the refund' }).first().click()
    const dialog = page.getByRole('dialog', { name: 'Take the refund' })
    await dialog.getByRole('button', { name: 'Take the refund' }).click()
    await dialog.getByText('Done.').waitFor()
    await dialog.getByRole('button', { name: 'Close' }).click()
    expect(await balanceOf(escrow, 'Ben')).to.equal(0n)
    expect((await balanceOf(world.tokens.USDC, 'Ben')) > before, 'money').to.equal(true)
    await page.getByRole('row', { name: /Refund/ }).waitFor()
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Download as CSV' }).click()
    const path = await (await download).path()
    expect(await readFile(path, 'utf8')).to.match(/refund/i)
  })
})
