import { readdir, readFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { expect } from 'chai'
import { isAddress } from 'viem'
import { parseOutcome, type Outcome } from '../../sdk/model/outcome.ts'
import { parseSheet } from '../../sdk/model/sheet.ts'
import { payoutOf, prizesOf } from '../../sdk/model/payout.ts'
import { measurementOf } from '../../sdk/model/metric.ts'
import type { Terms } from '../../sdk/model/terms.ts'
import { termsOfSheet } from '../../sdk/model/termsOfSheet.ts'
import { NAMES, NOW, USDC } from './samples.ts'

const OUTCOMES = new URL('../../outcomes/', import.meta.url)
const M = 1_000_000_000_000n

async function read(slug: string): Promise<{ document: Record<string, unknown>; sheet: Record<string, unknown> }> {
  const json = async (name: string) =>
    JSON.parse(await readFile(new URL(`${slug}/${name}.json`, OUTCOMES), 'utf8')) as Record<string, unknown>
  return { document: await json('outcome'), sheet: await json('sheet') }
}

async function terms(slug: string): Promise<{ outcome: Outcome; terms: Terms }> {
  const { document, sheet } = await read(slug)
  const outcome = parseOutcome(document)
  return { outcome, terms: termsOfSheet(parseSheet(sheet), outcome, { token: USDC, now: NOW, names: NAMES }) }
}

describe('sdk: outcomes A to F', () => {
  const expected: Record<string, Partial<Record<keyof Terms, unknown>> & { members: number }> = {
    'a-egress-wall': {
      rule: 1,
      cap: 25n * M,
      threshold: 25n * M,
      quorum: 4n,
      members: 7,
      holdback: 4000n,
      minStep: 365n,
    },
    'b-exfiltration-risk': {
      rule: 1,
      cap: 8n * M,
      threshold: 4n * M,
      quorum: 3n,
      members: 5,
      holdback: 0n,
      minStep: 50n,
    },
    'c-monitor-tournament': {
      rule: 2,
      cap: (35n * M) / 10n,
      quorum: 3n,
      members: 5,
      minStep: 9400n,
      lastCall: 30n * 86_400n,
    },
    'd-attested-servers': { rule: 0, cap: 8n * M, quorum: 2n, members: 3, minStep: 250n },
    'e-jailbreak-rate': { rule: 1, cap: 8n * M, threshold: 8n * M, quorum: 3n, members: 5, minStep: 50n },
    'f-verified-proxy': { rule: 1, cap: 3n * M, quorum: 2n, members: 3, holdback: 3000n, warranty: 365n * 86_400n },
  }

  it('are these six', async () => {
    expect((await readdir(OUTCOMES)).sort(), 'folders').to.deep.equal(Object.keys(expected))
  })

  for (const [slug, { members, ...fields }] of Object.entries(expected)) {
    it(`${slug} has the figures that were asked for`, async () => {
      const { terms: made } = await terms(slug)
      for (const [field, value] of Object.entries(fields)) expect(made[field as keyof Terms], field).to.equal(value)
      expect(made.panel.length, 'members').to.equal(members)
      expect(
        made.panel.every((member) => isAddress(member)),
        'panel of addresses',
      ).to.equal(true)
    })
  }

  it('A ends after 36 months with clocks of 60, 30 and 30 days and 12 months of warranty', async () => {
    const { terms: a } = await terms('a-egress-wall')
    const days = [a.claimBy - NOW, a.verifyWithin, a.challengeWithin, a.arbitrateWithin, a.warranty].map(
      (s) => s / 86_400n,
    )
    expect(days, 'days').to.deep.equal([1095n, 60n, 30n, 30n, 365n])
  })

  it('C pays 2,000,000, 1,000,000 and 500,000, and keeps what nobody wins', async () => {
    const { terms: c } = await terms('c-monitor-tournament')
    const earned = (ranked: number) => prizesOf(c, c.cap, ranked).map((prize) => prize.earned)
    expect(earned(3), 'three ranked').to.deep.equal([2n * M, M, M / 2n])
    expect(earned(1), 'one ranked').to.deep.equal([2n * M])
    expect(earned(9), 'nine ranked').to.have.length(3)
  })

  it('D pays 250,000 from 9,500 units for 1,000, and 25,000 from 59,500', async () => {
    const { terms: d } = await terms('d-attested-servers')
    const earned = (progress: bigint) => payoutOf(d, { progress, pledged: d.cap }, 1000n).earned
    expect([earned(9500n), earned(59_500n)], 'payments').to.deep.equal([250_000_000_000n, 25_000_000_000n])
  })

  it('E pays the value 2000 -> 1200 -> 1190 -> 400 -> 50 as computed by hand, with both smallest steps', async () => {
    const { outcome, terms: e } = await terms('e-jailbreak-rate')
    const values = ['1200', '1190', '400', '50']
    const run = (minStep: bigint): bigint[] => {
      let progress = 0n
      return values.map((value) => {
        const payout = payoutOf({ ...e, minStep }, { progress, pledged: e.cap }, measurementOf(outcome.metric, value))
        progress = payout.progress
        return payout.earned
      })
    }
    const fine = run(1n)
    expect(fine, 'smallest step 1').to.deep.equal([
      3_368_421_052_631n,
      42_105_263_158n,
      3_326_315_789_474n,
      1_263_157_894_737n,
    ])
    expect(
      fine.reduce((a, b) => a + b),
      'together',
    ).to.equal(8n * M)
    expect(run(50n).slice(0, 3), 'smallest step 50').to.deep.equal([3_368_421_052_631n, 0n, 3_368_421_052_632n])
  })

  it('F pins its statement by digest', async () => {
    const statement = await readFile(new URL('f-verified-proxy/Statement.lean', OUTCOMES))
    const { document } = await read('f-verified-proxy')
    expect(JSON.stringify(document), 'digest in the document').to.include(
      createHash('sha256').update(statement).digest('hex'),
    )
  })
})
