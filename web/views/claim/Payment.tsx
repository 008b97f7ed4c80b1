import { Account } from '../../parts/Account.tsx'
import { Card, Hint, Notice } from '../../parts/basics.tsx'
import { TextField } from '../../parts/Field.tsx'
import type { Destination } from '../../parts/readDestination.ts'
import { text } from '../../text/en/claim.ts'
import { text as shared } from '../../text/en/destination.ts'
import { Choice } from './Choice.tsx'
import type { Draft } from './draft.ts'
import type { Prepared } from './prepared.ts'
import { takesIn, type Reach } from './reach.ts'
import type { Filing } from './readFiling.ts'

/** Who is paid, and how the bundle reaches the panel. */
export function Payment({
  draft,
  change,
  paid,
  place,
  reach,
  filing,
  disabled,
}: {
  draft: Draft
  change: (part: Partial<Draft>) => void
  paid: Destination
  place: Prepared['place']
  reach: Reach
  filing: Filing
  disabled: boolean
}) {
  const words = text.payment
  const { panel, quorum } = filing.state.terms
  const left = filing.judges.filter((judge) => !takesIn(judge)).length
  return (
    <Card title={words.title} id="payment">
      <Choice
        label={words.payee}
        value={draft.toOther ? 'other' : 'self'}
        options={[
          { value: 'self', label: words.self },
          { value: 'other', label: words.other },
        ]}
        onChange={(value) => {
          change({ toOther: value === 'other' })
        }}
      />
      {draft.toOther && (
        <TextField
          label={words.address}
          fault={'fault' in paid && paid.fault !== undefined ? shared.fault[paid.fault] : undefined}
          disabled={disabled}
          placeholder="0x"
          value={draft.payee}
          onChange={({ target }) => {
            change({ payee: target.value })
          }}
        />
      )}
      <div aria-live="polite">
        {'address' in paid && (
          <p>
            {words.paidTo} <Account address={paid.address} whole />
          </p>
        )}
      </div>
      <Choice
        label={words.place}
        value={place}
        options={[
          {
            value: 'members',
            label: words.members(reach.taking, panel.length),
            fault: reach.enoughTake ? undefined : words.membersFault(reach.taking, quorum),
          },
          { value: 'own', label: words.own },
        ]}
        onChange={(value) => {
          change({ place: value })
        }}
      />
      {place === 'own' && <Hint>{words.ownHint}</Hint>}
      {place === 'members' && reach.enoughTake && left > 0 && <Notice tone="warn">{words.left(left)}</Notice>}
    </Card>
  )
}
