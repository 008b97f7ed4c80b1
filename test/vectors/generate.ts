/** Writes the golden vectors; with `--check` it writes nothing and fails when a committed file differs. Formats: README.md. */
import { readFileSync, writeFileSync } from 'node:fs'
import {
  AbiCoder,
  TypedDataEncoder,
  Wallet,
  concat,
  getCreate2Address,
  id,
  keccak256,
  toBeHex,
  ZeroAddress,
  ZeroHash,
} from 'ethers'
import { contest, holdback, last, payouts, price } from './arithmetic.ts'
import type { Point, RuleName } from './arithmetic.ts'

const CHAIN = 31337n
const FACTORY = '0x00000000000000000000000000000000000fac70'
const IMPLEMENTATION = '0x0000000000000000000000000000000012345678'
const USD = 1_000_000n
const HUGE = (1n << 128n) - 1n
const DAY = 86_400n
const YEAR = 365n * DAY

const word = (fields: [value: bigint, bits: number][]): string => {
  let [value, bits] = [0n, 0]
  for (const [field, width] of fields) [value, bits] = [(value << BigInt(width)) | field, bits + width]
  return toBeHex(value << BigInt(256 - bits), 32)
}
const address = (n: number) => new Wallet(id(`lodestone test key ${n}`)).address

const curves: Record<string, Point[]> = {
  wall: [[365n, 25_000_000n * USD]],
  exfiltration: [[2_000n, 0n], [9_000n, 8_000_000n * USD]],
  prizes: [[1n, 2_000_000n * USD], [2n, 3_000_000n * USD], [3n, 3_500_000n * USD]],
  servers: [[0n, 0n], [10_000n, 3_500_000n * USD], [30_000n, 6_500_000n * USD], [60_000n, 8_000_000n * USD]],
  jailbreak: [[0n, 0n], [1_900n, 8_000_000n * USD]],
  proxy: [[1n, 3_000_000n * USD]],
  jumps: [[10n, 5n], [10n, 9n], [10n, 100n], [20n, 100n], [30n, 100n], [30n, 107n], [37n, 111n]],
  flat: [[0n, 0n], [5n, 0n], [8n, 10n], [100n, 10n], [103n, 11n]],
  huge: [[0n, 0n], [3n, HUGE / 2n], [(1n << 64n) - 1n, HUGE]],
  steep: [[(1n << 64n) - 2n, 0n], [(1n << 64n) - 1n, HUGE]],
  sixteen: Array.from({ length: 16 }, (_, i): Point => [BigInt(i * i), BigInt(i * i * i)]),
} // prettier-ignore

interface VectorTerms {
  outcome: string; asset: string; rule: number; curve: { measurement: bigint; price: bigint }[]; minStep: bigint
  pledgeBy: bigint; threshold: bigint; cap: bigint; claimBy: bigint; verifyWithin: bigint; challengeWithin: bigint
  arbitrateWithin: bigint; lastCall: bigint; panel: string[]; quorum: bigint; arbiter: string; claimFee: bigint
  challengeFee: bigint; holdback: bigint; warranty: bigint
} // prettier-ignore

function termsOf(name: string, curve: Point[], members: number, override: Partial<VectorTerms> = {}): VectorTerms {
  const panel = Array.from({ length: members }, (_, i) => address(i)).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
  return {
    outcome: id(name), asset: address(100), rule: 1, curve: curve.map(([measurement, p]) => ({ measurement, price: p })),
    minStep: 1n, pledgeBy: 1_900_000_000n, threshold: 1n, cap: curve.at(-1)![1], claimBy: 1_950_000_000n,
    verifyWithin: 60n * DAY, challengeWithin: 0n, arbitrateWithin: 0n, lastCall: 0n, panel,
    quorum: BigInt(Math.floor(members / 2) + 1), arbiter: ZeroAddress, claimFee: 0n, challengeFee: 0n, holdback: 0n, warranty: 0n,
    ...override,
  } // prettier-ignore
}
const arbiter = {
  arbiter: address(200),
  challengeWithin: 30n * DAY,
  arbitrateWithin: 30n * DAY,
  challengeFee: 5_000n * USD,
}
const TERMS: Record<string, VectorTerms> = {
  A: termsOf('A', curves.wall!, 7, { ...arbiter, quorum: 4n, threshold: 25_000_000n * USD, holdback: 4_000n, warranty: YEAR }),
  B: termsOf('B', curves.exfiltration!, 5, { ...arbiter, minStep: 50n, threshold: 4_000_000n * USD }),
  C: termsOf('C', curves.prizes!, 5, { ...arbiter, rule: 2, minStep: 9_400n, lastCall: 30n * DAY }),
  D: termsOf('D', curves.servers!, 3, { rule: 0, claimFee: 100n * USD }),
  E: termsOf('E', curves.jailbreak!, 5, { minStep: 50n, threshold: 8_000_000n * USD }),
  F: termsOf('F', curves.proxy!, 3, { holdback: 3_000n, warranty: YEAR }),
  'one member': termsOf('one', curves.wall!, 1),
  '32 members, 16 points': termsOf('most', curves.sixteen!, 32, { quorum: 31n }),
  'largest amounts': termsOf('largest', curves.huge!, 3, { ...arbiter, threshold: HUGE, claimFee: HUGE, challengeFee: HUGE }),
  'largest times': termsOf('times', curves.wall!, 3, {
    ...arbiter, rule: 2, pledgeBy: (1n << 40n) - 1n, claimBy: (1n << 40n) - 1n, verifyWithin: YEAR, challengeWithin: YEAR,
    arbitrateWithin: YEAR, lastCall: YEAR, holdback: 10_000n, warranty: 5n * YEAR, minStep: (1n << 64n) - 1n,
  }),
  'smallest values': termsOf('smallest', [[1n, 1n]], 3, { verifyWithin: 3_600n, pledgeBy: 1n, claimBy: 1n, holdback: 1n, warranty: 1n }),
  jumps: termsOf('jumps', curves.jumps!, 4, { quorum: 3n, rule: 0 }),
} // prettier-ignore

/** The layout of TermsCode: words of 256 bits, highest first. */
function pack(t: VectorTerms): string {
  const a = (x: string): [bigint, number] => [BigInt(x), 160]
  return concat([
    t.outcome,
    word([a(t.asset), [t.pledgeBy, 40], [t.claimBy, 40], [BigInt(t.rule), 8], [t.quorum, 8]]),
    word([[t.threshold, 128], [t.cap, 128]]),
    word([a(t.arbiter), [t.verifyWithin, 32], [t.challengeWithin, 32], [t.arbitrateWithin, 32]]),
    word([[t.claimFee, 128], [t.challengeFee, 128]]),
    word([[t.minStep, 64], [t.lastCall, 32], [t.warranty, 32], [t.holdback, 16], [BigInt(t.curve.length), 8], [BigInt(t.panel.length), 8]]),
    ...t.curve.map((p) => word([[p.measurement, 64], [p.price, 128]])),
    ...t.panel.map((member) => toBeHex(member, 32)),
  ]) // prettier-ignore
}

function termsCases() {
  return Object.entries(TERMS).map(([name, terms]) => {
    const packed = pack(terms)
    const length = toBeHex((packed.length - 2) / 2 + 45, 2)
    const initCode = concat([
      '0x61',
      length,
      '0x3d81600a3d39f3363d3d373d3d3d363d73',
      IMPLEMENTATION,
      '0x5af43d82803e903d91602b57fd5bf3',
      packed,
    ])
    const initCodeHash = keccak256(initCode)
    return { name, terms, packed, initCodeHash, escrow: getCreate2Address(FACTORY, ZeroHash, initCodeHash) }
  })
}

const TYPES = { Observation: [{ name: 'claim', type: 'bytes32' }, { name: 'member', type: 'address' }, { name: 'measurement', type: 'uint64' }, { name: 'report', type: 'bytes32' }] } // prettier-ignore

function observationCases() {
  return [0n, 1n, 7_250n, (1n << 64n) - 1n].flatMap((measurement, i) =>
    [CHAIN, 1n].map((chainId) => {
      const wallet = new Wallet(id(`lodestone test key ${i}`))
      const escrow = address(300 + i)
      const domain = { name: 'Lodestone', version: '1', chainId, verifyingContract: escrow }
      const value = { claim: id(`claim ${i}`), member: wallet.address, measurement, report: id(`report ${i}`) }
      const digest = TypedDataEncoder.hash(domain, TYPES, value)
      return {
        name: `measurement ${measurement} on chain ${chainId}`, chainId, escrow, privateKey: wallet.privateKey, ...value,
        domainSeparator: TypedDataEncoder.hashDomain(domain), structHash: TypedDataEncoder.hashStruct('Observation', TYPES, value),
        digest, signature: wallet.signingKey.sign(digest).serialized,
      } // prettier-ignore
    }),
  )
}

function commitmentCases() {
  const encode = (types: string[], values: unknown[]) => keccak256(AbiCoder.defaultAbiCoder().encode(types, values))
  return [CHAIN, 1n, (1n << 63n) - 1n].flatMap((chainId, i) =>
    [ZeroHash, id('attacked claim')].map((target) => {
      const [escrow, solver, manifestDigest, salt] = [
        address(300 + i),
        address(400 + i),
        id(`manifest ${i}`),
        id(`salt ${i}`),
      ]
      const types = ['uint256', 'address', 'address', 'bytes32', 'bytes32']
      const commitment = encode(types, [chainId, escrow, solver, manifestDigest, salt])
      const key = encode(['address', 'bytes32', 'bytes32'], [solver, commitment, target])
      return {
        name: `chain ${chainId}, target ${target.slice(0, 6)}`,
        chainId,
        escrow,
        solver,
        manifestDigest,
        salt,
        commitment,
        target,
        key,
      }
    }),
  )
}

const pairs = (curve: Point[]) => ({ measurements: curve.map(([m]) => m), prices: curve.map(([, p]) => p) })

function curveCases() {
  return Object.entries(curves).map(([name, curve]) => {
    const around = curve.flatMap(([m]) => [m - 1n, m, m + 1n, m / 2n, (m * 2n) / 3n])
    const most = (1n << 64n) - 1n
    const at = [...new Set([0n, 1n, 2n, 7n, 1_000n, most / 3n, most - 1n, most, ...around])].filter(
      (m) => m >= 0n && m <= most,
    )
    at.sort((a, b) => (a < b ? -1 : 1))
    return { name, ...pairs(curve), at, expected: at.map((m) => price(curve, m)) }
  })
}

function payoutCases() {
  const cases: [string, RuleName, Point[], bigint, bigint, bigint[]][] = [
    ['D: from 9,500 and from 59,500 units, 1,000 more', 'Units', curves.servers!, 1n, 8_000_000n * USD, [9_500n, 1_000n, 49_000n, 1_000n, 5n]],
    ['E with minStep 1', 'Record', curves.jailbreak!, 1n, 8_000_000n * USD, [0n, 800n, 810n, 1_600n, 1_900n]],
    ['E with minStep 50', 'Record', curves.jailbreak!, 50n, 8_000_000n * USD, [0n, 800n, 810n, 1_600n, 1_900n]],
    ['the last step may be shorter than minStep', 'Record', curves.jailbreak!, 50n, 8_000_000n * USD, [1_880n, 1_899n, 1_900n, 2_000n]],
    ['a near miss does not take the next milestone', 'Record', curves.jumps!, 30n, 111n, [9n, 10n, 19n, 20n, 29n, 30n]],
    ['what is pledged bounds what is paid', 'Units', curves.servers!, 2n, 1_000_000n * USD + 1n, [1n, 2_000n, 2_000n, 1n, 9n]],
    ['jumps and flat parts, by unit', 'Units', curves.jumps!, 3n, 111n, [2n, 9n, 3n, 8n, 10n, 99n]],
    ['jumps and flat parts, by record', 'Record', curves.jumps!, 3n, 105n, [9n, 10n, 12n, 13n, 20n, 30n, 29n, 36n, 37n]],
    ['the largest prices and measurements', 'Units', curves.huge!, 1n, HUGE, [1n, 1n, 1n, (1n << 64n) - 1n, (1n << 64n) - 1n]],
    ['winner takes all', 'Record', curves.wall!, 1n, 25_000_000n * USD, [364n, 365n, 400n]],
  ] // prettier-ignore
  return cases.map(([name, rule, curve, minStep, pledged, verdicts]) => {
    const { steps, total } = payouts(rule, curve, minStep, pledged, verdicts)
    return {
      name, rule, ...pairs(curve), minStep, pledged, verdicts, progress: steps.map((s) => s.progress), paid: steps.map((s) => s.paid),
      total, refundable: pledged - total,
    } // prettier-ignore
  })
}

function contestCases() {
  const cases: [string, Point[], bigint, bigint, bigint[]][] = [
    [
      'C: ties to the earlier, one too low',
      curves.prizes!,
      9_400n,
      3_500_000n * USD,
      [9_500n, 9_399n, 9_700n, 9_500n, 9_700n, 9_400n],
    ],
    ['fewer winners than prizes', curves.prizes!, 9_400n, 3_500_000n * USD, [0n, 9_400n]],
    ['less pledged than the prizes', curves.prizes!, 1n, 2_500_000n * USD, [1n, 2n, 3n]],
    ['nobody ranks', curves.prizes!, 9_400n, 3_500_000n * USD, [1n, 9_399n]],
    ['one prize', curves.proxy!, 5n, 3_000_000n * USD, [5n, 6n, 6n, 5n]],
  ]
  return cases.map(([name, curve, minStep, pledged, scores]) => ({
    name, ...pairs(curve), minStep, pledged, scores, prizes: last(curve), ...renamed(contest(curve, minStep, pledged, scores)),
  })) // prettier-ignore
}
const renamed = (c: { ranking: number[]; prizes: bigint[] }) => ({ ranking: c.ranking.map(BigInt), paid: c.prizes })

function holdbackCases() {
  const cases = [[1n, 1n], [1n, 10_000n], [9_999n, 1n], [10_001n, 4_000n], [25_000_000n * USD, 4_000n], [HUGE, 3_333n], [3n, 5_000n], [7n, 0n]] as const // prettier-ignore
  return cases.map(([amount, bps]) => ({
    name: `${amount} at ${bps}`,
    amount,
    basisPoints: bps,
    ...holdback(amount, bps),
  }))
}

function refundCases() {
  const cases: [string, bigint, bigint, bigint[]][] = [
    ['10,000,001 over three equal pledges', 10_000_001n, 15_000_000n, [5_000_000n, 5_000_000n, 5_000_000n]],
    ['nothing paid', 10n, 10n, [3n, 7n]],
    ['nothing left', 0n, 10n, [3n, 7n]],
    ['largest', HUGE - 1n, HUGE, [1n, HUGE / 3n, HUGE - HUGE / 3n - 1n]],
    ['one unit over many', 1n, 100n, [1n, 49n, 50n]],
  ]
  return cases.map(([name, refundable, pledged, shares]) => {
    const assets = shares.map((s) => (s * refundable) / pledged)
    return { name, refundable, pledged, shares, assets, dust: refundable - assets.reduce((sum, a) => sum + a, 0n) }
  })
}

const FILES = {
  terms: { chainId: CHAIN, factory: FACTORY, implementation: IMPLEMENTATION, cases: termsCases() },
  observations: { cases: observationCases() },
  commitments: { cases: commitmentCases() },
  curves: { cases: curveCases() },
  payouts: { cases: payoutCases() },
  contests: { cases: contestCases() },
  holdbacks: { cases: holdbackCases() },
  refunds: { cases: refundCases() },
}

if (import.meta.main) {
  for (const [name, content] of Object.entries(FILES)) {
    const file = new URL(`${name}.json`, import.meta.url)
    const names = content.cases.map((c) => c.name)
    const text = `${JSON.stringify({ names, ...content }, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value), 2)}\n`
    if (!process.argv.includes('--check')) {
      writeFileSync(file, text)
    } else if (readFileSync(file, 'utf8') !== text) {
      console.error(
        `test/vectors/${name}.json is not what generate.ts makes: run node test/vectors/generate.ts and look at the difference`,
      )
      process.exitCode = 1
    }
  }
}
