/** Random terms of a history's escrows: always valid, of every rule, with and without each thing that an escrow may have. */
import { concatHex, keccak256, stringToHex, zeroAddress, type Address, type Hex } from 'viem'
import { Rule, type Point, type Terms } from '../../../sdk/model/terms.ts'
import type { Random } from '../../assurance/evm/random.ts'
import { DAY, HOUR, randomCurve } from '../../assurance/evm/terms.ts'
import { ARBITER, MEMBERS } from './people.ts'
import type { Stage, TokenName } from './stage.ts'

const SIZES = [1, 3, 3, 4, 5, 6, 7, 8, 9]

/** Terms that are valid for an escrow created at `now`, and their document. */
export function randomTerms(
  random: Random,
  stage: Stage,
  now: bigint,
): { terms: Terms; document: Hex; token: TokenName } {
  const rule = random.pick([Rule.Units, Rule.Record, Rule.Contest])
  const token = random.pick(['dollar', 'dollar', 'ether', 'cent', 'quiet', 'vault'] as const)
  const curve = scaled(random, randomCurve(random, rule), token)
  const last = curve.at(-1)?.price ?? 1n
  const cap = random.chance(0.6) ? last : random.big(1n, last)
  const size = random.pick(SIZES)
  const arbiter = random.weighted<Address>([
    { weight: 4, value: zeroAddress },
    { weight: 5, value: ARBITER.address },
    { weight: 1, value: stage.house },
  ])
  const arbitrated = arbiter !== zeroAddress
  const held = random.chance(0.6)
  const pledgeBy = now + random.big(HOUR, 20n * DAY)
  const clock = () => random.big(1n, random.pick([HOUR, DAY, 10n * DAY]))
  const fee = () => (random.chance(0.4) ? 0n : random.big(1n, random.pick([20n, 10n ** 6n, last])))
  const document = concatHex([stringToHex('{"title":"'), stringToHex(random.word()), stringToHex('"}')])
  return {
    token,
    document,
    terms: {
      outcome: keccak256(document),
      asset: stage.tokens[token],
      rule,
      curve,
      minStep: random.chance(0.7) ? 1n : random.big(1n, 5n),
      pledgeBy,
      threshold: random.chance(0.8) ? random.big(1n, (cap + 3n) / 4n) : cap,
      cap,
      claimBy: pledgeBy + (random.chance(0.1) ? 0n : random.big(1n, 100n * DAY)),
      verifyWithin: HOUR + clock(),
      challengeWithin: arbitrated ? clock() : 0n,
      arbitrateWithin: arbitrated ? clock() : 0n,
      lastCall: rule === Rule.Contest && random.chance(0.5) ? random.big(1n, 20n * DAY) : 0n,
      panel: randomPanel(random, stage, size),
      quorum: size === 1 ? 1n : BigInt(random.between(Math.floor(size / 2) + 1, size - 1)),
      arbiter,
      claimFee: fee(),
      challengeFee: arbitrated ? fee() : 0n,
      holdback: held ? BigInt(random.pick([1, 500, 2_000, 3_333, 10_000])) : 0n,
      warranty: held ? random.big(1n, 40n * DAY) : 0n,
    },
  }
}

/** Members with keys, delegated or not, and contract accounts; ascending by address. */
function randomPanel(random: Random, { wallets }: Stage, size: number): Address[] {
  const all = [...MEMBERS.map(({ address }) => address), ...wallets]
  return random.some(all, size).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
}

/** Prices of a few units, where every rounding counts, of usual size, or close to the largest. */
function scaled(random: Random, curve: Point[], token: TokenName): Point[] {
  const last = curve.at(-1)?.price ?? 1n
  const target = random.weighted([
    { weight: 3, value: random.big(1n, 200n) },
    { weight: 5, value: last },
    { weight: 2, value: token === 'ether' ? 10n ** 24n + random.big(0n, 10n ** 20n) : 10n ** 9n + 7n },
  ])
  const points = curve.map(({ measurement, price }) => ({ measurement, price: (price * target + last - 1n) / last }))
  return points.filter((point, i) => {
    const before = points[i - 1]
    return before === undefined || before.measurement !== point.measurement || before.price !== point.price
  })
}
