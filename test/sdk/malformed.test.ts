import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import { InputError } from '../../sdk/errors/InputError.ts'
import { draft, type Documents, type DraftContext } from '../../sdk/model/draft.ts'
import { FAULTS } from '../../sdk/model/faults.ts'
import { readDocuments } from '../../sdk/model/termsOfSheet.ts'
import { MALFORMED } from './malformed.ts'
import { NAMES, NOW, USDC } from './samples.ts'

const FOLDERS = { A: 'a-egress-wall', B: 'b-exfiltration-risk', C: 'c-monitor-tournament', D: 'd-attested-servers' }
const CONTEXT: DraftContext = { token: USDC, now: NOW }

async function documentsOf(letter: keyof typeof FOLDERS): Promise<Documents & { names: object }> {
  const read = async (name: string): Promise<unknown> =>
    JSON.parse(await readFile(new URL(`../../outcomes/${FOLDERS[letter]}/${name}.json`, import.meta.url), 'utf8'))
  return { outcome: await read('outcome'), sheet: await read('sheet'), names: { ...NAMES } }
}

/** Puts `value` at `path`, or takes away what is there. */
function edit(document: unknown, path: string, value: unknown): void {
  const keys = path.split('.')
  const last = keys.pop()!
  const parent = keys.reduce((at, key) => (at as Record<string, unknown>)[key], document) as Record<string, unknown>
  if (value === undefined) Reflect.deleteProperty(parent, last)
  else parent[last] = value
}

const shown = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 50))

describe('sdk: malformed documents', () => {
  for (const [letter, part, path, value, ...expected] of MALFORMED) {
    it(`${letter} with ${shown(value)} at ${part} ${path}: ${expected[0]!}`, async () => {
      const documents = await documentsOf(letter)
      expect(draft(documents, CONTEXT).faults, 'faults before the edit').to.deep.equal([])
      edit(documents[part], path, value)
      const { faults, read } = draft(documents, CONTEXT)
      const named = faults.map((one) => `${one.document === part ? '' : `${one.document} `}${one.code} ${one.path}`)
      expect(named, 'all faults and no others').to.have.members(expected)
      expect(read, 'nothing is read').to.equal(undefined)
      for (const { code, message } of faults) {
        expect(FAULTS, 'documented').to.have.property(code)
        expect(message, 'says what to do').to.have.length.above(10)
      }
    })
  }

  it('tells the faults of both documents and of the names at once, form, values, bounds and fit', async () => {
    const documents = await documentsOf('C')
    for (const [part, path, value] of [
      ['outcome', 'title', ''],
      ['outcome', 'copyClause', undefined],
      ['outcome', 'metric.unit', undefined],
      ['sheet', 'claims.fee', '1 DAI'],
      ['sheet', 'claims.lastCall', '2 years'],
      ['sheet', 'colour', 'red'],
      ['sheet', 'pledges.threshold', '9,000,000 USDC'],
      ['sheet', 'verification.quorum', 9],
      ['sheet', 'warranty', { holdback: '200 %', lasts: '1 fortnight' }],
      ['names', 'panel-3', 'nobody'],
    ] as const) {
      edit(documents[part], path, value)
    }
    const named = draft(documents, CONTEXT).faults.map(({ document, code, path }) => `${document} ${code} ${path}`)
    expect(named).to.have.members([
      'outcome TextBlank title',
      'outcome CopyClauseMissing copyClause',
      'outcome Missing metric.unit',
      'sheet OtherToken claims.fee',
      'sheet LastCallOutOfRange claims.lastCall',
      'sheet UnknownField colour',
      'sheet ThresholdOutOfRange pledges.threshold',
      'sheet QuorumOutOfRange verification.quorum',
      'sheet BreakClauseMissing warranty',
      'sheet HoldbackOutOfRange warranty.holdback',
      'sheet DurationForm warranty.lasts',
      'names AddressForm panel-3',
    ])
  })

  it('gives the value as written and the bound in units of the token', async () => {
    const documents = await documentsOf('C')
    edit(documents.sheet, 'pledges.threshold', '9,000,000 USDC')
    const [fault] = draft(documents, CONTEXT).faults
    expect(fault?.value).to.equal('"9,000,000 USDC"')
    expect(fault?.message).to.include('3,500,000 USDC')
  })

  it('gives the name that is nearest to a misspelt one', async () => {
    const { sheet, ...rest } = await documentsOf('C')
    edit(sheet, 'arbitration.arbiter', 'Arbitr')
    edit(sheet, 'verification.panel.0', 'nobody at all')
    const [member, arbiter] = draft({ sheet, ...rest }, CONTEXT).faults.sort((a, b) => (a.path < b.path ? 1 : -1))
    expect(arbiter?.message, 'near').to.include('"arbiter"')
    expect(member?.message, 'far from every name').to.not.include('"')
  })

  for (const nothing of [undefined, null, 7, 'text', [], {}]) {
    it(`${JSON.stringify(nothing) || 'undefined'} is neither document, and no reason to stop`, () => {
      const { faults, read } = draft({ outcome: nothing, sheet: nothing, names: nothing }, { now: NOW })
      expect(read).to.equal(undefined)
      expect(new Set(faults.map(({ document }) => document)), 'both told').to.include.keys('outcome', 'sheet')
    })
  }

  it('throws them all as one InputError', async () => {
    const documents = await documentsOf('D')
    edit(documents.sheet, 'minStep', '0')
    edit(documents.outcome, 'title', '')
    const thrown = (): unknown => readDocuments(documents, CONTEXT)
    expect(thrown).to.throw(InputError).with.property('faults').that.has.length(2)
  })

  describe('without a chain', () => {
    it('needs the decimals, from the sheet or from whoever asks', async () => {
      const documents = await documentsOf('D')
      edit(documents.sheet, 'decimals', undefined)
      const codes = (context: DraftContext) =>
        draft(documents, context).faults.map(({ code, path }) => `${code} ${path}`)
      expect(codes({ now: NOW }), 'unknown').to.deep.equal(['DecimalsUnknown decimals'])
      expect(codes({ now: NOW, decimals: 6 }), 'given').to.deep.equal([])
      edit(documents.sheet, 'decimals', 6)
      expect(codes({ now: NOW }), 'in the sheet').to.deep.equal([])
      expect(codes({ now: NOW, decimals: 18 }), 'they differ').to.deep.equal(['DecimalsDiffer decimals'])
      expect(draft(documents, { now: NOW }).read?.terms, 'the same terms').to.deep.equal(
        draft(documents, CONTEXT).read?.terms,
      )
    })

    it('takes the unit of the first amount for the token, and refuses another', async () => {
      const documents = await documentsOf('D')
      edit(documents.sheet, 'claims.fee', '300 DAI')
      const faults = draft(documents, { now: NOW, decimals: 6 }).faults
      expect(faults.map(({ code, path }) => `${code} ${path}`)).to.deep.equal(['OtherToken claims.fee'])
    })
  })
})
