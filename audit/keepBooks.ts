import type { Collection } from './collect/collect.ts'
import type { Note } from './finding.ts'
import type { Subject } from './history.ts'
import type { Callers } from './judge/callers.ts'
import type { OldStates } from './judge/oldStates.ts'
import type { Recoverers } from './judge/recoverers.ts'
import { Books } from './model/books.ts'
import type { ContractSignature, RecordedSignature } from './model/ears.ts'
import { pledgeOf } from './model/pledgeOf.ts'
import type { Payment, Pledge } from './model/state.ts'
import type { AuditedEscrow } from './result.ts'

/** What the events of an escrow make, and what is still open. */
export interface Kept {
  escrow: AuditedEscrow
  /** Those that are not ECDSA signatures of their members. */
  signatures: Promise<readonly ContractSignature[]>
  callers: Callers
  states: OldStates
}

/**
 * Rebuilds one escrow from its events.
 * @param recoverers recover signatures in threads; left out, the books do it themselves.
 */
export function keepBooks(
  collection: Pick<Collection, 'entries' | 'pinned' | 'token'>,
  subject: Subject,
  note: Note,
  { recoverers, states, callers }: { recoverers?: Recoverers; states: OldStates; callers: Callers },
): Kept {
  const [pledges, payments]: [Pledge[], Payment[]] = [[], []]
  const [signatures, recorded]: [ContractSignature[], RecordedSignature[]] = [[], []]
  const threads = recoverers?.areStarted === true ? recoverers : undefined
  const books = new Books(subject, {
    note,
    pay: (payment) => payments.push(payment),
    contractSignature: (signature) => signatures.push(signature),
    ...(threads === undefined ? {} : { anySignature: (signature) => recorded.push(signature) }),
  })
  let entries = 0
  for (const entry of collection.entries(subject)) {
    entries++
    books.apply(entry)
    callers.apply(entry)
    const pledge = pledgeOf(entry)
    if (pledge !== undefined) pledges.push(pledge)
  }
  books.finish(collection.pinned)
  const { state } = books
  const status = books.statusAt(collection.pinned.timestamp)
  const token = collection.token(subject.terms.asset)
  const refused = threads?.refused(subject.escrow, recorded) ?? Promise.resolve(signatures)
  refused.catch(() => undefined)
  return { escrow: { subject, token, status, state, pledges, payments, entries }, signatures: refused, callers, states }
}
