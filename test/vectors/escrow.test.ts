/** The golden vectors by ethers on deployed contracts. */
import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import {
  Rule,
  create,
  ethers,
  file,
  loadFixture,
  networkHelpers,
  observe,
  terms,
  time,
  world,
} from '../support/escrow.ts'
import type { Terms, World } from '../support/escrow.ts'

interface Paying {
  name: string
  measurements: string[]
  prices: string[]
  minStep: string
  pledged: string
  paid: string[]
}

type Payout = Paying & { rule: 'Units' | 'Record'; verdicts: string[]; progress: string[]; refundable: string }
type Contest = Paying & { scores: string[]; ranking: string[] }

/** The files that are read, and a case of each. */
interface Cases {
  terms: { name: string; terms: Terms; escrow: string }
  payouts: Payout
  contests: Contest
}

interface Vectors<N extends keyof Cases> {
  cases: Cases[N][]
  factory?: string
  implementation?: string
}

function read<N extends keyof Cases>(name: N, least: number): Vectors<N> {
  const content = JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8')) as Vectors<N>
  expect(content.cases.length, `${name}: enough cases`).to.be.at.least(least)
  return content
}

/** A binding escrow with the case's curve and pledge. */
async function escrowOf(w: World, c: Paying, rule: 0 | 1 | 2) {
  const curve = c.measurements.map((measurement, i) => ({
    measurement: BigInt(measurement),
    price: BigInt(c.prices[i]!),
  }))
  const pledged = BigInt(c.pledged)
  const override = {
    rule,
    curve,
    minStep: BigInt(c.minStep),
    threshold: pledged,
    cap: pledged,
    outcome: ethers.id(c.name),
  }
  const escrow = await create(w, await terms(w, override), ethers.toUtf8Bytes(c.name))
  const funder = w.funders[0]!
  await w.token.mint(funder.address, pledged)
  await escrow.connect(funder).deposit(pledged, funder.address)
  return escrow
}

const all = (m: string) => Array.from({ length: 5 }, () => BigInt(m))

describe('golden vectors on deployed escrows', () => {
  it('should predict the address of terms', async () => {
    const { cases, factory, implementation } = read('terms', 12)
    const deployed = await ethers.deployContract('EscrowFactory', [implementation!])
    const code = await ethers.provider.getCode(deployed)
    await networkHelpers.setCode(factory!, code)
    const at = await ethers.getContractAt('EscrowFactory', factory!)
    for (const c of cases) expect(await at.addressOf(c.terms), c.name).to.equal(c.escrow)
  })

  it('should pay sequences of verdicts', async () => {
    for (const c of read('payouts', 10).cases) {
      const w = await loadFixture(world)
      const escrow = await escrowOf(w, c, Rule[c.rule])
      const keys: string[] = []
      // All are filed first: once everything is paid nothing more can be.
      while (keys.length < c.verdicts.length) keys.push(await file(w, escrow))
      for (const [i, verdict] of c.verdicts.entries()) await observe(w, escrow, keys[i]!, all(verdict))
      await escrow.settle(100)
      const settled = await escrow.queryFilter(escrow.filters.Settled())
      expect(
        settled.map((log) => String(log.args.paid)),
        `${c.name}: paid`,
      ).to.deep.equal(c.paid)
      expect(
        settled.map((log) => String(log.args.progress)),
        `${c.name}: progress`,
      ).to.deep.equal(c.progress)
      expect(String(await escrow.refundable()), `${c.name}: refundable`).to.equal(c.refundable)
    }
  })

  it('should rank and award contests', async () => {
    for (const c of read('contests', 5).cases) {
      const w = await loadFixture(world)
      const escrow = await escrowOf(w, c, Rule.Contest)
      for (const score of c.scores) await observe(w, escrow, await file(w, escrow), all(score))
      await time.increaseTo((await escrow.claimsEnd()) + 1n)
      await escrow.settle(100)
      expect(
        (await escrow.ranking()).map((rank) => String(rank.index)),
        `${c.name}: ranking`,
      ).to.deep.equal(c.ranking)
      if (c.ranking.length === 0) {
        await expect(escrow.award(), c.name).to.be.revertedWithCustomError(escrow, 'NothingToAward')
        continue
      }
      await escrow.award()
      const awarded = await escrow.queryFilter(escrow.filters.Awarded())
      expect(
        awarded.map((log) => String(log.args.paid)),
        `${c.name}: paid`,
      ).to.deep.equal(c.paid)
    }
  })
})
