import { isAddressEqual, type Address, type Hex, type PublicClient } from 'viem'
import { canonicalJson } from '../../sdk/model/canonicalJson.ts'
import { counted } from '../../sdk/model/words.ts'
import type { Question } from '../collect/batches.ts'
import type { Note, Place } from '../finding.ts'
import type { Subject } from '../history.ts'
import type { EscrowState } from '../model/state.ts'
import type { Statement } from '../result.ts'
import { Foreseen, transactionOf } from './foreseen.ts'
import { isSignedBy } from './memberSignature.ts'
import { observationsIn } from './observeCalls.ts'
import type { ShownObservation } from './shownObservations.ts'
import { readTransactions } from './transactionInputs.ts'

export interface EquivocationOptions {
  client: PublicClient
  subject: Subject
  state: EscrowState
  /** Transactions to look into, besides those that recorded an observation. */
  transactions?: readonly Hex[]
  /** What was shown off chain; those of other escrows are passed over. */
  observations?: readonly ShownObservation[]
  note: Note
  /** What was asked of the endpoint ahead. */
  answers?: Foreseen
}

/** What a member is said to have observed of a claim, with every signature that was given for it. */
interface Said {
  claim: Hex
  member: Address
  measurement: bigint
  report: Hex
  signatures: Set<Hex>
  /** Where it is on record; undefined where it was only shown. */
  place: Place | undefined
}

/** By claim and member, then by measurement and report. What is on record comes first. */
type Book = Map<string, Map<string, Said>>

/**
 * Finds members who signed two different observations of one claim: the one on record and one that was skipped on chain or shown
 * off it, or two of the latter. Both signatures are in the finding, for anybody to check. Members that are contracts are left out:
 * what they sign depends on their state.
 * @throws {ConnectionError} when the endpoint cannot be asked.
 */
export async function findEquivocations(options: EquivocationOptions): Promise<Statement[]> {
  const { client, subject, state, note, transactions = [], observations = [] } = options
  const { answers = new Foreseen(client) } = options
  const { panel } = subject.terms
  const book: Book = new Map()
  const hashes = new Set<Hex>()
  for (const { key, observations: recorded } of state.claims.values()) {
    for (const one of recorded) {
      write(book, { ...one, claim: key }, one.place)
      hashes.add(one.place.transactionHash)
    }
  }
  const recordedIn = new Set(hashes)
  for (const hash of transactions) hashes.add(hash)
  const sent = await readTransactions(answers, [...hashes])
  let notSeen = 0
  for (const hash of hashes) {
    const one = sent.get(hash)
    const submitted = one?.to ? observationsIn(subject.escrow, one.to, one.input) : []
    if (one === undefined || (submitted.length === 0 && recordedIn.has(hash))) notSeen++
    for (const { seat, ...said } of submitted) {
      const member = memberAt(panel, seat)
      if (member !== undefined) write(book, { ...said, member }, undefined)
    }
  }
  const shown = observations.filter(
    ({ escrow, chainId = subject.chainId }) => isAddressEqual(escrow, subject.escrow) && chainId === subject.chainId,
  )
  const strange = shown.filter((one) => !writeShown(book, panel, one)).length
  const unsigned = await judge(book, subject, note)
  return statements({ read: hashes.size - notSeen, notSeen, shown: shown.length, strange, unsigned })
}

/** The transactions that recorded an observation. */
export function observing({ claims }: EscrowState): Question[] {
  const hashes = new Set<Hex>()
  for (const { observations } of claims.values())
    for (const { place } of observations) hashes.add(place.transactionHash)
  return [...hashes].map((transactionHash) => transactionOf({ transactionHash }))
}

function memberAt(panel: readonly Address[], seat: bigint): Address | undefined {
  return seat < BigInt(panel.length) ? panel[Number(seat)] : undefined
}

/** @returns false where it is of nobody on the panel. */
function writeShown(book: Book, panel: readonly Address[], { member: who, ...said }: ShownObservation): boolean {
  const member = 'seat' in who ? memberAt(panel, who.seat) : panel.find((one) => isAddressEqual(one, who.address))
  if (member !== undefined) write(book, { ...said, member }, undefined)
  return member !== undefined
}

function write(
  book: Book,
  { claim, member, measurement, report, signature }: Omit<Said, 'signatures' | 'place'> & { signature: Hex },
  place: Place | undefined,
): void {
  const whose = `${claim} ${member}`.toLowerCase()
  const what = `${measurement} ${report}`.toLowerCase()
  const page = book.get(whose) ?? new Map<string, Said>()
  book.set(whose, page)
  const said = page.get(what) ?? { claim, member, measurement, report, signatures: new Set(), place }
  page.set(what, said)
  said.signatures.add(signature)
}

/** Signatures are looked at only where a member is said to have observed two things: most never are. @returns how many are nobody's. */
async function judge(book: Book, subject: Subject, note: Note): Promise<number> {
  let unsigned = 0
  for (const page of book.values()) {
    if (page.size < 2) continue
    const signed: (Said & { signature: Hex })[] = []
    for (const said of page.values()) {
      const signature = await signatureOf(subject, said)
      if (signature === undefined) unsigned++
      else signed.push({ ...said, signature })
    }
    const [first, second] = signed
    if (first === undefined || second === undefined) continue
    const { claim, member, place } = first
    note({
      grade: 'broken promise',
      rule: 'equivocation',
      escrow: subject.escrow,
      what: `Member ${member} signed ${counted(signed.length, 'different observation')} of claim ${claim}.`,
      subject: member,
      ...(place === undefined ? {} : { place }),
      expected: `one signed observation${place === undefined ? '' : ', the one on record'}: ${proofOf(first)}`,
      actual: `another one too: ${signed.slice(1).map(proofOf).join(', ')}`,
    })
  }
  return unsigned
}

/** A signature of what a member is said to have observed that is the member's. */
async function signatureOf(subject: Subject, { signatures, ...said }: Said): Promise<Hex | undefined> {
  for (const signature of signatures) if (await isSignedBy(subject, said, signature)) return signature
  return undefined
}

function proofOf({ claim, member, measurement, report, signature }: Said & { signature: Hex }): string {
  return canonicalJson({ claim, member, measurement: measurement.toString(), report, signature })
}

function statements(found: { read: number; notSeen: number; shown: number; strange: number; unsigned: number }) {
  const { read, notSeen, shown, strange, unsigned } = found
  const apart = unsigned === 0 ? '' : `; ${counted(unsigned, 'other observation')} in them is by no key of its member`
  const all: Statement[] = [
    {
      what: 'No member signed two observations of one claim, beyond the findings',
      standing: 'checked',
      how: `The transactions with observations (${read}), and those shown off chain (${shown}), were compared with the record${apart}. A second signature that nobody shows is not seen.`,
    },
  ]
  if (notSeen > 0) {
    all.push({
      what: `${counted(notSeen, 'transaction')} with observations hold no second one`,
      standing: 'assumed',
      how: 'The endpoint does not give them, or they reached the escrow through a contract whose calls are not known here.',
    })
  }
  if (strange > 0) {
    all.push({
      what: `${counted(strange, 'observation')} shown off chain are of nobody on the panel`,
      standing: 'checked',
      how: 'Their seat or member is not in the terms.',
    })
  }
  return all
}
