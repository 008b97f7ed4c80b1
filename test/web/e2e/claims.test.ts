/** A solver's and a member's path: files encrypted in the browser, filed, handed in to real operators, opened, measured, signed once. */
import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import type { Hex } from 'viem'
import { getClaim } from '../../../sdk/actions/getClaim.ts'
import { getEscrow } from '../../../sdk/actions/getEscrow.ts'
import { parseObservations } from '../../../sdk/model/parseObservations.ts'
import { accountOf } from '../../../scripts/dev/roles.ts'
import type { Dev } from '../../../scripts/dev/startDev.ts'
import { devWorld, leavesAfterEach, visit, type Visitor } from '../support/world.ts'

const SEALED = 'files.age'

describe('the page, for who claims and who judges', function () {
  this.timeout(180_000)
  let world: Dev
  let visitor: Visitor
  let claimed: Hex
  let bundle: Buffer
  before(async function () {
    this.timeout(300_000)
    world = await devWorld()
  })
  leavesAfterEach(() => visitor)
  const stateOf = async (key: Hex) => {
    const { client } = world.chain
    return getClaim(client, await getEscrow(client, world.escrows.B!), key)
  }

  it('should file a claim once, also when the wallet refuses first and the page is loaded again in the middle', async () => {
    visitor = await visit('Tess')
    const { page, wallet } = visitor
    await visitor.open(`/escrow/${world.escrows.B!}/claim`)
    await visitor.connect()
    const files = [
      { name: 'statement.txt', mimeType: 'text/plain', buffer: Buffer.from('Half of it, in all runs.') },
      { name: 'con.txt', mimeType: 'text/plain', buffer: Buffer.from('not every system can write this') },
      { name: 'runs.csv', mimeType: 'text/csv', buffer: Buffer.alloc(5_000_000, 'run,held\n') },
    ]
    await page.locator('input[data-choose=files]').setInputFiles(files)
    const prepare = page.getByRole('button', { name: 'Prepare and encrypt' })
    await page.getByRole('button', { name: 'Remove con.txt' }).waitFor()
    expect(await prepare.isDisabled(), 'a file that cannot be packed').to.equal(true)
    await page.getByRole('button', { name: 'Remove con.txt' }).click()
    await prepare.click()
    const prepared = page.getByRole('heading', { name: 'Your prepared claim' })
    await prepared.waitFor()
    await page.reload()
    await prepared.waitFor()
    const fileIt = page.getByRole('button', { name: /^File the claim for/ })
    expect(await fileIt.isDisabled(), 'before the receipt is saved').to.equal(true)
    const [receipt] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: /^Save the receipt/ }).click(),
    ])
    const archive = await readFile(await receipt.path())
    claimed = /"key": "(0x[0-9a-f]{64})"/.exec(archive.toString('latin1'))![1] as Hex
    wallet.refuseNext()
    await fileIt.click()
    await page.getByText('You said no in the wallet.').waitFor()
    expect((await stateOf(claimed)).phase, 'refused').to.equal('None')
    await fileIt.click()
    await page.getByText('Everybody who takes it in has it.').waitFor({ timeout: 60_000 })
    const { phase, payee } = await stateOf(claimed)
    expect([phase, payee], 'on chain').to.deep.equal(['Observing', accountOf('Tess').address])
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: /^Download the encrypted bundle/ }).click(),
    ])
    bundle = await readFile(await download.path())
    expect(bundle.subarray(0, 21).toString(), 'encrypted').to.equal('age-encryption.org/v1')
    expect(bundle.includes('run,held'), 'in the clear').to.equal(false)
  })

  it('should let a member open and prove the evidence, and sign one measurement only', async () => {
    visitor = await visit('panel-3')
    const { page, wallet } = visitor
    await visitor.open('/desk')
    await visitor.connect()
    await page.getByRole('link', { name: new RegExp(`Judge claim ${claimed.slice(0, 8)}`) }).click()
    const [bundleInput, identityInput] = [
      page.getByLabel('Choose the bundle’s file'),
      page.getByLabel('Choose the identity’s file'),
    ]
    await bundleInput.and(page.locator('input')).setInputFiles({ name: SEALED, mimeType: '', buffer: bundle })
    await identityInput.and(page.locator('input')).setInputFiles(world.identities['panel-3']!)
    await page.getByRole('button', { name: 'Decrypt and prove' }).click()
    await page.getByText('Proved: this is the claim’s evidence, to the last byte.').waitFor()
    await page.getByText('Half of it, in all runs.').waitFor()
    const form = page.locator('#measure')
    await form.getByLabel(/in basis points$/).fill('4900')
    for (const holds of await form.getByRole('radio', { name: 'It holds' }).all()) await holds.check()
    await form.getByLabel('Who judged').fill('ann')
    await form.getByLabel('Reasons').fill('All logs agree.')
    await Promise.all([page.waitForEvent('download'), form.getByRole('button', { name: 'Save the report' }).click()])
    const signOnly = form.getByRole('button', { name: /^Sign, and save/ })
    wallet.refuseNext()
    await signOnly.click()
    await form.getByText('You said no in the wallet.').waitFor()
    expect(await form.getByLabel('Reasons').inputValue(), 'what was typed').to.equal('All logs agree.')
    const [signed] = await Promise.all([page.waitForEvent('download'), signOnly.click()])
    const content: unknown = JSON.parse(await readFile(await signed.path(), 'utf8'))
    const wanted = { chainId: 31337, escrow: world.escrows.B!, claim: claimed }
    const [observation] = parseObservations([{ file: 'signed', content }], wanted)
    expect(observation!.measurement, 'signed').to.equal(4900n)
    await page.reload()
    await form.getByText('You have signed measurement 4900 for this claim on this device').waitFor()
    expect(await form.getByLabel('Reasons').count(), 'nothing else can be signed').to.equal(0)
    await form.getByRole('button', { name: 'Submit it' }).click()
    await form.getByText('Your observation of this claim is on chain.').waitFor()
    const { panel } = (await getEscrow(world.chain.client, world.escrows.B!)).terms
    const seat = panel.indexOf(accountOf('panel-3').address)
    expect((await stateOf(claimed)).seats, 'recorded').to.include(seat)
    expect(
      wallet.asked.filter((method) => method === 'eth_signTypedData_v4').length,
      'asked twice, refused once',
    ).to.equal(2)
  })

  it('should show the arbiter what a ruling pays, and refuse one above the highest observation', async () => {
    visitor = await visit('arbiter')
    const { page } = visitor
    await visitor.open('/desk')
    await visitor.connect()
    await page.getByText('Rule', { exact: true }).first().waitFor()
    const challenged = page.getByRole('listitem').filter({ hasText: 'Rule' }).first()
    await challenged.getByRole('link', { name: /^Judge claim/ }).click()
    const form = page.locator('#rule')
    await form.getByLabel(/in basis points$/).fill('9999')
    await form.getByText(/^Is above/).waitFor()
    await form.getByLabel('Grounds of your ruling').fill('They were counted twice.')
    expect(await form.getByRole('button', { name: /^Rule measurement/ }).isDisabled(), 'too high').to.equal(true)
    await form.getByLabel(/in basis points$/).fill('0')
    await form.getByText('Measurement 0, nothing is paid').waitFor()
    expect(await form.getByRole('button', { name: 'Rule measurement 0' }).isEnabled(), 'anything downwards').to.equal(
      true,
    )
  })
})
