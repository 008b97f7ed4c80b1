import { expect } from 'chai'
import { AbiCoder, keccak256 as ethersKeccak, TypedDataEncoder } from 'ethers'
import { encodeErrorResult, keccak256, numberToHex, stringToHex, type Abi, type AbiParameter, type Hex } from 'viem'
import { escrowAbi } from '../../sdk/abi/escrow.ts'
import { escrowFactoryAbi } from '../../sdk/abi/escrowFactory.ts'
import { operatorDirectoryAbi } from '../../sdk/abi/operatorDirectory.ts'
import { pledgeRouterAbi } from '../../sdk/abi/pledgeRouter.ts'
import { EXPLANATIONS } from '../../sdk/errors/explanations.ts'
import { explainRevertData } from '../../sdk/errors/explainRevert.ts'
import { InputError } from '../../sdk/errors/InputError.ts'
import { formatAmount, parseAmount } from '../../sdk/model/amount.ts'
import { canonicalJson } from '../../sdk/model/canonicalJson.ts'
import { formatDecimal, parseDecimal } from '../../sdk/model/decimal.ts'
import { formatMoment, parseDuration, parseMoment } from '../../sdk/model/duration.ts'
import { claimKey, commitmentOf, fileEntry, manifestDigest, parseManifest } from '../../sdk/model/evidence.ts'
import { measurementOf, measurementOfStep } from '../../sdk/model/metric.ts'
import { observationDigest } from '../../sdk/model/typedData.ts'
import { verdictOf } from '../../sdk/model/verdict.ts'
import { OUTCOME, USDC } from './samples.ts'

const A = '0x00000000000000000000000000000000000000A1'
const B = '0x00000000000000000000000000000000000000b2'
const word = (text: string): Hex => keccak256(stringToHex(text))

describe('sdk: pure parts', () => {
  it('reads and writes decimals exactly', () => {
    expect(parseDecimal('8,000,000.000001', 6), 'six decimals').to.equal(8_000_000_000_001n)
    expect(parseDecimal('9007199254740993', 0), 'beyond 2^53').to.equal(9_007_199_254_740_993n)
    expect(parseDecimal('1.50', 1), 'a zero at the end').to.equal(15n)
    for (const text of ['', '1e6', '-1', '+1', '1.', '.5', '1,00', '0x10', '1 000', 'NaN', '1.55']) {
      expect(() => parseDecimal(text, 1), JSON.stringify(text)).to.throw(InputError)
    }
    for (const value of [0n, 1n, 999_999n, 1_000_000n, 8_000_000_000_001n, 2n ** 128n]) {
      expect(parseDecimal(formatDecimal(value, 6), 6), `round trip of ${value}`).to.equal(value)
    }
    expect(formatDecimal(1_234_567_500_000n, 6), 'with commas').to.equal('1,234,567.5')
    expect(formatDecimal(1234n, 0), 'without decimals').to.equal('1,234')
  })

  it('reads and writes amounts', () => {
    expect(parseAmount('8,000,000 USDC', USDC), 'with the symbol').to.equal(8_000_000_000_000n)
    expect(parseAmount('0.5', USDC), 'without').to.equal(500_000n)
    expect(() => parseAmount('5 DAI', USDC), 'another token').to.throw(InputError)
    expect(formatAmount(1_500_000n, USDC), 'written').to.equal('1.5 USDC')
  })

  it('reads durations, dates and times', () => {
    const days = (n: number): bigint => BigInt(n * 86_400)
    const durations: [string, bigint][] = [
      ['36 months', days(1095)],
      ['30 d', days(30)],
      ['1 hour', 3600n],
      ['2weeks', days(14)],
      ['90 s', 90n],
    ]
    for (const [text, seconds] of durations) expect(parseDuration(text), text).to.equal(seconds)
    for (const text of ['', '30', '-1 d', '1.5 d', '3 fortnights', 'd']) {
      expect(() => parseDuration(text), JSON.stringify(text)).to.throw(InputError)
    }
    expect(formatMoment(parseMoment('2027-06-30', 0n)), 'the last second of a day').to.equal('2027-06-30T23:59:59Z')
    expect(formatMoment(parseMoment('2028-02-29T12:00:00Z', 0n)), 'a time').to.equal('2028-02-29T12:00:00Z')
    expect(parseMoment('1 d', 5n), 'from now').to.equal(86_405n)
    for (const text of ['2027-02-29', '2027-13-01', '2027-06-30T25:00:00Z']) {
      expect(() => parseMoment(text, 0n), text).to.throw(InputError)
    }
  })

  it('maps values of a metric to measurements, rounding towards nothing', () => {
    const higher = { ...OUTCOME.metric, baseline: '10', scale: '100', best: '20' }
    const lower = { ...higher, direction: 'lower' as const, best: '1' }
    expect(
      ['9.99', '10', '10.019', '20', '21'].map((v) => measurementOf(higher, v)),
      'higher is better',
    ).to.deep.equal([0n, 0n, 1n, 1000n, 1000n])
    expect(
      ['11', '10', '9.981', '1', '0'].map((v) => measurementOf(lower, v)),
      'lower is better',
    ).to.deep.equal([0n, 0n, 1n, 900n, 900n])
    expect(measurementOfStep(lower, '0.5'), 'a step').to.equal(50n)
    expect(() => measurementOf({ ...OUTCOME.metric }, String(2n ** 64n)), 'too large').to.throw(InputError)
  })

  it('takes the k-th highest observation as the verdict', () => {
    expect(verdictOf([30n, 50n, 40n], 2), 'two vouch for 40').to.equal(40n)
    expect(verdictOf([30n, 50n], 3), 'fewer than k').to.equal(0n)
    expect(verdictOf([9n, 10n, 2n ** 63n, 10n], 3), 'ties and large values').to.equal(10n)
  })

  it('writes canonical JSON by RFC 8785', () => {
    expect(canonicalJson({ b: 1, a: ['\u20ac', 'x'], c: undefined }), 'sorted, nothing undefined').to.equal(
      '{"a":["€","x"],"b":1}',
    )
  })

  it('makes commitments, keys and digests as ethers does', () => {
    const coder = AbiCoder.defaultAbiCoder()
    const [digest, salt, claim, report] = [word('digest'), word('salt'), word('claim'), word('report')]
    const commitment = commitmentOf({ chainId: 31337, escrow: A, solver: B, manifestDigest: digest, salt })
    const types = ['uint256', 'address', 'address', 'bytes32', 'bytes32']
    expect(commitment, 'commitment').to.equal(ethersKeccak(coder.encode(types, [31337n, A, B, digest, salt])))
    for (const target of [word('target'), numberToHex(0, { size: 32 })]) {
      const expected = ethersKeccak(coder.encode(['address', 'bytes32', 'bytes32'], [B, commitment, target]))
      expect(claimKey(B, commitment, target), `key against ${target}`).to.equal(expected)
    }
    expect(claimKey(B, commitment), 'no target is zero').to.equal(claimKey(B, commitment, numberToHex(0, { size: 32 })))
    const domain = { name: 'Lodestone', version: '1', chainId: 31337n, verifyingContract: A }
    const fields = [
      ['claim', 'bytes32'],
      ['member', 'address'],
      ['measurement', 'uint64'],
      ['report', 'bytes32'],
    ] as const
    const observation = { claim, member: B, measurement: 2n ** 64n - 1n, report } as const
    const expected = TypedDataEncoder.hash(
      domain,
      { Observation: fields.map(([name, type]) => ({ name, type })) },
      observation,
    )
    expect(observationDigest(31337, A, observation), 'digest of an observation').to.equal(expected)
  })

  it('reads manifests and digests them in canonical form', () => {
    const entry = fileEntry('a/b.txt', new TextEncoder().encode('abc'))
    expect(entry.sha256, 'SHA-256 of abc').to.equal(
      '0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
    const manifest = { version: 1, escrow: A, solver: B, statement: 'done', files: [entry] }
    const turned = Object.fromEntries(Object.entries(manifest).reverse())
    expect(manifestDigest(parseManifest(manifest)), 'order of fields').to.equal(manifestDigest(parseManifest(turned)))
    const files = [
      [],
      [entry, entry],
      [{ ...entry, path: '../x' }],
      [{ ...entry, path: '/x' }],
      [{ ...entry, size: -1 }],
    ]
    for (const wrong of files) {
      expect(() => parseManifest({ ...manifest, files: wrong }), JSON.stringify(wrong)).to.throw(InputError)
    }
  })
})

describe('sdk: errors', () => {
  const all = [...escrowAbi, ...escrowFactoryAbi, ...pledgeRouterAbi, ...operatorDirectoryAbi].filter(
    (entry) => entry.type === 'error',
  )
  // Some are thrown by several contracts, with the same values.
  const errors = all.filter((error, i) => all.findIndex((one) => one.name === error.name) === i)

  it('knows no two errors of one name with other values', () => {
    for (const error of all) {
      const first = errors.find((one) => one.name === error.name)
      expect(error.inputs, error.name).to.deep.equal(first?.inputs)
    }
  })

  it('explains every error of the contracts and no other', () => {
    const names = new Set(errors.map((error) => error.name as string))
    expect(names.size, 'errors of the contracts').to.be.greaterThan(50)
    expect(new Set(Object.keys(EXPLANATIONS)), 'errors explained').to.deep.equal(names)
  })

  for (const error of errors) {
    it(`fills ${error.name}`, () => {
      const inputs: readonly AbiParameter[] = error.inputs
      const args = inputs.map(({ type }) =>
        type === 'address'
          ? A
          : type === 'bytes32'
            ? word('x')
            : type === 'string'
              ? 'text'
              : type === 'uint8'
                ? 2
                : 7n,
      )
      const abi: Abi = [error]
      const data = encodeErrorResult({ abi, errorName: error.name, args })
      const explained = explainRevertData(data)
      expect(explained.errorName, 'name').to.equal(error.name)
      expect(Object.keys(explained.values), 'values by name').to.deep.equal(inputs.map(({ name }) => name))
      expect(explained.message, 'no gap').to.not.match(/[{}]|undefined/)
      expect(explained.toDo, 'says what to do').to.not.equal('')
    })
  }

  it('tells unknown data and reason strings as they are', () => {
    expect(explainRevertData('0xdeadbeef').errorName, 'unknown selector').to.equal('unknown')
    expect(explainRevertData('0x').errorName, 'no data').to.equal('unknown')
    const reason = encodeErrorResult({
      abi: [{ type: 'error', name: 'Error', inputs: [{ name: 'message', type: 'string' }] }],
      args: ['paused'],
    })
    expect(explainRevertData(reason).errorName, 'reason string').to.equal('Error')
  })
})
