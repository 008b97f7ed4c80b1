import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import { zeroAddress } from 'viem'
import { draft } from '../../sdk/model/draft.ts'
import { explainPrices } from '../../sdk/model/explainPrices.ts'
import { explainTerms } from '../../sdk/model/explainTerms.ts'
import { parseOutcome, type Outcome } from '../../sdk/model/outcome.ts'
import { panelOdds, panelsUpTo } from '../../sdk/model/panelOdds.ts'
import { priceTable } from '../../sdk/model/priceTable.ts'
import { purseSize } from '../../sdk/model/purse.ts'
import { smallestClaim } from '../../sdk/model/smallestClaim.ts'
import type { Point, Terms } from '../../sdk/model/terms.ts'
import { WARNINGS, type WarningCode } from '../../sdk/model/warnings.ts'
import { warningsOf, type WarningFacts } from '../../sdk/model/warningsOf.ts'
import { worstCase } from '../../sdk/model/worstCase.ts'
import { aboutInWords, momentInWords } from '../../sdk/model/words.ts'
import { DAY, NAMES, NOW, OUTCOME, USDC } from './samples.ts'

const M = 1_000_000_000_000n

async function shipped(folder: string): Promise<{ terms: Terms; outcome: Outcome }> {
  const json = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(new URL(`../../outcomes/${folder}/${name}.json`, import.meta.url), 'utf8'))
  const documents = { outcome: await json('outcome'), sheet: await json('sheet'), names: NAMES }
  return draft(documents, { token: USDC, now: NOW }).read!
}

const point = (measurement: bigint, price: bigint): Point => ({ measurement, price })

describe('sdk: terms in plain words', () => {
  const pays: [string, string][] = [
    ['a-egress-wall', 'Pays nothing below 365 days, and 25,000,000 USDC to the first who reaches it.'],
    [
      'b-exfiltration-risk',
      'Pays nothing below 2,000 basis points, then rises in a straight line to 8,000,000 USDC at 9,000 basis points.',
    ],
    [
      'c-monitor-tournament',
      'Of all claims the best claim gets 2,000,000 USDC, the second 1,000,000 USDC, the third 500,000 USDC; of equal scores the earlier claim ranks first.',
    ],
    [
      'd-attested-servers',
      'Pays 350 USDC for each of the first 10,000 server-months, then 150 USDC for each of the next 20,000 server-months, then 50 USDC for each of the next 30,000 server-months; 8,000,000 USDC in all.',
    ],
    [
      'e-jailbreak-rate',
      'Pays nothing above 2,000 basis points, then rises in a straight line to 8,000,000 USDC at 100 basis points.',
    ],
    ['f-verified-proxy', 'Pays nothing below 1 proofs, and 3,000,000 USDC to the first who reaches it.'],
  ]
  for (const [folder, sentence] of pays) {
    it(`says what ${folder} pays`, async () => {
      const { terms, outcome } = await shipped(folder)
      expect(explainPrices(terms, { token: USDC, outcome })[0]).to.equal(sentence)
    })
  }

  it('says jumps, flat stretches and ramps of a record', async () => {
    const { terms } = await shipped('b-exfiltration-risk')
    const curve = [point(0n, 0n), point(10n, 0n), point(10n, M), point(20n, M), point(30n, 2n * M)]
    expect(explainPrices({ ...terms, curve }, { token: USDC })[0]).to.equal(
      'Pays nothing below measurement 10, then jumps to 1,000,000 USDC at measurement 10, then stays at 1,000,000 USDC up to measurement 20, then rises in a straight line to 2,000,000 USDC at measurement 30.',
    )
    const steps = [point(10n, M), point(20n, M), point(20n, 3n * M)]
    expect(explainPrices({ ...terms, curve: steps }, { token: USDC })[0]).to.equal(
      'Pays nothing below measurement 10, 1,000,000 USDC there, then stays at 1,000,000 USDC up to measurement 20, then jumps to 3,000,000 USDC at measurement 20.',
    )
  })

  it('says units that begin late, jump, or have no whole price', async () => {
    const { terms } = await shipped('d-attested-servers')
    const curve = [point(5n, 0n), point(8n, 10_000_000n), point(9n, 10_000_000n), point(9n, 11_000_000n)]
    expect(explainPrices({ ...terms, curve }, { token: USDC })[0]).to.equal(
      'Pays nothing for the first 5 measurements, then 10 USDC for the next 3 measurements together, evenly, then nothing for the next 1 measurements, then 1 USDC at once when these are reached; 11 USDC in all.',
    )
  })

  it('says that prices end at what was pledged, where less than all may be', async () => {
    const last = async (folder: string) => {
      const { terms, outcome } = await shipped(folder)
      return explainPrices(terms, { token: USDC, outcome }).at(-1)
    }
    expect(await last('b-exfiltration-risk')).to.match(
      /^Never more is paid than was pledged: with less than 8,000,000 USDC/,
    )
    expect(await last('e-jailbreak-rate')).to.not.include('pledged')
  })

  it('derives the worst case from clocks and warranty', async () => {
    const { terms: a } = await shipped('a-egress-wall')
    expect(worstCase(a).settledAfter, 'settled').to.equal(NOW + 1095n * DAY + 120n * DAY)
    expect(worstCase(a).freeAfter, 'free').to.equal(NOW + (1095n + 120n + 365n + 120n) * DAY)
    const { terms: b } = await shipped('b-exfiltration-risk')
    expect(worstCase(b).freeAfter, 'without a warranty').to.equal(NOW + (1095n + 45n + 21n + 30n) * DAY)
    const text = explainTerms(a, { token: USDC, now: NOW }).find(({ label }) => label === 'locked')!.text
    expect(text).to.include('At worst until 2031-09-11 08:00:00 UTC (in about 5 years)')
    expect(text).to.include('60 days to verify, 30 days to challenge, 30 days to rule, then 1 year of warranty')
  })

  it('names members, arbiter, quorum, fees and holdback', async () => {
    const { terms, outcome } = await shipped('a-egress-wall')
    const said = Object.fromEntries(
      explainTerms(terms, { token: USDC, outcome, now: NOW }).map(({ label, text }) => [label, text]),
    )
    for (const member of terms.panel) expect(said['members'], 'member').to.include(member)
    expect(said['disputes']).to.include(terms.arbiter).and.include('50,000 USDC')
    expect(said['verdicts']).to.include('4 of 7 members').and.include('60 days')
    expect(said['fees']).to.include('35,000 USDC')
    expect(said['warranty']).to.include('40 %').and.include('1 year')
    expect(said['measured']).to.include('A value of 0 or less measures 0')
  })

  it('tabulates value, measurement and price', async () => {
    const { terms, outcome } = await shipped('e-jailbreak-rate')
    expect(priceTable(terms, outcome.metric)).to.deep.equal([
      { value: '2,000', measurement: 0n, price: 0n },
      { value: '1,050', measurement: 950n, price: 4n * M },
      { value: '100', measurement: 1900n, price: 8n * M },
    ])
    const { terms: wall, outcome: days } = await shipped('a-egress-wall')
    expect(priceTable(wall, days.metric).map(({ value, price }) => [value, price])).to.deep.equal([
      ['364', 0n],
      ['365', 25n * M],
    ])
  })

  it('starts the curve of a contest at its first prize', async () => {
    const { terms } = await shipped('c-monitor-tournament')
    expect(terms.curve).to.deep.equal([point(1n, 2n * M), point(2n, 3n * M), point(3n, (7n * M) / 2n)])
  })

  it('writes times for people', () => {
    expect(momentInWords(1_798_675_199n)).to.equal('the end of 2026-12-30 (UTC)')
    expect(momentInWords(10n ** 15n), 'beyond dates').to.equal('second 1000000000000000')
    const spans: [bigint, string][] = [
      [59n, '59 seconds'],
      [120n, '2 minutes'],
      [DAY, '24 hours'],
      [45n * DAY, '45 days'],
      [548n * DAY, '18 months'],
      [1095n * DAY, '3 years'],
    ]
    for (const [seconds, text] of spans) expect(aboutInWords(seconds)).to.equal(text)
  })
})

describe('sdk: warnings', () => {
  const outcome = parseOutcome({ ...OUTCOME, rule: 'Record' })
  const member = (n: number) => `0x${String(n).repeat(40)}` as const
  /** Gives no warning. */
  const GOOD: Terms = {
    outcome: `0x${'11'.repeat(32)}`,
    asset: member(9),
    rule: 1,
    curve: [point(0n, 0n), point(100n, 100n * M)],
    minStep: 1n,
    pledgeBy: NOW + 100n * DAY,
    threshold: 100n * M,
    cap: 100n * M,
    claimBy: NOW + 1000n * DAY,
    verifyWithin: 30n * DAY,
    challengeWithin: 10n * DAY,
    arbitrateWithin: 10n * DAY,
    lastCall: 0n,
    panel: [member(1), member(2), member(3), member(4), member(5)],
    quorum: 3n,
    arbiter: member(8),
    claimFee: 1_000_000n,
    challengeFee: 2_000_000n,
    holdback: 4000n,
    warranty: 365n * DAY,
  }
  const FACTS: WarningFacts = { token: USDC, now: NOW, bareKeys: [], unaccepted: [] }
  type Case = [Partial<Terms>, Partial<WarningFacts>?, (Outcome | null)?]
  const cases: Record<WarningCode, Case> = {
    NoArbiter: [{ arbiter: zeroAddress, challengeWithin: 0n, arbitrateWithin: 0n, challengeFee: 0n }],
    PanelOfOne: [{ panel: [member(1)], quorum: 1n }],
    QuorumAboveMajority: [{ quorum: 4n }],
    ArbiterIsBareKey: [{}, { bareKeys: [member(8)] }],
    MemberIsBareKey: [{}, { bareKeys: [member(2)] }],
    MemberNotAccepted: [{}, { unaccepted: [member(3)] }],
    ThresholdBelowCurve: [{ threshold: 100n * M - 1n }],
    CapBelowCurve: [{ cap: 100n * M - 1n, threshold: 100n * M - 1n }],
    NoClaimFee: [{ claimFee: 0n }],
    ClaimFeeAboveSmallestClaim: [{ claimFee: M + 1n, holdback: 0n, warranty: 0n }],
    NoChallengeFee: [{ challengeFee: 0n }],
    ChallengeFeeAboveSmallestClaim: [{ challengeFee: M + 1n, holdback: 0n, warranty: 0n }],
    BreakingDoesNotPay: [{ claimFee: M / 5n + 1n }],
    VerifyWithinShort: [
      { verifyWithin: DAY - 1n },
      {},
      { ...outcome, evidence: { ...outcome.evidence, readableDays: 0 } },
    ],
    ChallengeWithinShort: [{ challengeWithin: DAY - 1n }],
    ArbitrateWithinShort: [{ arbitrateWithin: DAY - 1n }],
    ReadableLongerThanVerification: [{ verifyWithin: 7n * DAY - 1n }],
    PledgingEndsSoon: [{ pledgeBy: NOW + DAY - 1n }],
    PledgingEndsLate: [{ pledgeBy: NOW + 970n * DAY + 1n }],
    LockedLong: [{ claimBy: NOW + 3650n * DAY }],
    StartsFlat: [{ rule: 0, curve: [point(1n, 0n), point(100n, 100n * M)] }],
    PrizesRise: [{ rule: 2, curve: [point(1n, 40n * M), point(2n, 100n * M)] }],
    DocumentUnknown: [{}, {}, null],
    CopyClauseUnknown: [{ rule: 2, curve: [point(1n, 60n * M), point(2n, 100n * M)] }, {}, null],
  }
  const codes = ([terms, facts, document]: Case): string[] =>
    warningsOf({ ...GOOD, ...terms }, document === null ? undefined : (document ?? outcome), {
      ...FACTS,
      ...facts,
    }).map(({ code }) => code)

  it('are none for terms that are well chosen', () => {
    expect(codes([{}])).to.deep.equal([])
  })

  for (const [code, one] of Object.entries(cases)) {
    it(`${code}, and what to do`, () => {
      const expected = code === 'CapBelowCurve' ? ['ThresholdBelowCurve', code] : [code]
      expect(codes(one)).to.have.members(expected)
      const { why, toDo } = WARNINGS[code as WarningCode]
      expect(Math.min(why.length, toDo.length), 'in words').to.be.above(10)
    })
  }

  it('judge fees by the least that a smallest step is paid', async () => {
    const least = async (folder: string) => smallestClaim((await shipped(folder)).terms)
    expect(await least('a-egress-wall'), 'one jump').to.equal(25n * M)
    expect(await least('c-monitor-tournament'), 'the last prize').to.equal(M / 2n)
    expect(await least('d-attested-servers'), '250 units at 50').to.equal(12_500_000_000n)
    expect(await least('e-jailbreak-rate'), '50 of 1,900 parts').to.equal((8n * M * 50n) / 1900n)
  })
})

describe('sdk: sizes', () => {
  it('a purse of 982 million for tries of 50 million at 10 %, wanted at 80 %', () => {
    const { tries, success, purse } = purseSize({ probability: 0.1, cost: 50e6, success: 0.8 })
    expect(tries, 'N').to.equal(16)
    expect(Math.round(purse / 1e6), 'V in millions').to.equal(982)
    expect(Math.abs(success - (1 - 0.9 ** 16)), '1 - 0.9^16').to.be.lessThan(1e-12)
  })

  it('does not need one more try where the wanted chance is reached exactly', () => {
    expect(purseSize({ probability: 0.5, cost: 1, success: 0.75 }).tries).to.equal(2)
    expect(purseSize({ probability: 0.5, cost: 1, success: 0.76 }).tries).to.equal(3)
    expect(purseSize({ probability: 0.9, cost: 1, success: 0.1 }).tries).to.equal(1)
    expect(purseSize({ probability: 0.5, cost: 1, success: 1e-12 }), 'at least one').to.include({ tries: 1, purse: 2 })
  })

  const odds: [number, number, number, number][] = [
    [3, 2, 0.028, 0.93925],
    [5, 3, 0.00856, 0.973388],
    [7, 4, 0.002728, 0.987897],
    [1, 1, 0.1, 0.85],
  ]
  for (const [members, quorum, falseVerdict, live] of odds) {
    it(`${quorum} of ${members} with errors of 10 % and 85 % alive`, () => {
      const found = panelOdds({ members, quorum }, 0.1, 0.85)
      expect(Math.abs(found.falseVerdict - falseVerdict), 'false verdicts').to.be.lessThan(1e-6)
      expect(Math.abs(found.live - live), 'live').to.be.lessThan(1e-6)
    })
  }

  it('lists the panels that escrows allow', () => {
    expect(panelsUpTo(5).map(({ members, quorum }) => `${quorum}/${members}`)).to.deep.equal([
      '1/1',
      '2/3',
      '3/4',
      '3/5',
      '4/5',
    ])
  })
})
