import { expect } from 'chai'
import { draft } from '../../../sdk/model/draft.ts'
import {
  blankDraft,
  paragraphsOf,
  ruleOf,
  textOfParagraphs,
  tidied,
  withRule,
} from '../../../web/views/create/documents.ts'
import { EXAMPLES } from '../../../web/views/create/examples.ts'
import { isAt } from '../../../web/views/create/faultText.ts'
import { partiesOf, MOST, readTexts, withNames } from '../../../web/views/create/files.ts'
import { at, lengthAt, put, textAt, type Json } from '../../../web/views/create/json.ts'
import { readKept, writeKept } from '../../../web/views/create/kept.ts'
import { momentOf, withMoments } from '../../../web/views/create/moments.ts'
import { pointsOf, unitOf } from '../../../web/views/create/sketch.ts'
import { faultsByStep, STEPS, stepOf } from '../../../web/views/create/steps.ts'

const USDC = { symbol: 'USDC', decimals: 6 }
const NOW = 1_800_000_000n
const address = (n: number): string => `0x${n.toString(16).padStart(40, '0')}`

/** Addresses for every name that a sheet uses. */
function named(sheet: Json): Json {
  const names = Object.fromEntries(partiesOf(sheet).map(({ name }, i) => [name, address(i + 1)] as [string, string]))
  return withNames(sheet, names)
}

describe('A document that is being written', () => {
  const document: Json = { a: { b: ['x', 'y', 'z'] }, n: 3 }
  it('is read by paths', () => {
    expect(at(document, 'a.b.1')).to.equal('y')
    expect(at(document, 'a.c.1')).to.equal(undefined)
    expect(at(document, 'n.length')).to.equal(undefined)
    expect(at(document, 'a.constructor')).to.equal(undefined)
    expect([textAt(document, 'n'), textAt(document, 'a'), lengthAt(document, 'a.b')]).to.deep.equal(['3', '', 3])
  })

  it('is changed by paths, the rest staying as it is and in its order', () => {
    expect(put(document, 'a.b.1', 'Y')).to.deep.equal({ a: { b: ['x', 'Y', 'z'] }, n: 3 })
    expect(put(document, 'a.b.1', undefined)).to.deep.equal({ a: { b: ['x', 'z'] }, n: 3 })
    expect(put(document, 'a.b.3', 'new')).to.deep.equal({ a: { b: ['x', 'y', 'z', 'new'] }, n: 3 })
    expect(put(document, 'p.q', 'made')).to.deep.equal({ ...document, p: { q: 'made' } })
    expect(put('no object', 'p', 'made')).to.deep.equal({ p: 'made' })
    expect(Object.keys(put(document, 'a', 'first') as object)).to.deep.equal(['a', 'n'])
    expect(document).to.deep.equal({ a: { b: ['x', 'y', 'z'] }, n: 3 })
  })
})

describe('A draft', () => {
  it('has no other faults than what is still to be filled in', () => {
    for (const rule of ['Units', 'Record', 'Contest'] as const) {
      const blank = blankDraft(rule)
      expect(ruleOf(blank)).to.equal(rule)
      const { faults } = draft(tidied(blank), { token: USDC, now: NOW })
      expect(faults).not.to.be.empty
      expect(faults.filter(({ code }) => ['UnknownField', 'WrongType', 'RuleDiffers'].includes(code))).to.deep.equal([])
    }
  })

  it('changes its rule with all that belongs to it', () => {
    const contest = EXAMPLES.find(({ outcome }) => outcome.rule === 'Contest')!
    const changed = withRule(contest, 'Record')
    expect(at(changed.sheet, 'prizes')).to.equal(undefined)
    expect(at(changed.sheet, 'claims.lastCall')).to.equal(undefined)
    expect(at(changed.sheet, 'verification')).to.deep.equal(at(contest.sheet, 'verification'))
    expect([at(changed.outcome, 'rule'), at(changed.sheet, 'rule')]).to.deep.equal(['Record', 'Record'])
  })

  it('leaves out what is optional and empty, and blanks at ends', () => {
    const { outcome, sheet } = tidied({
      outcome: { title: ' A title ', theme: ' ', metric: { best: '' } },
      sheet: { claims: { lastCall: '' }, token: '' },
    })
    expect(outcome).to.deep.equal({ title: 'A title', metric: {} })
    expect(sheet).to.deep.equal({ claims: {}, token: '' })
  })

  it('takes paragraphs from a text and gives them back', () => {
    const paragraphs = paragraphsOf('One\nline.\n\n \nTwo.\n\n')
    expect(paragraphs).to.deep.equal(['One line.', 'Two.'])
    expect(paragraphsOf(textOfParagraphs(paragraphs))).to.deep.equal(paragraphs)
  })

  it('is kept as it is, with its step; anything else is none', () => {
    const kept = { ...blankDraft('Units'), step: 'funding' as const }
    expect(readKept(writeKept(kept))).to.deep.equal(kept)
    for (const text of [undefined, '', '{', '{}', '{"outcome":{},"sheet":{},"step":"nowhere"}'])
      expect(readKept(text)).to.equal(undefined)
  })
})

describe('The shipped examples', () => {
  it('are six, and right once names are addresses', () => {
    expect(EXAMPLES).to.have.length(6)
    for (const { outcome, sheet } of EXAMPLES) {
      const { faults, read } = draft(tidied({ outcome, sheet: named(sheet) }), { token: USDC, now: NOW })
      expect(faults, outcome.title).to.deep.equal([])
      expect(read?.outcome.title).to.equal(outcome.title)
    }
  })

  it('have a curve to draw, which is the one of their terms', () => {
    for (const { outcome, sheet } of EXAMPLES) {
      const tidy = tidied({ outcome, sheet: named(sheet) })
      expect(pointsOf(tidy, USDC)).to.deep.equal(draft(tidy, { token: USDC, now: NOW }).read?.terms.curve)
    }
  })

  it('mean the same terms whenever they are read, once their moments are fixed', () => {
    for (const { outcome, sheet } of EXAMPLES) {
      const fixed = { outcome, sheet: withMoments(named(sheet), NOW) }
      const [first, later] = [NOW, NOW + 86_400n].map((now) => draft(fixed, { token: USDC, now }).read?.terms)
      expect(first).not.to.equal(undefined)
      expect(later).to.deep.equal(first)
      expect(draft({ outcome, sheet: named(sheet) }, { token: USDC, now: NOW }).read?.terms).to.deep.equal(first)
    }
  })

  it('draw up to the first value that cannot be read, or falls', () => {
    const [record] = EXAMPLES.filter(({ outcome }) => outcome.title.startsWith('Weight'))
    const broken = put(record!.sheet, 'curve.1.pays', 'much')
    expect(pointsOf({ outcome: record!.outcome, sheet: broken }, USDC)).to.have.length(1)
    const falling = put(record!.sheet, 'curve.1.at', '1,000')
    expect(pointsOf({ outcome: record!.outcome, sheet: falling }, USDC)).to.have.length(1)
  })
})

describe('What the token is called before it is known', () => {
  for (const [rule, field, price] of [
    ['Units', 'tranches', { units: '10', price: '20 USDC' }],
    ['Record', 'curve', { at: '1', pays: ' 20  USDC' }],
    ['Contest', 'prizes', '20 USDC'],
  ] as const) {
    it(`is the unit of the first price that has one: ${rule}`, () => {
      const blank = blankDraft(rule)
      expect(unitOf(blank)).to.equal('')
      const draftOf = (prices: Json) => tidied({ ...blank, sheet: put(blank.sheet, field, prices) })
      expect(unitOf(draftOf([price, price]))).to.equal('USDC')
      expect(unitOf(draftOf([typeof price === 'string' ? '7' : { ...price, price: '7', pays: '7' }, price]))).to.equal(
        'USDC',
      )
    })
  }
})

describe('Moments', () => {
  it('stay where they are dates, and are fixed where they are durations', () => {
    const sheet = { pledges: { by: '2027-06-30' }, claims: { by: '2 d' } }
    expect(withMoments(sheet, NOW)).to.deep.equal({
      pledges: { by: '2027-06-30' },
      claims: { by: '2027-01-17T08:00:00Z' },
    })
  })

  it('that cannot be read stay as they are', () => {
    const sheet = { pledges: { by: 'soon' }, claims: { by: '' } }
    expect(withMoments(sheet, NOW)).to.deep.equal(sheet)
    expect(momentOf('soon', NOW)).to.equal(undefined)
    expect(momentOf(' 2 d ', NOW)).to.equal(NOW + 172_800n)
  })
})

describe('Documents that are brought along', () => {
  const [example] = EXAMPLES
  const text = (name: string, value: Json) => ({ name, text: JSON.stringify(value) })

  it('are told apart by what is in them, in any order', () => {
    const names = { USDC: address(1), arbiter: address(2) }
    const found = readTexts([text('x', example!.sheet), text('y', names), text('z', example!.outcome)])
    expect(found).to.deep.equal({ sheet: example!.sheet, outcome: example!.outcome, names, refused: [] })
  })

  it('are refused by name where they are something else', () => {
    const { refused } = readTexts([
      { name: 'a', text: '{' },
      text('b', { hello: 'world' }),
      text('c', []),
      text('d', {}),
    ])
    expect(refused).to.deep.equal([
      { name: 'a', why: 'json' },
      { name: 'b', why: 'unknown' },
      { name: 'c', why: 'unknown' },
      { name: 'd', why: 'unknown' },
    ])
  })

  it('should be refused where they are huge, or lie too deep in one another', () => {
    const deep = (levels: number) => `{"metric":${'['.repeat(levels)}${']'.repeat(levels)}}`
    const { refused, outcome } = readTexts([
      { name: 'huge', text: `{"metric":"${'x'.repeat(MOST.characters)}"}` },
      { name: 'deep', text: deep(100_000) },
      { name: 'fine', text: deep(MOST.depth - 2) },
    ])
    expect(refused).to.deep.equal([
      { name: 'huge', why: 'large' },
      { name: 'deep', why: 'unknown' },
    ])
    expect(outcome, 'the other').to.not.equal(undefined)
  })

  it('get the addresses of names that are known, and keep the others', () => {
    const sheet = withNames(example!.sheet, { USDC: address(1), 'panel-2': address(7), constructor: address(9) })
    expect(textAt(sheet, 'token')).to.equal(address(1))
    expect(textAt(sheet, 'verification.panel.0')).to.equal('panel-1')
    expect(textAt(sheet, 'verification.panel.1')).to.equal(address(7))
    expect(textAt(sheet, 'arbitration.arbiter')).to.equal('arbiter')
  })
})

describe('The step of a fault', () => {
  it('is where its field is', () => {
    expect(stepOf({ document: 'outcome', path: 'metric.unit' })).to.equal('wanted')
    expect(stepOf({ document: 'outcome', path: 'sideConditions.0.name' })).to.equal('judged')
    expect(stepOf({ document: 'sheet', path: 'curve.3.at' })).to.equal('prices')
    expect(stepOf({ document: 'sheet', path: 'pledges.cap' })).to.equal('funding')
    expect(stepOf({ document: 'sheet', path: 'verification.panel.2' })).to.equal('panel')
    expect(stepOf({ document: 'sheet', path: 'curved' })).to.equal('review')
    expect(stepOf({ document: 'names', path: '' })).to.equal('review')
  })

  it('has all faults in one step each', () => {
    const { faults } = draft(tidied(blankDraft('Record')), { token: USDC, now: NOW })
    const counts = faultsByStep(faults)
    expect(STEPS.reduce((sum, step) => sum + counts[step], 0)).to.equal(faults.length)
    expect(counts.wanted).to.be.greaterThan(0)
    expect(counts.review).to.equal(0)
  })
})

describe('The place of a fault', () => {
  it('is its field, and the arbiter as well where a member is named as one', () => {
    const { outcome, sheet } = blankDraft('Record')
    const panel = [1, 2, 3].map(address)
    const [verification, arbitration] = [{ panel, quorum: 2 }, { arbiter: address(2) }]
    const documents = { outcome, sheet: { ...(sheet as object), verification, arbitration } }
    const { faults } = draft(documents, { token: USDC, now: NOW })
    const at = (path: string) =>
      faults.filter((fault) => isAt(fault, { document: 'sheet', path })).map(({ code }) => code)
    expect(at('verification.panel.1')).to.deep.equal(['ArbiterOnPanel'])
    expect(at('arbitration.arbiter')).to.deep.equal(['ArbiterOnPanel'])
    expect(at('verification.panel.0')).to.deep.equal([])
    expect(faults.filter((fault) => isAt(fault, { document: 'outcome', path: 'arbitration.arbiter' }))).to.deep.equal(
      [],
    )
  })
})
