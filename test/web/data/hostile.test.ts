/** What strangers wrote, and an index that lies: read at the edge, or shown so that it misleads nobody. */
import { expect } from 'chai'
import { zeroHash } from 'viem'
import { InputError } from '../../../sdk/errors/InputError.ts'
import { claimRowSchema } from '../../../web/data/answers/claims.ts'
import { provenOutcome } from '../../../web/data/document.ts'
import { written } from '../../../web/data/token.ts'
import { linesOf, messageOf } from '../../../web/parts/errorWords.ts'
import { saveBlob } from '../../../web/parts/saveFile.ts'
import { claimRow } from '../outcome/samples.ts'

describe('page: what strangers wrote', () => {
  it('should put the symbol of a token in quotation marks where it could be taken for something else', () => {
    const symbolOf = (symbol: string, decimals = 6) => written({ symbol, decimals }).symbol
    for (const plain of ['USDC', 'USDC.e', 'stETH', 'UNI-V2', 'A/B']) expect(symbolOf(plain), plain).to.equal(plain)
    expect(symbolOf('base units', 0), 'of the SDK').to.equal('base units')
    for (const [symbol, shown] of [
      ['000 USDC', '“000 USDC”'],
      [',000', '“,000”'],
      ['USD\u0421', '“USD\u0421”'],
      ['\u202eCDSU', 'CDSU'],
      ['“a” 5', '“a 5”'],
      ['', '“”'],
      ['base units', '“base units”'],
      ['x'.repeat(10_000), `“${'x'.repeat(24)}…”`],
    ] as const)
      expect(symbolOf(symbol), symbol.slice(0, 20)).to.equal(shown)
    expect(symbolOf(symbolOf('000 USDC')), 'written twice').to.equal('“000 USDC”')
  })

  it('should show errors with hidden marks to be seen, and cut', () => {
    expect(messageOf(new Error('no \u202emoney'))).to.equal('no ⟨U+202E⟩money')
    expect(messageOf({ shortMessage: 'x'.repeat(10_000) })).to.have.length(600)
    const fault = { path: 'a', value: '9'.repeat(1_000_000), message: 'is \u2066wrong' }
    const lines = linesOf(
      new InputError(
        'sheet',
        Array.from({ length: 60 }, () => fault),
      ),
    )
    expect(lines).to.have.length(51)
    expect(lines[0]).to.equal(`sheet a ${'9'.repeat(200)}…: is ⟨U+2066⟩wrong`.replace('sheet ', ''))
    expect(lines[50]).to.equal('and 10 more')
  })

  it('should refuse answers that no chain can have given', () => {
    const { highest, verdict, paid, held, taken, ...rest } = claimRow()
    const amounts = { highest, verdict, paid, held, taken }
    const row = { ...rest, ...Object.fromEntries(Object.entries(amounts).map(([name, of]) => [name, String(of)])) }
    const isRead = (change: object) => claimRowSchema.safeParse({ ...row, ...change }).success
    expect(isRead({}), 'as it is').to.equal(true)
    for (const change of [
      { filedAt: 8_640_000_000_001 },
      { filedAt: -1 },
      { filedAt: 1.5 },
      { key: '0x' },
      { key: '0x../../other' },
      { transaction: 'javascript:alert(1)' },
      { paid: '9'.repeat(79) },
      { paid: '-1' },
      { paid: '1e9' },
      { payee: '0x1234' },
      { phase: 'Paid' },
      { finality: '<b>final</b>' },
    ])
      expect(isRead(change), JSON.stringify(change)).to.equal(false)
  })

  it('should take no document for that of an escrow but the one that its terms name', () => {
    expect(provenOutcome('{}', zeroHash)).to.equal(undefined)
    expect(provenOutcome('['.repeat(100_000), zeroHash)).to.equal(undefined)
  })
})

describe('page: a file that is saved', () => {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'document')
  const { createObjectURL } = URL
  afterEach(() => {
    URL.createObjectURL = createObjectURL
    if (before === undefined) Reflect.deleteProperty(globalThis, 'document')
    else Object.defineProperty(globalThis, 'document', before)
  })

  it('should never be of a type that a browser shows, nor choose a folder or hide its ending', async () => {
    const made: Blob[] = []
    const links: { download?: string; click: () => void }[] = []
    URL.createObjectURL = (blob) => {
      made.push(blob as Blob)
      return 'blob:here'
    }
    const document = {
      createElement: () => {
        links.push({ click: () => undefined })
        return links.at(-1)
      },
    }
    Object.defineProperty(globalThis, 'document', { configurable: true, value: document })
    for (const name of ['a.html', '../../.bashrc', 'report\u202efdp.exe', 'C:\\x'])
      saveBlob(name, new Blob(['<script>alert(1)</script>'], { type: 'text/html' }))
    expect(made.map(({ type }) => type)).to.deep.equal(made.map(() => 'application/octet-stream'))
    expect(await made[0]!.text(), 'content').to.equal('<script>alert(1)</script>')
    const names = links.map(({ download }) => download)
    expect(names).to.deep.equal(['a.html', '..-..-.bashrc', 'report⟨U+202E⟩fdp.exe', 'C:-x'])
  })
})
