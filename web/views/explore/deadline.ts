import type { EscrowRow } from '../../data/answers/escrows.ts'

/** What of an escrow ends next by time. */
export interface Deadline {
  what: 'pledging' | 'claims'
  /** Its last second, unix. */
  at: number
}

type Clocks = Pick<EscrowRow, 'status' | 'pledgeBy' | 'claimsEnd' | 'passed' | 'pledged' | 'cap'>

/** The next deadline at `now`, in unix seconds; undefined where nothing more ends by time alone, or has a date that is known. */
export function nextDeadline(escrow: Clocks, now: number): Deadline | undefined {
  const { status, pledgeBy, claimsEnd, passed, pledged, cap } = escrow
  if (status === 'Closed' || status === 'Void') return undefined
  if (now <= pledgeBy && !passed && pledged < cap) return { what: 'pledging', at: pledgeBy }
  if (status === 'Binding' && now <= claimsEnd) return { what: 'claims', at: claimsEnd }
  return undefined
}
