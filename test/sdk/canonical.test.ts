/** Canonical JSON against the published edge cases of RFC 8785. */
import { expect } from 'chai'
import { canonicalJson, type Json } from '../../sdk/model/canonicalJson.ts'

/** An IEEE 754 double from its bits. */
function double(bits: string): number {
  const view = new DataView(new ArrayBuffer(8))
  view.setBigUint64(0, BigInt(`0x${bits}`))
  return view.getFloat64(0)
}

describe('sdk: canonical JSON by RFC 8785', () => {
  /** Appendix B: the bits of a number and how it is written. */
  const numbers: [string, string][] = [
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'],
    ['444b1ae4d6e2ef4f', '999999999999999900000'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'],
    ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'],
    ['41b3de4355555556', '333333333.3333334'],
    ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ]
  for (const [bits, text] of numbers) {
    it(`writes the number ${bits} as ${text}`, () => {
      expect(canonicalJson(double(bits))).to.equal(text)
    })
  }

  for (const bits of ['7fffffffffffffff', '7ff0000000000000']) {
    it(`refuses ${double(bits)}`, () => {
      expect(() => canonicalJson(double(bits))).to.throw()
    })
  }

  it('writes the example of section 3.2.2', () => {
    const text = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`
    const expected = String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}`
    expect(canonicalJson(JSON.parse(text) as Json)).to.equal(expected)
  })

  it('sorts the names of section 3.2.3 by their UTF-16 units', () => {
    const text = String.raw`{
      "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"
    }`
    const sorted = Object.values(JSON.parse(canonicalJson(JSON.parse(text) as Json)) as Record<string, string>)
    // "1" is a name like an index, which objects put first: look at the text for the rest.
    expect(sorted, 'all there').to.have.length(7)
    const written = canonicalJson(JSON.parse(text) as Json)
    const order = ['Carriage Return', 'One', 'Control', 'Latin Small', 'Euro Sign', 'Emoji', 'Hebrew'].map((name) =>
      written.indexOf(name),
    )
    expect(order, 'in order').to.deep.equal([...order].sort((a, b) => a - b))
    expect(Math.min(...order), 'found').to.be.above(0)
  })

  it('escapes control characters as the RFC says, and nothing else', () => {
    expect(canonicalJson('\b\t\n\f\r"\\\u0000\u001f\u007f\u2028/')).to.equal(
      String.raw`"\b\t\n\f\r\"\\\u0000\u001f` + '\u007f\u2028/"',
    )
  })

  it('refuses half a character, which has no UTF-8', () => {
    expect(() => canonicalJson('a\ud800')).to.throw()
  })

  it('does not depend on the order of fields', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: {} })).to.equal(canonicalJson({ a: {}, b: [{ c: 2, d: 1 }] }))
  })
})
