import { expect } from 'chai'
import { keep, recall } from '../../../web/app/memory.ts'
import { forget, number, pending, remember, type Sent } from '../../../web/chain/pending.ts'
import { fakeStorage, type FakeStorage } from '../support/storage.ts'

const KEY = 'lodestone-sent'
const sent = (digit: string): Sent => ({
  hash: `0x${digit.repeat(64)}`,
  chainId: 1,
  from: `0x${'a'.repeat(40)}`,
  what: 'Pledge 1 USDC',
  at: 0,
})
const hashes = () => pending().map(({ hash }) => hash[2])

describe('page: what it remembers on this device', () => {
  let storage: FakeStorage
  beforeEach(() => {
    storage = fakeStorage()
  })
  afterEach(() => {
    storage.forbidden = storage.full = false
    for (const name of ['a', KEY]) keep(name, undefined)
    storage.restore()
  })

  it('should remember until it is closed where the browser forbids it or has no room', () => {
    for (const how of ['forbidden', 'full'] as const) {
      storage[how] = true
      keep('a', how)
      expect(recall('a'), how).to.equal(how)
      keep('a', undefined)
      expect(recall('a'), `${how}, taken away`).to.equal(undefined)
      storage[how] = false
    }
    keep('a', 'kept')
    expect(storage.entries.get('a'), 'once it is allowed').to.equal('kept')
  })

  it('should follow a transaction that was sent although nothing can be written', () => {
    storage.full = true
    remember(sent('1'))
    expect(hashes()).to.deep.equal(['1'])
    forget(sent('1').hash)
    expect(hashes()).to.deep.equal([])
  })

  it('should lose no transaction that another window has sent', () => {
    remember(sent('1'))
    const other = JSON.stringify([...pending(), sent('2')])
    storage.entries.set(KEY, other)
    remember(sent('3'))
    expect(hashes(), 'sent').to.deep.equal(['1', '2', '3'])
    forget(sent('1').hash)
    expect(hashes(), 'forgotten').to.deep.equal(['2', '3'])
  })

  it('should not follow again what was forgotten before its number was known', () => {
    remember(sent('1'))
    number(sent('1').hash, 7)
    expect(pending()[0]?.nonce, 'known').to.equal(7)
    forget(sent('1').hash)
    number(sent('1').hash, 7)
    expect(hashes()).to.deep.equal([])
  })

  it('should keep what it can read of a list that was changed', () => {
    for (const spoiled of ['{', '7', '{"length":1}', 'null']) {
      storage.entries.set(KEY, spoiled)
      remember(sent('1'))
      expect(hashes(), spoiled).to.deep.equal(['1'])
    }
    storage.entries.set(KEY, JSON.stringify([{ hash: 'javascript:alert(1)' }, sent('2'), null]))
    remember({ ...sent('3'), what: 'x'.repeat(5_000) })
    expect(hashes()).to.deep.equal(['2', '3'])
    expect(JSON.parse(storage.entries.get(KEY)!), 'read again').to.have.length(2)
    expect(pending()[1]?.what, 'long words').to.have.length(200)
  })
})
