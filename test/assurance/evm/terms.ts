/** Random terms: always valid, of every rule, with and without each thing that an escrow may have. */
import { ZeroAddress, keccak256, toUtf8Bytes } from 'ethers'
import type { Point, Terms } from '../../../sdk/model/terms.ts'
import { Rule } from '../../../sdk/model/terms.ts'
import { CONTRACTS, type Hex, MEMBERS, addressOf, hex } from './chain.ts'
import type { Random } from './random.ts'

export const HOUR = 3_600n
export const DAY = 86_400n

/** The document of every escrow here. */
export const DOCUMENT = hex(`0x${Buffer.from('{"title":"an outcome"}').toString('hex')}`)
const OUTCOME = hex(keccak256(toUtf8Bytes('{"title":"an outcome"}')))

const PANELS = [1, 3, 3, 4, 5, 5, 6, 7]

/** Terms that are valid for an escrow created at `now`. */
export function randomTerms(random: Random, now: bigint): Terms {
  const rule = random.pick([Rule.Units, Rule.Record, Rule.Contest])
  const curve = randomCurve(random, rule)
  const last = curve.at(-1)?.price ?? 1n
  const cap = random.chance(0.6) ? last : random.big(1n, last)
  const size = random.pick(PANELS)
  const panel = randomPanel(random, size)
  const arbitrated = random.chance(0.5)
  const held = random.chance(0.5)
  const pledgeBy = now + random.big(HOUR, 30n * DAY)
  const fee = () => (random.chance(0.5) ? 0n : random.big(1n, 10n ** 7n))
  const clock = () => random.big(1n, random.pick([HOUR, DAY, 20n * DAY]))
  return {
    outcome: OUTCOME,
    asset: randomAsset(random),
    rule,
    curve,
    minStep: random.chance(0.7) ? 1n : random.big(1n, 5n),
    pledgeBy,
    threshold: random.chance(0.7) ? random.big(1n, (cap + 3n) / 4n) : cap,
    cap,
    claimBy: pledgeBy + (random.chance(0.1) ? 0n : random.big(1n, 200n * DAY)),
    verifyWithin: HOUR + clock(),
    challengeWithin: arbitrated ? clock() : 0n,
    arbitrateWithin: arbitrated ? clock() : 0n,
    lastCall: rule === Rule.Contest && random.chance(0.5) ? random.big(1n, 20n * DAY) : 0n,
    panel,
    quorum: size === 1 ? 1n : BigInt(random.between(Math.floor(size / 2) + 1, size - 1)),
    arbiter: arbitrated ? addressOf('arbiter') : hex(ZeroAddress),
    claimFee: fee(),
    challengeFee: arbitrated ? fee() : 0n,
    holdback: held ? BigInt(random.pick([1, 500, 2_000, 3_333, 10_000])) : 0n,
    warranty: held ? random.big(1n, 60n * DAY) : 0n,
  }
}

/** Mostly the plain token; wrapped ether and vault shares are what `pledgeNative` and `pledgeThroughVault` need. */
function randomAsset(random: Random): Hex {
  const { token, weth, vault } = CONTRACTS
  return random.weighted([
    { weight: 6, value: token },
    { weight: 2, value: weth },
    { weight: 2, value: vault },
  ])
}

/** Ascending by address. Members that are hostile contracts are rare, and alone among their kind on a panel. */
function randomPanel(random: Random, size: number): Hex[] {
  const usual = MEMBERS.slice(0, 9)
  const hostile = MEMBERS.slice(9)
  const chosen = random.some(usual, size)
  if (size > 1 && random.chance(0.15)) chosen[0] = random.pick(hostile)
  return chosen.map(({ address }) => address).sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))
}

/** 1 to 6 points: ramps, jumps and flats; a contest's last measurement is the number of its prizes. */
export function randomCurve(random: Random, rule: number): Point[] {
  const most = rule === Rule.Contest ? 3 : 40
  const points: Point[] = random.chance(0.7) ? [{ measurement: 0n, price: 0n }] : []
  let measurement = points.length > 0 ? 0n : 1n
  let price = 0n
  const count = random.between(1, 5)
  for (let i = 0; i < count; ++i) {
    const step = BigInt(random.between(0, Math.ceil(most / count)))
    const isFlat = random.chance(0.15) && i + 1 < count
    if (step === 0n && (isFlat || measurement === 0n)) continue
    measurement += step
    if (!isFlat) price += random.big(1n, 10n ** 12n)
    points.push({ measurement, price })
  }
  if (price > 0n) return points
  return [...points, { measurement: measurement + 1n, price: random.big(1n, 10n ** 12n) }]
}
