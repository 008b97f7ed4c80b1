import { expect } from 'chai'
import { formatQuery, isFiltered, MOST, parametersOf, parseQuery, SORTS } from '../../../web/views/explore/query.ts'

const NOTHING = { search: '', status: '', theme: '', rule: '', sort: SORTS[0] } as const

describe('what a visitor looks for', () => {
  it('is everything, newest first, where the address says nothing', () => {
    expect(parseQuery('')).to.deep.equal(NOTHING)
    expect(formatQuery(NOTHING)).to.equal('')
  })

  it('comes back from the address as it was written', () => {
    const query = {
      search: 'a & b = c? # 100 %',
      status: 'Void',
      theme: 'mise à l’épreuve',
      rule: 'Contest',
      sort: '-paid',
    } as const
    expect(parseQuery(formatQuery(query))).to.deep.equal(query)
  })

  it('takes values that it does not know for left out', () => {
    expect(parseQuery('status=Open&rule=units&sort=random&page=3')).to.deep.equal(NOTHING)
  })

  it('asks for no longer text than the index takes', () => {
    const query = parseQuery(`search=${'x'.repeat(1000)}&theme=${'y'.repeat(1000)}`)
    expect(query.search).to.have.lengthOf(MOST.search)
    expect(query.theme).to.have.lengthOf(MOST.theme)
  })

  it('asks the index for nothing that is left at its default', () => {
    expect(parametersOf(parseQuery('search=+&status=Binding&sort=-createdAt'))).to.deep.equal({ status: 'Binding' })
  })

  it('knows whether anything is left out', () => {
    expect(isFiltered(NOTHING), 'nothing').to.equal(false)
    expect(isFiltered({ ...NOTHING, sort: 'pledgeBy' }), 'order').to.equal(false)
    expect(isFiltered({ ...NOTHING, search: '  ' }), 'blanks').to.equal(false)
    for (const part of ['search=x', 'status=Void', 'theme=x', 'rule=Units'])
      expect(isFiltered(parseQuery(part)), part).to.equal(true)
  })
})
