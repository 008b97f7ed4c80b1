import { useState, type ReactNode } from 'react'
import type { PanelOdds } from '../../../sdk/model/panelOdds.ts'
import { useOperators } from '../../data/questions/operators.ts'
import { Badge, Card, Hint, Muted } from '../../parts/basics.tsx'
import { TextField } from '../../parts/Field.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/en/create.ts'
import css from './create.module.css'
import { Line, ListFault, Whole } from './Fields.tsx'
import { Items } from './Items.tsx'
import { at, lengthAt, type Json } from './json.ts'
import { oddsOf, percent, readChance } from './sizing.ts'
import { useWriting } from './state.ts'

const OPERATORS = 'create-operators'
const ARBITRATION = { arbiter: '', challengeWithin: '14 d', arbitrateWithin: '30 d', challengeFee: '' }
const WARRANTY = { holdback: '30 %', lasts: '12 months' }

/** Who judges, by which clocks, and what is held back. */
export function PanelStep() {
  const { data } = useOperators({ limit: 100 })
  const operators = data?.pages.flatMap((page) => page?.rows ?? []) ?? []
  return (
    <>
      <datalist id={OPERATORS}>
        {operators.map(({ address, endpoint }) => (
          <option key={address} value={address}>
            {endpoint ?? ''}
          </option>
        ))}
      </datalist>
      <Card id="panel" title={text.panel.title}>
        <p>
          <Muted>{`${text.panel.why} ${operators.length > 0 ? text.panel.operators : ''}`}</Muted>
        </p>
        <Items of="sheet" path="verification.panel" kind="member" most={32} blank="">
          {(path, place) => <Line of="sheet" path={path} label={text.list.member(place)} list={OPERATORS} />}
        </Items>
        <div className={css.pair}>
          <Whole of="sheet" path="verification.quorum" />
          <Line of="sheet" path="verification.within" />
        </div>
      </Card>
      <Odds />
      <Optional title={text.panel.arbitration} field="arbitration" label={text.panel.hasArbiter} begin={ARBITRATION}>
        <Line of="sheet" path="arbitration.arbiter" list={OPERATORS} />
        <div className={css.pair}>
          <Line of="sheet" path="arbitration.challengeWithin" />
          <Line of="sheet" path="arbitration.arbitrateWithin" />
          <Line of="sheet" path="arbitration.challengeFee" />
        </div>
      </Optional>
      <Optional title={text.panel.warranty} field="warranty" label={text.panel.hasWarranty} begin={WARRANTY}>
        <div className={css.pair}>
          <Line of="sheet" path="warranty.holdback" />
          <Line of="sheet" path="warranty.lasts" />
        </div>
      </Optional>
    </>
  )
}

/** A part of the term sheet that may be left out. */
function Optional({
  title,
  field,
  label,
  begin,
  children,
}: {
  title: string
  field: 'arbitration' | 'warranty'
  label: string
  begin: Json
  children: ReactNode
}) {
  const { draft, set } = useWriting()
  const has = at(draft.sheet, field) !== undefined
  return (
    <Card id={field} title={title}>
      <label className={css.option}>
        <input
          type="checkbox"
          checked={has}
          onChange={({ target }) => set('sheet', field, target.checked ? begin : undefined)}
        />
        {label}
      </label>
      {field === 'warranty' && <Hint>{text.panel.warrantyWhy}</Hint>}
      {field === 'arbitration' && !has && <Hint>{text.panel.noArbiter}</Hint>}
      {has && children}
      <ListFault of="sheet" path={field} />
    </Card>
  )
}

function Odds() {
  const { draft } = useWriting()
  const [error, setError] = useState('10 %')
  const [alive, setAlive] = useState('85 %')
  const members = lengthAt(draft.sheet, 'verification.panel')
  const chosen = at(draft.sheet, 'verification.quorum')
  const [wrong, lives] = [readChance(error), readChance(alive)]
  const odds = wrong === undefined || lives === undefined ? [] : oddsOf(members, wrong, lives)
  const fault = (value: number | undefined) => (value === undefined ? text.size.fault.chance : undefined)
  return (
    <Card id="odds" title={text.panel.odds}>
      <Hint>{text.panel.oddsWhy}</Hint>
      <div className={css.pair}>
        <TextField
          label={text.panel.error}
          fault={fault(wrong)}
          value={error}
          onChange={({ target }) => setError(target.value)}
        />
        <TextField
          label={text.panel.alive}
          fault={fault(lives)}
          value={alive}
          onChange={({ target }) => setAlive(target.value)}
        />
      </div>
      {odds.length === 0 ? (
        <p>{text.panel.none}</p>
      ) : (
        <Table<PanelOdds>
          caption={text.panel.caption}
          rows={odds}
          keyOf={({ quorum }) => String(quorum)}
          columns={[
            {
              title: text.panel.quorum,
              cell: ({ quorum, members: n }) => (
                <>
                  {`${quorum} / ${n} `}
                  {quorum === chosen && <Badge tone="info">{text.panel.chosen}</Badge>}
                </>
              ),
            },
            { title: text.panel.false, number: true, cell: ({ falseVerdict }) => percent(falseVerdict) },
            { title: text.panel.live, number: true, cell: ({ live }) => percent(live) },
          ]}
        />
      )}
    </Card>
  )
}
