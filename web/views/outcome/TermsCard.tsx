import { useMemo, useState } from 'react'
import { explainTerms } from '../../../sdk/model/explainTerms.ts'
import type { Outcome } from '../../../sdk/model/outcome.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import { chainNow } from '../../chain/now.ts'
import type { EscrowView } from '../../data/answers/escrow.ts'
import { tokenOf } from '../../data/terms.ts'
import { Card, Fact, Facts, Hint } from '../../parts/basics.tsx'
import { Copy } from '../../parts/Copy.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { Table } from '../../parts/Table.tsx'
import { TabList } from '../../parts/TabList.tsx'
import { text } from '../../text/en/outcome.ts'
import { fieldsOf, jsonOf } from './exact.ts'
import css from './outcome.module.css'

const words = text.terms
const TABS = [
  ['plain', words.plain],
  ['exact', words.exact],
  ['raw', words.raw],
] as const

/** The terms in plain words, exactly, and as JSON. */
export function TermsCard({ view, terms, outcome }: { view: EscrowView; terms: Terms; outcome: Outcome | undefined }) {
  const [tab, setTab] = useState<(typeof TABS)[number][0]>('plain')
  return (
    <Card title={words.title} id="terms">
      <TabList label={words.title} tabs={TABS} current={tab} choose={setTab}>
        {tab === 'plain' && <Plain view={view} terms={terms} outcome={outcome} />}
        {tab === 'exact' && <Exact view={view} />}
        {tab === 'raw' && <Raw view={view} />}
      </TabList>
    </Card>
  )
}

function Plain({ view, terms, outcome }: { view: EscrowView; terms: Terms; outcome: Outcome | undefined }) {
  const { asset } = view
  const explained = useMemo(
    () => explainTerms(terms, { token: tokenOf(asset), outcome, now: BigInt(chainNow()) }),
    [terms, asset, outcome],
  )
  return (
    <Facts>
      {explained.map(({ label, text: said }) => (
        <Fact key={label} name={words.labels[label]}>
          <Foreign most={2_000}>{said}</Foreign>
        </Fact>
      ))}
    </Facts>
  )
}

function Exact({ view }: { view: EscrowView }) {
  const token = tokenOf(view.asset)
  return (
    <>
      <Hint>{words.exactHint}</Hint>
      <Table
        caption={words.exact}
        rows={fieldsOf(view.terms, token)}
        keyOf={({ name }) => name}
        columns={[
          { title: words.field, cell: ({ name }) => <code>{name}</code> },
          { title: words.value, cell: ({ value }) => <code className={css.exact}>{value}</code> },
          {
            title: words.unit,
            cell: ({ unit }) => (unit === 'base' ? words.units.base(token.symbol, token.decimals) : words.units[unit]),
          },
          { title: words.means, cell: ({ means }) => means },
        ]}
      />
    </>
  )
}

function Raw({ view }: { view: EscrowView }) {
  const json = useMemo(() => jsonOf(view.terms), [view.terms])
  return (
    <>
      <p>
        <Copy value={json} what={words.title} />
      </p>
      <pre className={css.raw} tabIndex={0} role="region" aria-label={words.raw}>
        <code>{json}</code>
      </pre>
    </>
  )
}
