import { getAddress, numberToHex, size, slice, type Hex } from 'viem'
import { InputError, type Fault } from '../errors/InputError.ts'
import type { Point, Terms } from './terms.ts'

/** The six words before points and members: fields with their bits, highest first; what is missing to 256 bits is zero. */
const HEADER = [
  [['outcome', 256]],
  [
    ['asset', 160],
    ['pledgeBy', 40],
    ['claimBy', 40],
    ['rule', 8],
    ['quorum', 8],
  ],
  [
    ['threshold', 128],
    ['cap', 128],
  ],
  [
    ['arbiter', 160],
    ['verifyWithin', 32],
    ['challengeWithin', 32],
    ['arbitrateWithin', 32],
  ],
  [
    ['claimFee', 128],
    ['challengeFee', 128],
  ],
  [
    ['minStep', 64],
    ['lastCall', 32],
    ['warranty', 32],
    ['holdback', 16],
    ['points', 8],
    ['members', 8],
  ],
] as const
const POINT = [
  ['measurement', 64],
  ['price', 128],
] as const
const MEMBER = [
  ['zero', 96],
  ['member', 160],
] as const

type Layout = readonly (readonly [field: string, bits: number])[]
type FieldsOf<L extends Layout> = Record<L[number][0], bigint>

/**
 * The terms as an escrow's code carries them behind its ERC-1167 proxy (the layout of `TermsCode.sol`).
 * @throws {InputError} when a field has no room in its place: no escrow can have such terms.
 */
export function packTerms(terms: Terms): Hex {
  const fields: FieldsOf<(typeof HEADER)[number]> = {
    ...terms,
    outcome: BigInt(terms.outcome),
    asset: BigInt(terms.asset),
    arbiter: BigInt(terms.arbiter),
    rule: BigInt(terms.rule),
    points: BigInt(terms.curve.length),
    members: BigInt(terms.panel.length),
  }
  const faults: Fault[] = []
  const words = [
    ...HEADER.map((layout) => packWord(layout, fields, '', faults)),
    ...terms.curve.map((point, i) => packWord(POINT, point, `curve.${i}.`, faults)),
    ...terms.panel.map((member, i) => packWord(MEMBER, { zero: 0n, member: BigInt(member) }, `panel.${i}.`, faults)),
  ]
  if (faults.length > 0) throw new InputError('terms', faults)
  return `0x${words.join('')}`
}

/**
 * Reads packed terms back.
 * @throws {InputError} when the length is not the one that the terms themselves state.
 */
export function unpackTerms(code: Hex): Terms {
  const bytes = size(code)
  if (bytes < HEADER.length * 32) throw lengthError(bytes)
  const [w0, w1, w2, w3, w4, w5] = HEADER
  const at = (index: number): bigint => BigInt(slice(code, index * 32, index * 32 + 32))
  const head = {
    ...unpackWord(w0, at(0)),
    ...unpackWord(w1, at(1)),
    ...unpackWord(w2, at(2)),
    ...unpackWord(w3, at(3)),
    ...unpackWord(w4, at(4)),
    ...unpackWord(w5, at(5)),
  }
  const { points: pointCount, members: memberCount, ...rest } = head
  const [points, members] = [Number(pointCount), Number(memberCount)]
  if (bytes !== (HEADER.length + points + members) * 32) throw lengthError(bytes)
  const curve = Array.from({ length: points }, (_, i): Point => unpackWord(POINT, at(HEADER.length + i)))
  const panel = Array.from({ length: members }, (_, i) =>
    addressOf(unpackWord(MEMBER, at(HEADER.length + points + i)).member),
  )
  return {
    ...rest,
    outcome: numberToHex(head.outcome, { size: 32 }),
    asset: addressOf(head.asset),
    arbiter: addressOf(head.arbiter),
    rule: Number(head.rule),
    curve,
    panel,
  }
}

/** A word as 64 hex digits. Every field is a whole number of digits wide. */
function packWord<L extends Layout>(
  layout: L,
  fields: Readonly<Record<L[number][0], bigint>>,
  path: string,
  faults: Fault[],
): string {
  let word = ''
  for (const [field, bits] of layout as readonly (readonly [L[number][0], number])[]) {
    const value = fields[field]
    const digits = value.toString(16)
    if (value < 0n || digits.length > bits / 4) {
      faults.push({ path: `${path}${field}`, value: String(value), message: `must be 0 to 2^${bits} - 1` })
    }
    word += digits.padStart(bits / 4, '0')
  }
  return word.padEnd(64, '0')
}

function unpackWord<L extends Layout>(layout: L, word: bigint): FieldsOf<L> {
  let room = 256n
  const entries = layout.map(([field, bits]) => {
    room -= BigInt(bits)
    return [field, (word >> room) & ((1n << BigInt(bits)) - 1n)] as const
  })
  return Object.fromEntries(entries) as FieldsOf<L>
}

function addressOf(value: bigint) {
  return getAddress(numberToHex(value, { size: 20 }))
}

function lengthError(bytes: number): InputError {
  const message = 'is not the length of any terms; this is not the code of an escrow'
  return new InputError('packed terms', [{ path: '', value: `${bytes} bytes`, message }])
}
