/** Reads over many escrows, an escrow against its sheet, and the worth of shares. */
import { expect } from 'chai'
import { getAddress, pad, zeroAddress, type Address, type Hex } from 'viem'
import { assign } from '../../sdk/actions/assign.ts'
import { create } from '../../sdk/actions/create.ts'
import { file } from '../../sdk/actions/file.ts'
import { getEscrow } from '../../sdk/actions/getEscrow.ts'
import { getPortfolio } from '../../sdk/actions/getPortfolio.ts'
import { listEscrows } from '../../sdk/actions/listEscrows.ts'
import { pledge } from '../../sdk/actions/pledge.ts'
import { settle } from '../../sdk/actions/settle.ts'
import { verifySheet } from '../../sdk/actions/verifySheet.ts'
import { escrowAbi } from '../../sdk/abi/escrow.ts'
import type { Deployment } from '../../sdk/model/deployment.ts'
import { refundOf, refundValue } from '../../sdk/model/refund.ts'
import { parseOutcome } from '../../sdk/model/outcome.ts'
import { parseSheet } from '../../sdk/model/sheet.ts'
import { termsOfSheet } from '../../sdk/model/termsOfSheet.ts'
import { DAY, observeAs, OUTCOME, sampleTerms, UNITS_SHEET } from './samples.ts'
import { sdkWorld, TUSD, UNIT, type SdkWorld } from './world.ts'

describe('sdk: reads over escrows', function () {
  this.timeout(60_000)
  let w: SdkWorld
  let deployment: Deployment
  before(async () => {
    w = await sdkWorld()
    const nothing = { router: zeroAddress, directory: zeroAddress, compiler: '0' }
    deployment = { chainId: 31337, ...w.origin, ...nothing, block: Number(w.block) }
  })

  describe('verifySheet', () => {
    const outcome = parseOutcome({ ...OUTCOME, breakClause: 'It is undone.' })
    const sheet = parseSheet(UNITS_SHEET)
    let names: Record<string, Address>
    let escrow: Address
    const faultsOf = async (expected: Partial<Parameters<typeof verifySheet>[3]> = {}, at = escrow) => {
      const { faults } = await verifySheet(w.client, deployment, at, { sheet, outcome, names, ...expected })
      return faults.map(({ path }) => path)
    }
    before(async () => {
      names = { TUSD: w.token, member: w.accounts[2]!, arbiter: w.accounts[5]! }
      const terms = termsOfSheet(sheet, outcome, { token: TUSD, now: await w.now(), names })
      // The escrow is created a day after the sheet was read.
      await w.mineAt((await w.now()) + DAY)
      ;({ escrow } = await create(w.writers[0]!, w.origin, terms, outcome))
    })

    it('finds nothing where the escrow is the sheet’s', async () => {
      expect(await faultsOf()).to.deep.equal([])
    })

    it('names what differs', async () => {
      const dearer = parseSheet({ ...UNITS_SHEET, claims: { ...UNITS_SHEET.claims, fee: '3 TUSD' } })
      expect(await faultsOf({ sheet: dearer })).to.deep.equal(['terms.claimFee'])
      const longer = parseSheet({ ...UNITS_SHEET, claims: { ...UNITS_SHEET.claims, by: '61 d' } })
      expect(await faultsOf({ sheet: longer })).to.deep.equal(['terms.claimBy'])
      expect(await faultsOf({ names: { ...names, arbiter: w.accounts[6]! } })).to.deep.equal(['terms.arbiter'])
      const other = parseOutcome({ ...outcome, title: 'Another' })
      expect(await faultsOf({ outcome: other })).to.deep.equal(['terms.outcome', 'terms.outcome'])
    })

    it('refuses a sheet that would have been read long before, or later', async () => {
      for (const by of ['62 d', '28 d']) {
        const shifted = parseSheet({ ...UNITS_SHEET, pledges: { ...UNITS_SHEET.pledges, by } })
        expect(await faultsOf({ sheet: shifted }), by).to.deep.equal(['pledges.by'])
      }
    })

    it('refuses what is no escrow', async () => {
      expect(await faultsOf({}, w.token)).to.include('escrow')
    })
  })

  describe('the worth of shares', () => {
    it('is what the contract says, and stays between worst and best', async () => {
      const terms = await sampleTerms(w, { holdback: 5000n, warranty: 30n * DAY, pledgeBy: (await w.now()) + 5n * DAY })
      const { escrow } = await create(w.writers[0]!, w.origin, terms, OUTCOME)
      const compare = async () => {
        const state = await getEscrow(w.client, escrow)
        const value = refundValue(terms, state, 7n)
        for (const shares of [1n, 7n, state.pledged]) {
          const call = { address: escrow, abi: escrowAbi, functionName: 'convertToAssets', args: [shares] } as const
          expect(refundOf(shares, state), `${shares} shares`).to.equal(await w.client.readContract(call))
        }
        expect([value.worst <= value.now, value.now <= value.best]).to.deep.equal([true, true])
        return { state, value: refundValue(terms, state, state.pledged) }
      }
      await compare()
      await pledge(w.writers[0]!, escrow, { amount: 333n * UNIT + 1n })
      const pledged = await compare()
      expect(pledged.value).to.deep.equal({ now: 333n * UNIT + 1n, worst: 0n, best: 333n * UNIT + 1n })
      const { key } = await file(w.writers[3]!, escrow, { commitment: pad('0x1'), uri: 'x' })
      await observeAs(w, escrow, key, [10n, 10n, 10n, 10n, 10n])
      await settle(w.writers[0]!, escrow, 1n)
      const paid = await compare()
      // 10 units at 10 each are paid, half of it held: broken, a quarter of it comes back.
      expect(paid.value).to.deep.equal({ now: 233n * UNIT + 1n, worst: 0n, best: 258n * UNIT + 1n })
      await w.mineAt(terms.claimBy + 1n)
      const over = await compare()
      expect(over.value.worst, 'held money keeps the escrow open').to.equal(0n)
    })
  })

  describe('a token that does not say what it is', () => {
    /** Its symbol is "EVIL"; it has a billion decimals. */
    const BOASTER =
      '0x604b8060095f395ff35f3560e01c63313ce56714603f5760205f5260046020527f' +
      '4556494c'.padEnd(64, '0') +
      '60405260605ff35b633b9aca005f5260205ff3'

    it('hides neither its escrow nor others: amounts are in base units', async () => {
      const { wallet } = w.writers[0]!
      const hash = await wallet.deployContract({ abi: [], bytecode: BOASTER as Hex, chain: null })
      const boaster = (await w.client.waitForTransactionReceipt({ hash })).contractAddress!
      const member = w.panel[0]!
      for (const asset of [boaster, w.origin.factory]) {
        const terms = await sampleTerms(w, { pledgeBy: (await w.now()) + 6n * DAY, asset })
        const { escrow } = await create(w.writers[0]!, w.origin, terms, OUTCOME)
        expect((await getEscrow(w.client, escrow)).token).to.deep.equal({ symbol: 'base units', decimals: 0 })
        const positions = await getPortfolio(w.client, deployment, member)
        expect(positions.map((one) => one.escrow)).to.include(getAddress(escrow))
        for await (const one of listEscrows(w.client, deployment)) {
          if (one.escrow === getAddress(escrow)) expect(one.token, 'in the list').to.equal(undefined)
        }
      }
    })
  })

  describe('getPortfolio', () => {
    it('follows a claim to whoever is its payee now', async () => {
      const terms = await sampleTerms(w, { pledgeBy: (await w.now()) + 6n * DAY })
      const { escrow } = await create(w.writers[0]!, w.origin, terms, OUTCOME)
      await pledge(w.writers[0]!, escrow, { amount: 200n * UNIT })
      const [investor, heir, solver] = [w.accounts[16]!, w.accounts[17]!, w.accounts[15]!]
      const filing = { commitment: pad('0x2'), uri: 'x', payee: investor } as const
      const { key } = await file(w.writer(solver), escrow, filing)
      const claimsOf = async (account: Address) => {
        const positions = await getPortfolio(w.client, deployment, account)
        return positions.flatMap(({ claims }) => claims.map((claim) => claim.key))
      }
      expect(await claimsOf(investor), 'the payee').to.deep.equal([key])
      await assign(w.writer(investor), escrow, key, heir)
      expect(await claimsOf(investor), 'who assigned it').to.deep.equal([])
      expect(await claimsOf(heir), 'to whom it was assigned').to.deep.equal([key])
      const [position] = await getPortfolio(w.client, deployment, solver)
      expect([position?.escrow, position?.claims[0]?.solver]).to.deep.equal([getAddress(escrow), solver])
      await observeAs(w, escrow, key, [4n, 4n, 4n, 4n, 4n])
      await settle(w.writers[0]!, escrow, 1n)
      const [owed] = await getPortfolio(w.client, deployment, heir)
      expect(owed?.owed, '4 units at 10 each').to.equal(40n * UNIT)
    })
  })
})
