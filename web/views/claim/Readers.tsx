import { Account } from '../../parts/Account.tsx'
import { Badge, Card, Hint, Notice } from '../../parts/basics.tsx'
import { TextField } from '../../parts/Field.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/en/claim.ts'
import { Agree } from './Choice.tsx'
import type { Draft } from './draft.ts'
import { takesIn, type Reach } from './reach.ts'
import type { Filing } from './readFiling.ts'

/** To whom the evidence is encrypted, and who cannot read it. */
export function Readers({
  draft,
  change,
  filing,
  reach,
  ownIsGood,
  disabled,
}: {
  draft: Draft
  change: (part: Partial<Draft>) => void
  filing: Filing
  reach: Reach
  ownIsGood: boolean
  disabled: boolean
}) {
  const words = text.readers
  const { quorum } = filing.state.terms
  const { without } = reach
  return (
    <Card title={words.title} id="readers">
      <Hint>{words.lead}</Hint>
      <Table
        caption={words.list}
        rows={filing.judges}
        keyOf={({ account }) => account}
        columns={[
          { title: words.who, cell: ({ account }) => <Account address={account} /> },
          { title: words.role, cell: ({ isArbiter }) => (isArbiter ? words.arbiter : words.member) },
          {
            title: words.canRead,
            cell: ({ recipient }) => (
              <Badge tone={recipient === undefined ? 'bad' : 'good'}>
                {recipient === undefined ? words.no : words.ok}
              </Badge>
            ),
          },
          { title: words.gets, words: true, cell: (judge) => (takesIn(judge) ? words.intake : words.noIntake) },
        ]}
      />
      {without.length > 0 && (
        <Notice tone="warn">
          {without.map(({ account, isArbiter, fault }) => (
            <p key={account}>
              <Account address={account} />{' '}
              {words.cannot(isArbiter ? words.arbiterWord : words.memberWord, fault ?? '')}
            </p>
          ))}
          {reach.enoughRead && (
            <Agree
              checked={draft.agreed}
              onChange={(agreed) => {
                change({ agreed })
              }}
            >
              {words.without(without.length)}
            </Agree>
          )}
        </Notice>
      )}
      {!reach.enoughRead && <Notice tone="bad">{words.tooFew(reach.reading, quorum)}</Notice>}
      <TextField
        label={words.own}
        hint={words.ownHint}
        fault={ownIsGood ? undefined : words.ownFault}
        disabled={disabled}
        value={draft.own}
        onChange={({ target }) => {
          change({ own: target.value })
        }}
      />
    </Card>
  )
}
