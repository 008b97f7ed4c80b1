/** Ears that keep all they hear. */
import type { Finding } from '../../../audit/finding.ts'
import type { Entry, Pinned, Subject } from '../../../audit/history.ts'
import { Books } from '../../../audit/model/books.ts'
import type { ContractSignature } from '../../../audit/model/ears.ts'
import type { EscrowState, Payment } from '../../../audit/model/state.ts'

export interface Kept {
  state: EscrowState
  findings: Finding[]
  payments: Payment[]
  queries: ContractSignature[]
}

/** Lets the model read `entries` to the end. */
export function keep(subject: Subject, entries: readonly Entry[], end: Pinned): Kept {
  const [findings, payments, queries]: [Finding[], Payment[], ContractSignature[]] = [[], [], []]
  const books = new Books(subject, {
    note: (finding) => findings.push(finding),
    pay: (payment) => payments.push(payment),
    contractSignature: (query) => queries.push(query),
  })
  for (const entry of entries) books.apply(entry)
  books.finish(end)
  return { state: books.state, findings, payments, queries }
}
