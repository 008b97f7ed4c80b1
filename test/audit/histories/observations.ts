/** Signed observations: mostly valid, with what a submitter may add to them by malice or mistake. */
import { concatHex, slice, type Hex } from 'viem'
import { observationDigest } from '../../../sdk/model/typedData.ts'
import type { Maker } from './maker.ts'
import { STRANGER, signAs } from './people.ts'
import type { SceneClaim } from './scene.ts'

/** One observation as the contract takes it. */
interface Submitted {
  seat: bigint
  measurement: bigint
  report: Hex
  signature: Hex
}

const MAX_64 = 2n ** 64n - 1n

/** Observations of `claim`: by all that are left, or by some; a few of them not valid or not the first of their member. */
export function observations(make: Maker, claim: Pick<SceneClaim, 'key' | 'observed'>, byAll: boolean): Submitted[] {
  const { random, scene } = make
  const seats = [...scene.terms.panel.keys()]
  const left = seats.filter((seat) => !claim.observed.has(scene.terms.panel[seat]!))
  const chosen = random.some(left, byAll ? left.length : random.between(0, left.length))
  if (random.chance(0.15)) chosen.push(random.pick([...seats, seats.length, 255, 256]))
  const common = measure(make)
  return chosen.map((seat) => observation(make, claim.key, seat, random.chance(0.5) ? common : measure(make)))
}

function measure({ random, scene: { terms } }: Maker): bigint {
  const last = terms.curve.at(-1)?.measurement ?? 1n
  return random.weighted([
    { weight: 2, value: 0n },
    { weight: 3, value: random.big(1n, last) },
    { weight: 3, value: terms.minStep + random.big(0n, last / 4n) },
    { weight: 1, value: last },
    { weight: 0.3, value: MAX_64 },
  ])
}

function observation(make: Maker, key: Hex, seat: number, measurement: bigint): Submitted {
  const { random, scene, stage } = make
  const member = scene.terms.panel[seat] ?? scene.terms.panel[0]!
  const report = random.word()
  const isForged = random.chance(0.04)
  const signed = isForged && random.chance(0.5) ? measurement ^ 1n : measurement
  const digest = observationDigest(stage.chainId, scene.escrow, { claim: key, member, measurement: signed, report })
  const whole = signAs(isForged && signed === measurement ? STRANGER : make.signer(member), digest)
  const signature = random.chance(0.02)
    ? random.pick<Hex>([slice(whole, 0, 64), '0x', concatHex([whole, '0x00'])])
    : whole
  return { seat: BigInt(seat), measurement, report, signature }
}
