import { refundValue } from '../../../sdk/model/refund.ts'
import type { EscrowFacts } from '../../../sdk/model/status.ts'
import type { Terms } from '../../../sdk/model/terms.ts'

/** What a pledge would mean. Amounts in base units. */
export interface Preview {
  /** Basis points of the pool, rounded down: as it is with the pledge, and once the escrow is full. */
  share: { now: bigint; full: bigint }
  /** Whether the commitment binds with it, or did before. */
  binds: boolean
  /** What comes back if nothing is achieved, and if everything is. */
  back: { most: bigint; least: bigint }
}

/** Looks at the escrow as it would be with a pledge of `amount`, and with others' pledges up to the cap. */
export function previewOf(
  escrow: Pick<EscrowFacts, 'pledged' | 'progress' | 'held'> & { terms: Terms; refundable: bigint },
  amount: bigint,
): Preview {
  const { terms, progress, held } = escrow
  const pledged = escrow.pledged + amount
  const refundable = escrow.refundable + amount
  const more = terms.cap > pledged ? terms.cap - pledged : 0n
  const valueWith = (others: bigint) =>
    refundValue(
      terms,
      { pledged: pledged + others, refundable: refundable + others, progress, held, status: 'Binding' },
      amount,
    )
  const [alone, full] = [valueWith(0n), valueWith(more)]
  return {
    share: { now: (amount * 10_000n) / pledged, full: (amount * 10_000n) / (pledged + more) },
    binds: pledged >= terms.threshold,
    back: {
      most: alone.best < full.best ? alone.best : full.best,
      least: alone.worst < full.worst ? alone.worst : full.worst,
    },
  }
}

/** Why nothing can be pledged. */
export type Refusal = 'void' | 'closed' | 'passed' | 'late' | 'full'

/** Why an escrow takes no pledges at `now`, in unix seconds; undefined where it does. */
export function refusalOf(
  escrow: { status: string; passed: boolean; room: bigint; terms: Pick<Terms, 'pledgeBy'> },
  now: bigint,
): Refusal | undefined {
  if (escrow.status === 'Void') return 'void'
  if (escrow.status === 'Closed') return 'closed'
  if (escrow.passed) return 'passed'
  if (now > escrow.terms.pledgeBy) return escrow.status === 'Pledging' ? 'void' : 'late'
  return escrow.room === 0n ? 'full' : undefined
}
