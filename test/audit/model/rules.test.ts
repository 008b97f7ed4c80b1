/** One doctored entry at a time: each is found, by the rule that it breaks, and brings few others with it. */
import { expect } from 'chai'
import { zeroAddress, zeroHash } from 'viem'
import type { Finding } from '../../../audit/finding.ts'
import type { Script } from '../support/script.ts'
import { ESCROW, moved, observed, said, subjectOf, who } from '../support/script.ts'
import { keep } from '../support/keep.ts'
import { contestLife, unitsLife } from '../support/lives.ts'

type Units = Awaited<ReturnType<typeof unitsLife>>
type Contest = Awaited<ReturnType<typeof contestLife>>

const judge = (s: Script, seconds = 0n) => keep(subjectOf(s.terms), s.entries, s.end(seconds))
const rulesOf = (findings: readonly Finding[]): string[] => findings.map(({ rule }) => rule)

/** What is done to a life, and the rules found broken: first the one that is meant, then what follows from it. */
type Case<L> = [what: string, rules: string[], doctor: (life: L) => void | Promise<void>]

const UNITS: Case<Units>[] = [
  [
    'a pledge with more shares than money',
    ['pledge', 'S1'],
    (s) => {
      s.args('pledge Ada', 'Transfer')['value'] = 601n
      s.args('pledge Ada', 'Deposit')['shares'] = 601n
      s.endWith('pledge Ada')
    },
  ],
  [
    'a pledge of which no money came',
    ['pledge', 'S1'],
    (s) => {
      s.named('pledge Ben').entries.pop()
      s.endWith('pledge Ben')
    },
  ],
  [
    'a pledge without shares',
    ['pledge'],
    (s) => {
      s.named('pledge Ben').entries.shift()
    },
  ],
  [
    'shares without a pledge',
    ['pledge', 'S1'],
    (s) => {
      s.named('pledge Ben').entries.splice(1, 2)
      s.endWith('pledge Ben')
    },
  ],
  [
    'a pledge beyond the cap',
    ['pledge'],
    (s) => {
      s.pledge('more', 250n, 'Ada', 1n).move('more', 'sell')
      s.endWith('more')
    },
  ],
  [
    'a pledge after a passing verdict',
    ['pledge'],
    (s) => {
      // Late, too, if pledging were still open then: only the verdict ends it.
      s.terms.pledgeBy = 50_000n
      s.named('pledge Ben').time = 2_150n
      const [ben] = s.transactions.splice(1, 1)
      s.endWith('observe').transactions.push(ben!)
    },
  ],
  [
    'shares moved that the account does not have',
    ['T2'],
    (s) => {
      s.args('sell', 'Transfer')['value'] = 601n
      s.endWith('sell')
    },
  ],
  [
    'shares burned without a refund',
    ['T2'],
    (s) => {
      s.add('burn', 400n, said('Transfer', { from: who('Ben'), to: zeroAddress, value: 1n }))
      s.move('burn', 'file')
      s.endWith('burn')
    },
  ],
  [
    'a key that does not follow from solver and commitment',
    ['file'],
    (s) => {
      s.args('file', 'Filed')['commitment'] = zeroHash
      s.endWith('file')
    },
  ],
  [
    'a key twice',
    ['file'],
    (s) => {
      const again = structuredClone(s.named('file'))
      s.endWith('file').add('again', again.time, ...again.entries)
      s.args('again', 'Filed')['index'] = 1n
    },
  ],
  [
    'a place in the docket that is not the next',
    ['file'],
    (s) => {
      s.args('file', 'Filed')['index'] = 1n
      s.endWith('observe')
    },
  ],
  [
    'no payee',
    ['file'],
    (s) => {
      s.args('file', 'Filed')['payee'] = zeroAddress
      s.endWith('file')
    },
  ],
  [
    'a claim before pledges bind',
    ['file'],
    (s) => {
      s.terms.threshold = 1_001n
      s.endWith('file')
    },
  ],
  [
    'a claim whose filing is missing',
    ['stray', 'file'],
    (s) => {
      s.named('file again').entries.shift()
      s.endWith('settle again')
    },
  ],
  [
    'a claim fee that was not paid',
    ['fees', 'S1'],
    (s) => {
      s.named('file').entries.pop()
      s.endWith('file')
    },
  ],
  [
    'a claim fee of less',
    ['token', 'S1'],
    (s) => {
      s.args('file', 'AssetTransfer')['amount'] = 8n
      s.endWith('file')
    },
  ],
  [
    'an observation by a stranger',
    ['observe'],
    (s) => {
      s.args('observe the last', 'Observed')['member'] = who('Max')
      s.endWith('observe the last')
    },
  ],
  [
    'a member observing twice',
    ['observe'],
    async (s) => {
      const again = await observed(s.keys.first, 0, 99n)
      s.named('observe the last').entries.splice(0, 1, again)
      s.endWith('observe the last')
    },
  ],
  [
    'no end of pledging at the first passing verdict',
    ['pledge'],
    (s) => {
      s.named('observe').entries.pop()
    },
  ],
  [
    'an end of pledging before there is one',
    ['pledge', 'pledge'],
    (s) => {
      s.named('observe').entries.splice(1, 0, s.named('observe').entries.pop()!)
      s.named('observe').entries.push(said('Passed', { claim: s.keys.first }))
    },
  ],
  [
    'a second end of pledging',
    ['pledge'],
    (s) => {
      s.named('observe again').entries.push(said('Passed', { claim: s.keys.second }))
    },
  ],
  [
    'a challenge twice',
    ['challenge'],
    (s) => {
      const again = structuredClone(s.named('challenge'))
      s.endWith('challenge').add('again', again.time, ...again.entries)
    },
  ],
  [
    'a ruling above the highest observation',
    ['rule'],
    (s) => {
      s.args('rule', 'Ruled')['measurement'] = 3n
      s.args('settle break', 'BreakSettled')['measurement'] = 3n
    },
  ],
  [
    'a ruling twice',
    ['rule'],
    (s) => {
      const again = structuredClone(s.named('rule'))
      s.endWith('rule').add('again', again.time, ...again.entries)
    },
  ],
  [
    'a measurement above the verdict',
    ['V1', 'settle', 'S3'],
    (s) => {
      s.args('settle', 'Settled')['measurement'] = 31n
      s.args('settle', 'Settled')['paid'] = 310n
      s.args('settle', 'Settled')['held'] = 62n
      s.endWith('settle')
    },
  ],
  [
    'a verdict that fell',
    ['V2'],
    (s) => {
      s.args('settle', 'Settled')['measurement'] = 25n
      s.args('settle', 'Settled')['progress'] = 25n
      s.args('settle', 'Settled')['paid'] = 250n
      s.args('settle', 'Settled')['held'] = 50n
      s.endWith('settle')
    },
  ],
  [
    'another progress',
    ['settle'],
    (s) => {
      s.args('settle', 'Settled')['progress'] = 31n
      s.args('settle', 'Settled')['paid'] = 310n
      s.args('settle', 'Settled')['held'] = 62n
      s.endWith('settle')
    },
  ],
  [
    'a payment of a unit more',
    ['settle', 'S3'],
    (s) => {
      s.args('settle', 'Settled')['paid'] = 301n
      s.args('settle', 'Settled')['held'] = 61n
      s.endWith('settle')
    },
  ],
  [
    'a payment to somebody else',
    ['settle'],
    (s) => {
      s.args('settle again', 'Settled')['payee'] = who('Max')
      s.endWith('settle again')
    },
  ],
  [
    'less held than the terms say',
    ['warranty'],
    (s) => {
      s.args('settle', 'Settled')['held'] = 59n
      s.endWith('settle')
    },
  ],
  [
    'a claim settled twice',
    ['Q2'],
    (s) => {
      s.named('settle').entries.push(structuredClone(s.named('settle').entries[0]!))
      s.endWith('settle')
    },
  ],
  [
    'a claim settled out of turn',
    ['Q1'],
    (s) => {
      // Another claim is filed before, and nobody observes it: it could be settled from second 12,201.
      const passedOver = s.file('between', 8_600n, 'Tess', 1n)
      s.move('between', 'file again')
      s.args('file again', 'Filed')['index'] = 2n
      s.endWith('settle again')
      const nothing = { measurement: 0n, progress: 50n, paid: 0n, held: 0n, payee: who('Tess') }
      s.add('late', 20_000n, said('Settled', { claim: passedOver, ...nothing }))
    },
  ],
  [
    'a break that takes more than half',
    ['warranty'],
    (s) => {
      s.args('settle break', 'BreakSettled')['taken'] = 31n
      s.args('settle break', 'BreakSettled')['returned'] = 29n
      s.endWith('settle break')
    },
  ],
  [
    'a release of less',
    ['warranty', 'S2'],
    (s) => {
      s.args('release', 'Released')['amount'] = 39n
      s.endWith('release')
    },
  ],
  [
    'a release while a break claim is open',
    ['warranty'],
    async (s) => {
      s.file('late break', 19_601n, 'Rea', 0n, s.keys.second)
      s.move('late break', 'release')
      s.endWith('release')
    },
  ],
  [
    'a claim handed on by somebody else',
    ['assign'],
    (s) => {
      s.args('assign', 'Assigned')['from'] = who('Max')
      s.endWith('assign')
    },
  ],
  [
    'collecting more than is owed',
    ['collect', 'S1', 'S2'],
    (s) => {
      s.args('collect Sol', 'Collected')['amount'] = 241n
      s.args('collect Sol', 'AssetTransfer')['amount'] = 241n
      s.endWith('collect Sol')
    },
  ],
  [
    'more leaving than was collected',
    ['S2', 'S1'],
    (s) => {
      s.args('collect Sol', 'AssetTransfer')['amount'] = 241n
      s.endWith('collect Sol')
    },
  ],
  [
    'money leaving for nothing',
    ['S2', 'S1'],
    (s) => {
      s.named('collect Sol').entries.push(moved(ESCROW, who('Max'), 1n))
      s.endWith('collect Sol')
    },
  ],
  [
    'less arriving than was collected',
    ['token'],
    (s) => {
      s.args('collect Sol', 'AssetTransfer')['amount'] = 239n
      s.endWith('collect Sol')
    },
  ],
  [
    'a fee taken from what was collected',
    ['token'],
    (s) => {
      s.args('collect Sol', 'AssetTransfer')['amount'] = 239n
      s.named('collect Sol').entries.push(moved(ESCROW, who('issuer'), 1n))
      s.endWith('collect Sol')
    },
  ],
  [
    'tokens nobody asked for',
    ['stray'],
    (s) => {
      s.named('sell').entries.push(moved(who('Max'), ESCROW, 5n))
    },
  ],
  [
    'money directed to the escrow itself',
    ['stray'],
    (s) => {
      s.args('collect Sol', 'Collected')['to'] = ESCROW
      s.args('collect Sol', 'AssetTransfer')['to'] = ESCROW
    },
  ],
  [
    'a refund while claims could still be paid',
    ['R1'],
    (s) => {
      s.named('refund Ada').time = 100_000n
      s.endWith('refund Ada')
    },
  ],
  [
    'a refund of a unit more',
    ['R2'],
    (s) => {
      s.args('refund Ada', 'Withdraw')['assets'] = 266n
      s.args('refund Ada', 'AssetTransfer')['amount'] = 266n
      s.endWith('refund Ada')
    },
  ],
  [
    'a refund without burning shares',
    ['R2'],
    (s) => {
      s.named('refund Ada').entries.shift()
      s.endWith('refund Ada')
    },
  ],
]

const CONTEST: Case<Contest>[] = [
  [
    'another winner',
    ['award', 'award'],
    (s) => {
      s.args('award', 'Awarded')['claim'] = s.keys.tess
      s.args('award', 'Awarded')['payee'] = who('Tess')
      s.args('award', 'Awarded', 1)['claim'] = s.keys.sol
      s.args('award', 'Awarded', 1)['payee'] = who('Sol')
      s.endWith('award')
    },
  ],
  [
    'a prize of a unit more',
    ['award', 'S3'],
    (s) => {
      s.args('award', 'Awarded', 1)['paid'] = 201n
      s.endWith('award')
    },
  ],
  [
    'a prize that is left out',
    ['award'],
    (s) => {
      s.named('award').entries.pop()
      s.endWith('award')
    },
  ],
  [
    'an award twice',
    ['award', 'award', 'award', 'S3'],
    (s) => {
      const again = structuredClone(s.named('award').entries[1]!)
      s.endWith('award').add('again', 22_800n, again)
    },
  ],
  [
    'an award before claims end',
    ['award'],
    (s) => {
      s.named('award').time = 22_700n
      s.endWith('award')
    },
  ],
  [
    'prizes in another order',
    ['award', 'award', 'award', 'award', 'award', 'S3'],
    (s) => {
      s.named('award').entries.reverse()
      s.endWith('award')
    },
  ],
]

/** Leaves out what a life that was cut short leaves for others to do. */
const judged = (s: Script): Finding[] => judge(s).findings.filter(({ rule }) => rule !== 'L1')

describe('audit: the rules of the model', () => {
  it('finds nothing in lives in which all is well, and has every figure', async () => {
    const units = judge(await unitsLife())
    expect(units.findings, 'units').to.deep.equal([])
    expect(
      [units.state.supply, units.state.balance, units.state.held, units.state.openFees],
      'all is gone',
    ).to.deep.equal([0n, 0n, 0n, 0n])
    expect([units.state.collected, units.state.refunded, units.state.feesIn, units.state.returned]).to.deep.equal([
      504n,
      530n,
      34n,
      30n,
    ])
    expect(units.state.frozen, 'frozen').to.deep.equal({ pledged: 1_000n, refundable: 530n })
    const contest = judge(await contestLife())
    expect(contest.findings, 'contest').to.deep.equal([])
    expect([contest.state.lastCallEnd, contest.state.progress, contest.state.balance]).to.deep.equal([22_700n, 2n, 0n])
  })

  const suite = <L extends Script>(name: string, life: () => Promise<L>, cases: Case<L>[]) => {
    describe(name, () => {
      for (const [what, rules, doctor] of cases) {
        it(`${what}: ${rules.join(', ')}`, async () => {
          const s = await life()
          await doctor(s)
          const findings = judged(s)
          expect(
            rulesOf(findings),
            JSON.stringify(findings.map(({ what: text, expected, actual }) => [text, expected, actual])),
          ).to.deep.equal(rules)
        })
      }
    })
  }
  suite('of a life under Units', unitsLife, UNITS)
  suite('of a contest', contestLife, CONTEST)
})
