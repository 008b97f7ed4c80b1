import type { Status } from '../../sdk/model/status.ts'
import { text } from '../text/en/money.ts'
import { Badge, type Tone } from './basics.tsx'

const TONES: Record<Status, Tone> = { Pledging: 'info', Binding: 'good', Closed: 'plain', Void: 'warn' }

/** The status of an escrow; what it means is in its title. */
export function StatusBadge({ status }: { status: Status }) {
  return (
    <span title={text.statusWhy[status]}>
      <Badge tone={TONES[status]}>{status}</Badge>
    </span>
  )
}
