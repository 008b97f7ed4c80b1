import type { Hex } from 'viem'
import type { Subject } from '../history.ts'
import { keccak } from '../model/keccak.ts'
import { hexOf } from '../model/signatures.ts'
import type { ClaimState, EscrowState } from '../model/state.ts'
import { slotKey } from './trie.ts'

/** A part of a storage slot, `offset` bits from its low end. */
export interface Field {
  name: string
  offset: number
  bits: number
  /** What the events make of it. */
  value: bigint
  /** It counts what happened, so that another value means that logs are missing or invented. */
  counts?: true
}

/** A storage slot of an escrow, and what the events make of it; bits that no field has are zero. */
export interface StorageSlot {
  slot: Hex
  /** What is kept there. */
  label: string
  /** The claim or account it belongs to. */
  subject?: Hex
  fields: readonly Field[]
}

/** Where docs/storage.md says that things are. */
const BALANCES = 0n
const SUPPLY = 2n
const UNUSED = [3n, 4n, 5n, 6n]
const CLAIMS = 8n
const QUEUE = 9n
const BREAKS = 10n
const DOCKET = 11n
const OWED = 12n
const HOLDINGS = 13n
const HELD = 14n
const FROZEN = 15n
const RANKS = 16n
/** Slots of a claim's tally, and cells in each. */
const TALLY_SLOTS = 9
const CELLS = 4

const ZERO = slotKey(0n)

/**
 * Every storage slot of an escrow that its events determine, and some that they leave empty: the end of each queue and of the ranking.
 * Left out are allowances and nonces: the events do not tell them (OpenZeppelin emits no Approval where a transfer uses an allowance up).
 */
export function* storageOf(state: EscrowState, { terms }: Pick<Subject, 'terms'>): Generator<StorageSlot, void> {
  for (const [account, value] of state.shares) {
    yield { slot: cellOf(account, BALANCES), label: `shares of ${account}`, subject: account, fields: [whole(value)] }
  }
  yield { slot: slotKey(SUPPLY), label: 'total supply of shares', fields: [whole(state.supply)] }
  for (const slot of UNUSED) yield { slot: slotKey(slot), label: `slot ${slot}`, fields: [] }
  yield { slot: slotKey(DOCKET), label: 'the docket', fields: docketFields(state) }
  yield* queueOf(ZERO, state.docket, 'the docket')
  for (const claim of state.claims.values()) yield* claimSlots(claim)
  const accounts = new Set([...state.owed.keys(), ...terms.panel, terms.arbiter])
  for (const account of accounts) {
    const fields = [whole(state.owed.get(account) ?? 0n)]
    yield { slot: cellOf(account, OWED), label: `what ${account} is owed`, subject: account, fields }
  }
  const held = [field('held', 0, 128, state.held), field('returned', 128, 128, state.returned)]
  yield { slot: slotKey(HELD), label: 'money held back', fields: held }
  const frozen = [
    field('pledged', 0, 128, state.frozen?.pledged ?? 0n),
    field('refundable', 128, 128, state.frozen?.refundable ?? 0n),
  ]
  yield { slot: slotKey(FROZEN), label: 'the frozen ratio of refunds', fields: frozen }
  yield* rankSlots(state)
}

/** The value of a slot. */
export function valueOf({ fields }: StorageSlot): bigint {
  let word = 0n
  for (const { value, offset } of fields) if (value !== 0n) word |= value << BigInt(offset)
  return word
}

/** The value of a field in the word that a slot holds. */
export function partOf(word: bigint, { offset, bits }: Field): bigint {
  return (word >> BigInt(offset)) & ((1n << BigInt(bits)) - 1n)
}

function docketFields(state: EscrowState): Field[] {
  return [
    { ...field('filed', 0, 48, BigInt(state.docket.length)), counts: true },
    { ...field('settled', 48, 48, BigInt(state.settled)), counts: true },
    field('passed', 96, 8, bit(state.passed)),
    field('last call end', 104, 40, state.lastCallEnd),
    field('progress', 144, 64, state.progress),
  ]
}

/** The places of a queue, and the one behind its end. */
function* queueOf(target: Hex, keys: readonly Hex[], label: string): Generator<StorageSlot, void> {
  const base = cellOf(target, QUEUE)
  for (const [i, key] of [...keys, ZERO].entries()) {
    const place: Field = { ...whole(BigInt(key)), counts: true }
    yield {
      slot: hashed(slotKey(BigInt(i)), base),
      label: `place ${i} of ${label}`,
      subject: key,
      fields: [place],
    }
  }
}

function* claimSlots(claim: ClaimState): Generator<StorageSlot, void> {
  const { key } = claim
  const base = cellOf(key, CLAIMS)
  const at = (slot: Hex, label: string, fields: readonly Field[]): StorageSlot => ({
    slot,
    label: `${label} of claim ${key}`,
    subject: key,
    fields,
  })
  yield at(base, 'filing', [
    field('payee', 0, 160, BigInt(claim.payee)),
    field('filed at', 160, 40, claim.filed.timestamp),
    field('observed at', 200, 40, claim.observedAt),
    { ...field('settled', 240, 8, bit(claim.settled !== undefined)), counts: true },
  ])
  yield at(slotBehind(base, 1), 'ruling', [
    field('challenged at', 0, 40, claim.challenged?.place.timestamp ?? 0n),
    field('ruled', 40, 8, bit(claim.ruled !== undefined)),
    field('ruling', 48, 64, claim.ruled?.measurement ?? 0n),
  ])
  for (let i = 0; i < TALLY_SLOTS; i++) yield at(slotBehind(base, 2 + i), 'tally', tallyFields(claim, i))
  yield at(cellOf(key, BREAKS), 'break claims', [
    { ...field('filed', 0, 64, BigInt(claim.breaks.length)), counts: true },
    { ...field('settled', 64, 64, BigInt(claim.breaksSettled)), counts: true },
  ])
  const holding = [field('amount', 0, 128, claim.held), field('paid at', 128, 40, claim.paidAt)]
  yield at(cellOf(key, HOLDINGS), 'holding', holding)
  yield* queueOf(key, claim.breaks, `the break claims against ${key}`)
}

/** Four cells of a tally: cell 0 has a bit for each seat that has observed, cells 1 and on the highest measurements. */
function tallyFields({ observations, tally }: ClaimState, slot: number): readonly Field[] {
  const empty = NO_MEASUREMENTS[slot]
  if (empty !== undefined && slot * CELLS > tally.length) return empty
  return Array.from({ length: CELLS }, (_, i) => {
    const cell = slot * CELLS + i
    if (cell > 0) return measured(cell, tally[cell - 1] ?? 0n)
    const seats = observations.reduce((bits, { seat }) => bits | (1n << BigInt(seat)), 0n)
    return { ...field('seats', 0, 64, seats), counts: true }
  })
}

function measured(cell: number, value: bigint): Field {
  return field(`measurement ${cell}`, (cell % CELLS) * 64, 64, value)
}

/** The slots of a tally without measurements, but for the first, which has the seats: most of them are so. */
const NO_MEASUREMENTS = Array.from({ length: TALLY_SLOTS }, (_, slot) =>
  slot === 0 ? undefined : Array.from({ length: CELLS }, (_, i) => measured(slot * CELLS + i, 0n)),
)

function* rankSlots({ ranks }: EscrowState): Generator<StorageSlot, void> {
  yield { slot: slotKey(RANKS), label: 'number of ranked claims', fields: [whole(BigInt(ranks.length))] }
  const base = BigInt(hexOf(keccak(Buffer.from(slotKey(RANKS).slice(2), 'hex'))))
  for (const [i, { score, index }] of [...ranks, { score: 0n, index: 0 }].entries()) {
    const fields = [field('score', 0, 64, score), field('index', 64, 64, BigInt(index))]
    yield { slot: slotKey(base + BigInt(i)), label: `rank ${i + 1}`, fields }
  }
}

/** The slot of a mapping's value. */
export function cellOf(key: Hex, slot: bigint): Hex {
  return hashed(key, slotKey(slot))
}

const words = Buffer.alloc(64)

function hashed(key: Hex, slot: Hex): Hex {
  words.write(key.slice(2).padStart(64, '0'), 0, 'hex')
  words.write(slot.slice(2), 32, 'hex')
  return hexOf(keccak(words))
}

/** The slot so many behind another. There are many: numbers of 256 bits are used only where more than the last byte changes. */
function slotBehind(slot: Hex, by: number): Hex {
  const last = Number.parseInt(slot.slice(-2), 16) + by
  if (last > 0xff) return slotKey(BigInt(slot) + BigInt(by))
  return `${slot.slice(0, -2)}${last.toString(16).padStart(2, '0')}` as Hex
}

function whole(value: bigint): Field {
  return field('value', 0, 256, value)
}

function field(name: string, offset: number, bits: number, value: bigint): Field {
  return { name, offset, bits, value }
}

function bit(yes: boolean): bigint {
  return yes ? 1n : 0n
}
