/** What is said of many escrows alike is said once. */
import { expect } from 'chai'
import type { Finding } from '../../../audit/finding.ts'
import type { Statement } from '../../../audit/result.ts'
import { reportText } from '../../../audit/report/reportText.ts'
import { sharedFindings, sharedStatements } from '../../../audit/report/together.ts'
import { market, resultOf } from './fixture.ts'

describe('audit report: many escrows', () => {
  const first = market(2)
  const escrows = Array.from({ length: 30 }, (_, i) => {
    const escrow = `0x${String(i + 1).padStart(40, '0')}` as const
    return { ...first, subject: { ...first.subject, escrow } }
  })
  const addresses = escrows.map(({ subject }) => subject.escrow)
  const storage = (i: number, slots: number): Statement => ({
    what: `the storage of the escrow ${addresses[i]!}`,
    standing: 'proved',
    how: `${slots} slots of 2 kinds were compared.`,
  })

  it('makes one statement of those that differ in escrow and figures alone', () => {
    const other: Statement = { what: 'block 9', standing: 'proved', how: 'By its hash.' }
    const all = addresses.map((_, i) => storage(i, i === 3 ? 1_045 : 10 + i))
    expect(sharedStatements({ statements: [...all, other], escrows }, 'proved')).to.deep.equal([
      {
        what: 'the storage of all 30 escrows',
        standing: 'proved',
        how: '10 to 1045 slots of 2 kinds were compared.',
      },
      other,
    ])
    expect(sharedStatements({ statements: all, escrows }, 'assumed')).to.deep.equal([])
  })

  it('names some where it is said of some, and leaves one as it is', () => {
    const some = [0, 1, 2, 3, 4].map((i) => storage(i, 7))
    const [shared] = sharedStatements({ statements: some, escrows }, 'proved')
    expect(shared!.what).to.equal(`the storage of 5 escrows: ${addresses.slice(0, 3).join(', ')} and 2 more`)
    expect(sharedStatements({ statements: some.slice(0, 1), escrows }, 'proved')).to.deep.equal(some.slice(0, 1))
    const different = [storage(0, 7), { ...storage(1, 7), how: 'The endpoint gave a proof that does not hold.' }]
    expect(sharedStatements({ statements: different, escrows }, 'proved')).to.deep.equal(different)
  })

  it('keeps statements about other accounts apart', () => {
    const of = (account: string): Statement => ({ what: `the code of ${account}`, standing: 'checked', how: 'x' })
    const two = [of(`0x${'a'.repeat(40)}`), of(`0x${'b'.repeat(40)}`)]
    expect(sharedStatements({ statements: two, escrows }, 'checked')).to.deep.equal(two)
  })

  it('makes one finding of those that differ in the escrow alone', () => {
    const finding = (i: number, change: Partial<Finding> = {}): Finding => ({
      grade: 'remark',
      rule: 'risk',
      escrow: addresses[i]!,
      what: 'A single member decides.',
      ...change,
    })
    const shared = sharedFindings([
      ...addresses.map((_, i) => finding(i)),
      finding(0, { subject: addresses[5]! }),
      finding(1, { actual: '3' }),
      finding(2, { place: { blockNumber: 1n, transactionHash: `0x${'1'.repeat(64)}` } }),
    ])
    expect(shared.map((one) => one.escrows.length)).to.deep.equal([30, 1, 1, 1])
  })

  it('stays readable, findings first', () => {
    const statements = addresses.map((_, i) => storage(i, i))
    const fault: Finding = { grade: 'fault', rule: 'S3', escrow: addresses[29]!, what: 'Paid too much.' }
    const risks = addresses.flatMap((escrow) =>
      [1, 2, 3].map((n): Finding => ({ grade: 'remark', rule: 'risk', escrow, what: `Member ${n} is silent.` })),
    )
    const result = resultOf(escrows, { passed: false, statements, findings: [fault, ...risks] })
    const lines = reportText(result, { colour: false, width: 80 }).split('\n')
    expect(lines.length).to.be.below(120)
    expect(lines[0]).to.equal('1 finding  30 escrows on chain 31337')
    for (const escrow of addresses) expect(lines.some((line) => line.includes(escrow))).to.equal(true)
    expect(lines.indexOf('Findings')).to.be.lessThan(lines.indexOf('What this rests on'))
    expect(lines.filter((line) => line.includes('all 30 escrows')).length).to.equal(4)
  })
})
