import { expect } from 'chai'
import { getAddress, keccak256, stringToHex, zeroHash } from 'viem'
import { canonicalJson } from '../../../sdk/model/canonicalJson.ts'
import { reportSchema } from '../../../sdk/model/report.ts'
import { conditionsOf, reportOf, type Judgement } from '../../../web/views/desk/report.ts'
import { OUTCOME } from '../../sdk/samples.ts'

const digest = (text: string) => keccak256(stringToHex(text))
const judgement: Judgement = {
  chainId: 31337,
  escrow: getAddress('0x1111111111111111111111111111111111111111'),
  claim: digest('claim'),
  target: zeroHash,
  solver: getAddress('0x2222222222222222222222222222222222222222'),
  member: getAddress('0x3333333333333333333333333333333333333333'),
  outcome: digest('outcome'),
  manifest: digest('manifest'),
  measurement: 980n,
  conditions: [{ name: 'quiet', holds: true, note: ' ' }],
  reviewer: 'ann',
  reasons: 'All logs agree.',
}
const read = (text: string) => reportSchema.parse(JSON.parse(text))

describe('page, desk: reports', () => {
  it('say what was measured, in canonical JSON, and are signed by the digest of that text', () => {
    const { text, digest: signed, measurement } = reportOf(judgement)
    expect(measurement, 'measurement').to.equal(980n)
    expect(signed, 'digest').to.equal(keccak256(stringToHex(text)))
    expect(text, 'canonical').to.equal(canonicalJson(JSON.parse(text) as never))
    const report = read(text)
    expect(report, 'report').to.include({ measurement: '980', reason: '', manifest: judgement.manifest, notes: '' })
    expect(report.sideConditions, 'conditions').to.deep.equal([{ name: 'quiet', holds: true }])
    const review = { reviewer: 'ann', approved: true, measurement: '980', reasons: 'All logs agree.' }
    expect(report.verifier, 'verifier').to.deep.equal({ kind: 'manual', approvals: 1, reviews: [review] })
  })

  it('give the same digest for the same, another for anything else', () => {
    const { digest: one } = reportOf(judgement)
    expect(reportOf({ ...judgement }).digest, 'the same').to.equal(one)
    const changes: Partial<Judgement>[] = [
      { measurement: 981n },
      { reasons: 'No.' },
      { member: judgement.solver },
      { chainId: 1 },
      { manifest: digest('other') },
    ]
    for (const change of changes)
      expect(reportOf({ ...judgement, ...change }).digest, Object.keys(change).join()).to.not.equal(one)
  })

  it('measure 0 where a side condition does not hold, with the reason', () => {
    const conditions = [{ name: 'quiet', holds: false, note: 'alarms' }]
    const { text, measurement } = reportOf({ ...judgement, conditions })
    expect(measurement, 'measurement').to.equal(0n)
    const report = read(text)
    expect(report.reason, 'reason').to.include('quiet')
    expect(report.measurement, 'in the report').to.equal('0')
    expect(report.sideConditions, 'note').to.deep.equal([{ name: 'quiet', holds: false, note: 'alarms' }])
  })

  it('measure 0 where the evidence could not be read, whatever is given', () => {
    const unread = { ...judgement, manifest: null, unreadable: 'Not within 7 days.', conditions: [] }
    const { text, measurement } = reportOf(unread)
    expect(measurement, 'measurement').to.equal(0n)
    const report = read(text)
    expect([report.manifest, report.verifier], 'nothing was verified').to.deep.equal([null, null])
    expect([report.reason, report.notes], 'why').to.deep.equal(['Not within 7 days.', 'All logs agree.'])
  })

  it('ask for the side conditions of the outcome, and for none of a break claim', () => {
    expect(conditionsOf(OUTCOME, zeroHash), 'docket').to.deep.equal([{ name: 'quiet', holds: undefined, note: '' }])
    expect(conditionsOf(OUTCOME, digest('paid')), 'break claim').to.deep.equal([])
  })
})
