import type { Hex } from 'viem'
import type { Note } from '../finding.ts'
import type { Subject } from '../history.ts'
import type { EscrowState } from '../model/state.ts'
import type { RuleName } from '../rules.ts'
import { escrowCodeHash, factoryCodeHash, implementationCodeHash, type ExpectedCode } from './code.ts'
import { NO_CODE, type StateReader } from './reader.ts'
import { partOf, storageOf, valueOf, type StorageSlot } from './storage.ts'

/** How many slots are held in memory. */
const STRETCH = 1024

/** The code that the auditor expects behind the escrows; what is left out is not looked at. */
export interface Expected {
  implementation?: ExpectedCode
  factory?: ExpectedCode
}

/** Which of an escrow's codes were compared. */
export interface ComparedCode {
  escrow: true
  implementation: boolean
  factory: boolean
}

/**
 * Compares the code of the escrow with the proxy and terms that it has to have, and the code of implementation and factory with what
 * the auditor expects; without an expectation, only that there is code.
 * @throws {Refuted} when a proof does not hold.
 */
export async function auditCode(
  reader: StateReader,
  subject: Subject,
  expected: Expected,
  note: Note,
): Promise<ComparedCode> {
  const compare = async (what: string, at: Hex, hash: Hex | undefined, rule: RuleName): Promise<void> => {
    const { codeHash } = await reader.read(at, [])
    if (hash === undefined ? codeHash !== NO_CODE : codeHash === hash.toLowerCase()) return
    note({
      grade: 'fault',
      rule,
      escrow: subject.escrow,
      subject: at,
      what:
        hash === undefined ? `There is no code at the ${what}.` : `The code of the ${what} is not the one expected.`,
      expected: hash ?? 'code',
      actual: codeHash === NO_CODE ? 'no code' : `code with the hash ${codeHash}`,
    })
  }
  const { implementation, factory } = expected
  await compare('escrow', subject.escrow, escrowCodeHash(subject), 'T1')
  const behind = implementation && implementationCodeHash(implementation, subject)
  await compare('implementation', subject.implementation, behind, 'T1')
  await compare('factory', subject.factory, factory && factoryCodeHash(factory, subject), 'T1')
  return { escrow: true, implementation: implementation !== undefined, factory: factory !== undefined }
}

/**
 * Compares every storage slot that the events determine with what it holds. A difference in what counts events is noted under
 * `logs`, another under `state`, one finding for each part of a slot. Returns how many slots were compared.
 * @throws {Refuted} when a proof does not hold.
 */
export async function auditStorage(
  reader: StateReader,
  subject: Subject,
  state: EscrowState,
  note: Note,
): Promise<number> {
  let compared = 0
  let stretch: StorageSlot[] = []
  const compare = async (): Promise<void> => {
    const { values } = await reader.read(
      subject.escrow,
      stretch.map(({ slot }) => slot),
    )
    for (const [i, slot] of stretch.entries()) judge(subject, slot, values[i] ?? 0n, note)
    compared += stretch.length
    stretch = []
  }
  for (const slot of storageOf(state, subject)) {
    stretch.push(slot)
    if (stretch.length === STRETCH) await compare()
  }
  await compare()
  return compared
}

function judge({ escrow }: Subject, slot: StorageSlot, actual: bigint, note: Note): void {
  if (actual === valueOf(slot)) return
  let rest = actual
  for (const field of slot.fields) {
    const part = partOf(actual, field)
    rest -= part << BigInt(field.offset)
    if (part === field.value) continue
    const name = slot.fields.length === 1 ? slot.label : `${slot.label}: ${field.name}`
    note({
      grade: 'fault',
      rule: field.counts === true ? 'logs' : 'state',
      escrow,
      ...(slot.subject === undefined ? {} : { subject: slot.subject }),
      what:
        field.counts === true
          ? `The escrow's storage counts something else than its logs (${name}): logs are missing, changed or invented.`
          : `Storage is not what the events make of it (${name}).`,
      expected: shown(field.value, field.bits),
      actual: shown(part, field.bits),
    })
  }
  if (rest === 0n) return
  const what = `Storage holds something that no event explains (${slot.label}).`
  note({ grade: 'fault', rule: 'state', escrow, what, expected: '0', actual: shown(rest, 256) })
}

/** Addresses and keys in hex, the rest as numbers. */
function shown(value: bigint, bits: number): string {
  return bits === 160 || value >= 1n << 128n ? `0x${value.toString(16)}` : String(value)
}
