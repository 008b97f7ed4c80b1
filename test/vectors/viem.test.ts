/** The golden vectors by viem alone: own code for every hash, id and amount. */
import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import {
  concat, encodeAbiParameters, encodePacked, getContractAddress, hashDomain, hashStruct, hashTypedData, keccak256, pad,
  recoverTypedDataAddress, zeroHash,
} from 'viem' // prettier-ignore
import type { Address, Hex } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

/** F(m) from above: the segment that holds m, found from the far end. */
function price(measurements: string[], prices: string[], m: bigint): bigint {
  for (let i = measurements.length - 1; i >= 0; i--) {
    const [m0, p0] = [BigInt(measurements[i]!), BigInt(prices[i]!)]
    if (m < m0) continue
    if (i === measurements.length - 1) return p0
    const [m1, p1] = [BigInt(measurements[i + 1]!), BigInt(prices[i + 1]!)]
    return (p0 * (m1 - m) + p1 * (m - m0)) / (m1 - m0)
  }
  return 0n
}

interface Curve { name: string; measurements: string[]; prices: string[] } // prettier-ignore
interface TermsCase { name: string; terms: Record<string, string> & { curve: { measurement: string; price: string }[]; panel: Address[]; rule: number }; packed: Hex; initCodeHash: Hex; escrow: Address } // prettier-ignore
interface ObservationCase { name: string; chainId: string; escrow: Address; privateKey: Hex; claim: Hex; member: Address; measurement: string; report: Hex; domainSeparator: Hex; structHash: Hex; digest: Hex; signature: Hex } // prettier-ignore
interface CommitmentCase { name: string; chainId: string; escrow: Address; solver: Address; manifestDigest: Hex; salt: Hex; commitment: Hex; target: Hex; key: Hex } // prettier-ignore

type Payout = Curve & { rule: string; minStep: string; pledged: string; verdicts: string[]; progress: string[]; paid: string[]; total: string; refundable: string } // prettier-ignore
type Contest = Curve & { minStep: string; pledged: string; scores: string[]; ranking: string[]; paid: string[] }
interface Holdback { name: string; amount: string; basisPoints: string; direct: string; held: string; taken: string; returned: string } // prettier-ignore
interface Refund {
  name: string
  refundable: string
  pledged: string
  shares: string[]
  assets: string[]
  dust: string
}

/** The files that are read, and a case of each. */
interface Cases {
  terms: TermsCase
  observations: ObservationCase
  commitments: CommitmentCase
  curves: Curve & { at: string[]; expected: string[] }
  payouts: Payout
  contests: Contest
  holdbacks: Holdback
  refunds: Refund
}

interface Vectors<N extends keyof Cases> {
  names: string[]
  cases: Cases[N][]
  factory?: Address
  implementation?: Address
}

function read<N extends keyof Cases>(name: N, least: number): Vectors<N> {
  const file = JSON.parse(readFileSync(new URL(`${name}.json`, import.meta.url), 'utf8')) as Vectors<N>
  expect(file.cases.length, `${name}: enough cases`).to.be.at.least(least)
  expect(file.names, `${name}: names`).to.deep.equal(file.cases.map((c) => c.name))
  return file
}

const Observation = [
  { name: 'claim', type: 'bytes32' },
  { name: 'member', type: 'address' },
  { name: 'measurement', type: 'uint64' },
  { name: 'report', type: 'bytes32' },
] as const

describe('golden vectors by viem', () => {
  it('should pack the terms and predict the address', () => {
    const { cases, factory, implementation } = read('terms', 12)
    for (const { name, terms: t, packed, initCodeHash, escrow } of cases) {
      const n = (field: string) => BigInt(t[field]!)
      const code = concat([
        encodePacked(
          ['bytes32', 'address', 'uint40', 'uint40', 'uint8', 'uint8', 'uint128', 'uint128'],
          [t.outcome as Hex, t.asset as Address, Number(n('pledgeBy')), Number(n('claimBy')), t.rule, Number(n('quorum')), n('threshold'), n('cap')],
        ),
        encodePacked(
          ['address', 'uint32', 'uint32', 'uint32', 'uint128', 'uint128'],
          [t.arbiter as Address, Number(n('verifyWithin')), Number(n('challengeWithin')), Number(n('arbitrateWithin')), n('claimFee'), n('challengeFee')],
        ),
        encodePacked(
          ['uint64', 'uint32', 'uint32', 'uint16', 'uint8', 'uint8', 'uint96'],
          [n('minStep'), Number(n('lastCall')), Number(n('warranty')), Number(n('holdback')), t.curve.length, t.panel.length, 0n],
        ),
        ...t.curve.map((p) => encodePacked(['uint64', 'uint128', 'uint64'], [BigInt(p.measurement), BigInt(p.price), 0n])),
        ...t.panel.map((member) => pad(member).toLowerCase() as Hex),
      ]) // prettier-ignore
      expect(code, `${name}: packed`).to.equal(packed)
      const head = encodePacked(['bytes1', 'uint16'], ['0x61', (code.length - 2) / 2 + 45])
      const proxy: Hex[] = [
        '0x3d81600a3d39f3363d3d373d3d3d363d73',
        implementation as Hex,
        '0x5af43d82803e903d91602b57fd5bf3',
      ]
      const bytecode = concat([head, ...proxy, code])
      expect(keccak256(bytecode), `${name}: hash of the creation code`).to.equal(initCodeHash)
      const predicted = getContractAddress({ opcode: 'CREATE2', from: factory as Address, salt: zeroHash, bytecode })
      expect(predicted, `${name}: address`).to.equal(escrow)
    }
  })

  it('should hash and sign observations', async () => {
    for (const c of read('observations', 8).cases) {
      const domain = { name: 'Lodestone', version: '1', chainId: BigInt(c.chainId), verifyingContract: c.escrow }
      const message = { claim: c.claim, member: c.member, measurement: BigInt(c.measurement), report: c.report }
      const typed = { domain, types: { Observation }, primaryType: 'Observation', message } as const
      const EIP712Domain = [
        { name: 'name', type: 'string' },
        { name: 'version', type: 'string' },
        { name: 'chainId', type: 'uint256' },
        { name: 'verifyingContract', type: 'address' },
      ] as const
      expect(hashDomain({ domain, types: { EIP712Domain } }), `${c.name}: domain`).to.equal(c.domainSeparator)
      const structHash = hashStruct({ data: message, primaryType: 'Observation', types: { Observation } })
      expect(structHash, `${c.name}: struct`).to.equal(c.structHash)
      expect(hashTypedData(typed), `${c.name}: digest`).to.equal(c.digest)
      const account = privateKeyToAccount(c.privateKey)
      expect(account.address, `${c.name}: member`).to.equal(c.member)
      expect(await account.signTypedData(typed), `${c.name}: signature`).to.equal(c.signature)
      const signer = await recoverTypedDataAddress({ ...typed, signature: c.signature })
      expect(signer, `${c.name}: signer`).to.equal(c.member)
    }
  })

  it('should commit to evidence and name claims', () => {
    const types = (names: string[]) => names.map((type) => ({ type }))
    for (const c of read('commitments', 6).cases) {
      const evidence = [BigInt(c.chainId), c.escrow, c.solver, c.manifestDigest, c.salt]
      const encoded = encodeAbiParameters(types(['uint256', 'address', 'address', 'bytes32', 'bytes32']), evidence)
      expect(keccak256(encoded), `${c.name}: commitment`).to.equal(c.commitment)
      const key = encodeAbiParameters(types(['address', 'bytes32', 'bytes32']), [c.solver, c.commitment, c.target])
      expect(keccak256(key), `${c.name}: key`).to.equal(c.key)
    }
  })

  it('should price measurements', () => {
    for (const c of read('curves', 11).cases) {
      expect(c.at.length, `${c.name}: measurements`).to.be.at.least(8)
      const prices = c.at.map((m) => String(price(c.measurements, c.prices, BigInt(m))))
      expect(prices, c.name).to.deep.equal(c.expected)
    }
  })

  it('should pay sequences of verdicts', () => {
    for (const c of read('payouts', 10).cases) {
      const [minStep, pledged, last] = [BigInt(c.minStep), BigInt(c.pledged), BigInt(c.measurements.at(-1)!)]
      let [x, total] = [0n, 0n]
      for (const [i, verdict] of c.verdicts.entries()) {
        const m = BigInt(verdict)
        const point = BigInt(c.measurements.find((at) => BigInt(at) > x) ?? last)
        const needed = x + minStep > point ? point : x + minStep
        const counts = c.rule === 'Units' ? m >= minStep : m > x && m >= needed
        const reached = c.rule === 'Units' ? x + m : m
        if (counts) x = reached > last ? last : reached
        const f = price(c.measurements, c.prices, x)
        const g = f > pledged ? pledged : f
        expect([String(x), String(g - total)], `${c.name}: verdict ${i}`).to.deep.equal([c.progress[i], c.paid[i]])
        total = g
      }
      expect([String(total), String(pledged - total)], `${c.name}: sums`).to.deep.equal([c.total, c.refundable])
    }
  })

  it('should rank and award contests', () => {
    for (const c of read('contests', 5).cases) {
      const g = (r: number) =>
        [price(c.measurements, c.prices, BigInt(r)), BigInt(c.pledged)].reduce((a, b) => (a < b ? a : b))
      const open = new Set(c.scores.keys())
      const winners: string[] = []
      while (winners.length < Number(c.measurements.at(-1))) {
        let best: number | undefined
        for (const i of open)
          if (BigInt(c.scores[i]!) > (best === undefined ? BigInt(c.minStep) - 1n : BigInt(c.scores[best]!))) best = i
        if (best === undefined) break
        open.delete(best)
        winners.push(String(best))
      }
      expect(winners, `${c.name}: ranking`).to.deep.equal(c.ranking)
      expect(
        winners.map((_, r) => String(g(r + 1) - g(r))),
        `${c.name}: prizes`,
      ).to.deep.equal(c.paid)
    }
  })

  it('should split holdbacks and refunds', () => {
    for (const c of read('holdbacks', 8).cases) {
      const held = (BigInt(c.amount) * BigInt(c.basisPoints) + 9_999n) / 10_000n
      const split = [BigInt(c.amount) - held, held, held >> 1n, held - (held >> 1n)].map(String)
      expect(split, c.name).to.deep.equal([c.direct, c.held, c.taken, c.returned])
    }
    for (const c of read('refunds', 5).cases) {
      const assets = c.shares.map((s) => (BigInt(s) * BigInt(c.refundable)) / BigInt(c.pledged))
      expect(assets.map(String), c.name).to.deep.equal(c.assets)
      expect(String(assets.reduce((left, a) => left - a, BigInt(c.refundable))), `${c.name}: dust`).to.equal(c.dust)
    }
  })
})
