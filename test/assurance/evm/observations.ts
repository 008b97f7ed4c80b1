/** Signed observations: mostly valid, of keys, wallets and hostile contracts, with what a submitter may add to them. */
import { SigningKey, concat, id } from 'ethers'
import { observationDigest } from '../../../sdk/model/typedData.ts'
import { CHAIN_ID, type Hex, MEMBERS, accountOf, hex } from './chain.ts'
import type { Tale, TaleClaim } from './tale.ts'

/** One observation as the contract takes it. */
interface Submitted {
  seat: number
  measurement: bigint
  report: Hex
  signature: Hex
}

const STRANGER = new SigningKey(id('a key of nobody'))
const MAX_64 = 2n ** 64n - 1n

/** Observations of `claim` by some members, or by nobody where there is no claim. */
export function observations(tale: Tale, claim: TaleClaim | undefined): Submitted[] {
  const { random, terms } = tale
  const seats = [...terms.panel.keys()]
  const left = seats.filter((seat) => claim?.observed.has(seat) !== true)
  const count = random.chance(0.5) ? left.length : random.between(0, left.length)
  const chosen = random.some(left, count)
  if (random.chance(0.08)) chosen.push(random.pick([...seats, terms.panel.length, 300]))
  return chosen.map((seat) => observation(tale, claim, seat))
}

function observation(tale: Tale, claim: TaleClaim | undefined, seat: number): Submitted {
  const { random, terms } = tale
  const last = terms.curve.at(-1)?.measurement ?? 1n
  const measurement = random.weighted([
    { weight: 2, value: 0n },
    { weight: 6, value: random.big(1n, last) },
    { weight: 2, value: last },
    { weight: 0.3, value: MAX_64 },
  ])
  const report = random.word()
  const member = hex(terms.panel[seat] ?? terms.panel[0] ?? '0x')
  const key = claim?.key ?? random.word()
  const digest = observationDigest(CHAIN_ID, tale.escrow, { claim: key, member, measurement, report })
  const signer = MEMBERS.find(({ address }) => address === member)?.signer
  const isForged = random.chance(0.04)
  if (claim !== undefined && !isForged && seat < terms.panel.length) tale.observe(claim, seat, measurement)
  const signing = isForged ? STRANGER : signer === undefined ? undefined : accountOf(signer).key
  return { seat, measurement, report, signature: signature(tale, signing, digest) }
}

/** Without a key: bytes that only a contract may take. */
function signature({ random }: Tale, key: SigningKey | undefined, digest: Hex): Hex {
  if (key === undefined) return random.pick(['0x', random.word(), hex(concat([random.word(), random.word(), '0x1b']))])
  const { r, s, v } = key.sign(digest)
  if (random.chance(0.02)) return hex(concat([r, s]))
  return hex(concat([r, s, `0x${v.toString(16)}`]))
}
