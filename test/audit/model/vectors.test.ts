/** The golden vectors by the auditor's own arithmetic, hashes and signatures. */
import { readFileSync } from 'node:fs'
import { expect } from 'chai'
import {
  hexToBytes,
  keccak256,
  parseSignature,
  recoverAddress,
  serializeSignature,
  stringToHex,
  type Address,
  type Hex,
} from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { claimKey } from '../../../audit/model/filing.ts'
import { Prices } from '../../../audit/model/prices.ts'
import { rank } from '../../../audit/model/ranks.ts'
import { Digests, hasSigned, hexOf } from '../../../audit/model/signatures.ts'
import { heldBack, progressAfter } from '../../../audit/model/verdicts.ts'
import { Rule, type RuleName } from '../../../sdk/model/terms.ts'
import { TERMS } from '../support/script.ts'

interface Curve {
  name: string
  measurements: string[]
  prices: string[]
}
interface Cases {
  curves: Curve & { at: string[]; expected: string[] }
  payouts: Curve & {
    rule: RuleName
    minStep: string
    pledged: string
    verdicts: string[]
    progress: string[]
    paid: string[]
  }
  contests: Curve & {
    minStep: string
    pledged: string
    scores: string[]
    prizes: string
    ranking: string[]
    paid: string[]
  }
  holdbacks: { name: string; amount: string; basisPoints: string; held: string }
  observations: {
    name: string
    chainId: string
    escrow: Address
    claim: Hex
    member: Address
    measurement: string
    report: Hex
    digest: Hex
    signature: Hex
  }
  commitments: { name: string; solver: Address; commitment: Hex; target: Hex; key: Hex }
}

function cases<N extends keyof Cases>(name: N): Cases[N][] {
  const file = new URL(`../../vectors/${name}.json`, import.meta.url)
  const { cases: all } = JSON.parse(readFileSync(file, 'utf8')) as { cases: Cases[N][] }
  expect(all.length, name).to.be.at.least(5)
  return all
}

const curveOf = ({ measurements, prices }: Curve) =>
  measurements.map((measurement, i) => ({ measurement: BigInt(measurement), price: BigInt(prices[i]!) }))

describe('audit: golden vectors', () => {
  it('F of every curve', () => {
    for (const one of cases('curves')) {
      const prices = new Prices(curveOf(one))
      expect(
        one.at.map((x) => String(prices.at(BigInt(x)))),
        one.name,
      ).to.deep.equal(one.expected)
    }
  })

  it('progress and payment of every verdict', () => {
    for (const one of cases('payouts')) {
      const curve = curveOf(one)
      const [terms, prices] = [
        { ...TERMS, rule: Rule[one.rule], curve, minStep: BigInt(one.minStep) },
        new Prices(curve),
      ]
      let x = 0n
      for (const [i, verdict] of one.verdicts.entries()) {
        const [before, after] = [x, progressAfter(terms, prices, x, BigInt(verdict))]
        x = after
        const paid = prices.paid(after, BigInt(one.pledged)) - prices.paid(before, BigInt(one.pledged))
        expect([String(after), String(paid)], `${one.name}: ${verdict}`).to.deep.equal([one.progress[i], one.paid[i]])
      }
    }
  })

  it('ranks and prizes of every contest', () => {
    for (const one of cases('contests')) {
      const [ranks, prices]: [{ score: bigint; index: number }[], Prices] = [[], new Prices(curveOf(one))]
      for (const [index, text] of one.scores.entries()) {
        const score = BigInt(text)
        if (score >= BigInt(one.minStep)) rank(ranks, { score, index }, Number(one.prizes))
      }
      expect(
        ranks.map(({ index }) => String(index)),
        one.name,
      ).to.deep.equal(one.ranking)
      const to = (r: number) => prices.paid(BigInt(r), BigInt(one.pledged))
      expect(
        ranks.map((_, i) => String(to(i + 1) - to(i))),
        one.name,
      ).to.deep.equal(one.paid)
    }
  })

  it('what is held of every payment', () => {
    for (const { name, amount, basisPoints, held } of cases('holdbacks')) {
      expect(String(heldBack({ ...TERMS, holdback: BigInt(basisPoints) }, BigInt(amount))), name).to.equal(held)
    }
  })

  it('keys of claims', () => {
    for (const { name, solver, commitment, target, key } of cases('commitments')) {
      expect(claimKey(solver, commitment, target), name).to.equal(key)
    }
  })

  it('digests and signatures of observations', () => {
    for (const one of cases('observations')) {
      const digest = new Digests(Number(one.chainId), one.escrow).of(
        one.claim,
        one.member,
        BigInt(one.measurement),
        one.report,
      )
      // Numbers above 2^53 - 1 are no chain ids in JavaScript.
      if (Number.isSafeInteger(Number(one.chainId))) expect(hexOf(digest), one.name).to.equal(one.digest)
      expect(hasSigned(one.member, hexToBytes(one.digest), one.signature), one.name).to.equal(true)
      expect(hasSigned(one.escrow, hexToBytes(one.digest), one.signature), 'another account').to.equal(false)
    }
  })
})

describe('audit: signatures', () => {
  const n = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
  const word = (value: bigint): string => value.toString(16).padStart(64, '0')

  it('takes what viem recovers, for many keys and digests, and for no other account', async () => {
    for (let i = 0; i < 40; i++) {
      const [signer, hash] = [
        privateKeyToAccount(keccak256(stringToHex(`key ${i}`))),
        keccak256(stringToHex(`digest ${i}`)),
      ]
      const signature = await signer.sign({ hash })
      expect(await recoverAddress({ hash, signature }), 'viem').to.equal(signer.address)
      expect(hasSigned(signer.address, hexToBytes(hash), signature), signer.address).to.equal(true)
      const other = keccak256(stringToHex(`digest ${i + 1}`))
      expect(hasSigned(signer.address, hexToBytes(other), signature), 'another digest').to.equal(false)
    }
  })

  it('refuses every other form of a good signature, and garbage', async () => {
    const [signer, hash] = [privateKeyToAccount(keccak256('0x01')), keccak256('0x02')]
    const good = await signer.sign({ hash })
    const { r, s, yParity } = parseSignature(good)
    const body = good.slice(2, 130)
    const high = serializeSignature({ r, s: `0x${word(n - BigInt(s))}`, yParity: 1 - yParity })
    expect(await recoverAddress({ hash, signature: high }), 'the same to a lenient library').to.equal(signer.address)
    const bad: [string, Hex][] = [
      ['high s', high],
      ['the other point', serializeSignature({ r, s, yParity: 1 - yParity })],
      ['v 0 or 1', `0x${body}0${yParity}`],
      ['64 bytes', `0x${body}`],
      ['66 bytes', `${good}00`],
      ['nothing', '0x'],
      ['r 0', `0x${word(0n)}${body.slice(64)}1b`],
      ['s 0', `0x${body.slice(0, 64)}${word(0n)}1b`],
      ['r is the order', `0x${word(n)}${body.slice(64)}1b`],
      ['r of no point', `0x${word(5n)}${body.slice(64)}1b`],
    ]
    for (const [what, signature] of bad) {
      expect(hasSigned(signer.address, hexToBytes(hash), signature), what).to.equal(false)
    }
    expect(hasSigned(signer.address, hexToBytes(hash), good), 'the good one').to.equal(true)
  })
})
