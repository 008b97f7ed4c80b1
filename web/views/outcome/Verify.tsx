import type { Terms } from '../../../sdk/model/terms.ts'
import { useReader } from '../../chain/reader.ts'
import type { AsOf } from '../../data/answers/basics.ts'
import type { EscrowView } from '../../data/answers/escrow.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Button, Card, Hint, LinkButton, Notice, Row, Stack } from '../../parts/basics.tsx'
import { Failed, Loading } from '../../parts/states.tsx'
import { Table } from '../../parts/Table.tsx'
import { utcOf } from '../../parts/Time.tsx'
import { text } from '../../text/en/verify.ts'
import { Check } from './Check.tsx'
import type { Compared } from './compare.ts'
import css from './outcome.module.css'
import { useChecked } from './useChecked.ts'

const words = text

/** What the page has checked itself: address and document without asking anybody, figures by the visitor's own view of the chain. */
export function Verify({
  view,
  asOf,
  terms,
  proven,
}: {
  view: EscrowView
  asOf: AsOf
  terms: Terms
  proven: { terms: boolean; document: boolean }
}) {
  const reader = useReader()
  const { data, error, isFetching, refetch } = useChecked(view, asOf, terms)
  return (
    <Card title={words.title} id="verify">
      <Hint>{words.lead}</Hint>
      <ul className={css.checks}>
        <Check good={proven.terms}>{proven.terms ? words.address : words.addressBad}</Check>
        <Check good={proven.document}>{proven.document ? words.document : words.documentBad}</Check>
      </ul>
      <h3>{words.chain}</h3>
      {reader === undefined ? (
        <Hint>
          {words.noReader} <a href="#/settings">{words.name}</a>
        </Hint>
      ) : (
        <Hint>
          {words.through[reader.through]}
          {reader.through === 'site' && (
            <>
              {' '}
              <a href="#/settings">{words.name}</a>
            </>
          )}
        </Hint>
      )}
      <div aria-live="polite">
        {isFetching && <Loading lines={2} what={words.running} />}
        {error !== null && !isFetching && <Failed title={words.failed} error={error} retry={refetch} />}
        {data && !isFetching && <Found data={data} view={view} />}
      </div>
      <Row>
        {data && (
          <Button small disabled={isFetching} onClick={() => void refetch()}>
            {words.again}
          </Button>
        )}
        <LinkButton small to={`/escrow/${view.address}/audit`}>
          {words.audit}
        </LinkButton>
      </Row>
      <Hint>{words.limits}</Hint>
    </Card>
  )
}

function Found({ data, view }: { data: NonNullable<ReturnType<typeof useChecked>['data']>; view: EscrowView }) {
  const { faults, sameHistory, rows, cover, block } = data
  const wrong = rows.filter(({ same }) => !same)
  const figure = (name: Compared['name'], value: bigint | string) => {
    if (typeof value === 'string') return value
    if (name === 'claimsEnd') return utcOf(Number(value))
    if (name === 'progress' || name === 'filed' || name === 'settled') return value.toLocaleString('en')
    return <Amount of={value} token={view.asset} exact />
  }
  return (
    <Stack>
      {faults.length > 0 && (
        <Notice tone="bad" title={words.faults}>
          <ul>
            {faults.map(({ path, value, message }, i) => (
              <li key={i}>{[path, value, message].filter((one) => one !== '').join(' ')}</li>
            ))}
          </ul>
        </Notice>
      )}
      {!sameHistory && <Notice tone="warn">{words.otherHistory}</Notice>}
      <ul className={css.checks}>
        {faults.length === 0 && <Check good>{words.genuine}</Check>}
        <Check good={wrong.length === 0}>{wrong.length === 0 ? words.same : words.differ(wrong.length)}</Check>
        <Check good={cover.verdict !== 'less'}>{words.cover[cover.verdict]}</Check>
      </ul>
      <Hint>{words.at(block.toLocaleString('en'))}</Hint>
      <details open={wrong.length > 0}>
        <summary>{words.figures}</summary>
        <Table
          caption={words.figures}
          rows={rows}
          keyOf={({ name }) => name}
          columns={[
            {
              title: words.figure,
              cell: ({ name, same }) => (
                <>
                  {words.compared[name]}
                  {!same && <strong className={css.bad}>{` (${words.unequal})`}</strong>}
                </>
              ),
            },
            { title: words.index, number: true, cell: ({ name, index }) => figure(name, index) },
            { title: words.onChain, number: true, cell: ({ name, chain }) => figure(name, chain) },
          ]}
        />
        <p>
          {words.needed}: <Amount of={cover.needed} token={view.asset} exact />
        </p>
        <p>
          {words.balance}: <Amount of={cover.balance} token={view.asset} exact />
        </p>
      </details>
    </Stack>
  )
}
