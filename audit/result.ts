import type { Finding } from './finding.ts'
import type { Pinned, Subject } from './history.ts'
import type { EscrowState, Payment, Pledge } from './model/state.ts'

/**
 * What the audit rests on. `proved`: follows from the block hash that the auditor supplied. `checked`: was recomputed and
 * agrees, but the endpoint could have invented all of it. `assumed`: was not looked at.
 */
export interface Statement {
  what: string
  standing: 'proved' | 'checked' | 'assumed'
  /** How, or why not; one sentence. */
  how: string
}

/** One escrow's part of an audit. */
export interface AuditedEscrow {
  subject: Subject
  /** The asset's, as it says itself. */
  token: { symbol: string; decimals: number }
  status: 'pledging' | 'binding' | 'closed' | 'void'
  state: EscrowState
  /** Both in the order of the chain. */
  pledges: readonly Pledge[]
  payments: readonly Payment[]
  /** Logs that were read. */
  entries: number
}

/** What an audit of an escrow, or of all escrows of a factory, answers. */
export interface AuditResult {
  chainId: number
  pinned: Pinned
  /** Whether no finding is graver than a remark. */
  passed: boolean
  statements: readonly Statement[]
  escrows: readonly AuditedEscrow[]
  /** Gravest first, then in the order of the chain. */
  findings: readonly Finding[]
}
