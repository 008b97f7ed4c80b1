import { useQuery } from '@tanstack/react-query'
import { zeroAddress } from 'viem'
import { getBareKeys } from '../../../sdk/actions/getBareKeys.ts'
import { formatAmount } from '../../../sdk/model/amount.ts'
import type { Read } from '../../../sdk/model/draft.ts'
import { explainTerms } from '../../../sdk/model/explainTerms.ts'
import { priceTable, type PriceRow } from '../../../sdk/model/priceTable.ts'
import { Rule } from '../../../sdk/model/terms.ts'
import { warningsOf } from '../../../sdk/model/warningsOf.ts'
import { worstCase } from '../../../sdk/model/worstCase.ts'
import { useReader } from '../../chain/reader.ts'
import { Card, Fact, Facts, Hint, Muted } from '../../parts/basics.tsx'
import { CurveSketch } from '../../parts/CurveSketch.tsx'
import { visible } from '../../parts/visible.ts'
import { Table, type Column } from '../../parts/Table.tsx'
import { BothClocks } from '../../parts/Time.tsx'
import { text } from '../../text/en/create.ts'
import css from './create.module.css'

/** What terms mean, as funders will see them. */
export function Preview({ read: { terms, token, outcome }, now }: { read: Read; now: bigint }) {
  const worst = worstCase(terms)
  const isContest = terms.rule === Rule.Contest
  const columns: Column<PriceRow>[] = [
    ...(isContest
      ? []
      : [{ title: `${text.review.value} (${outcome.metric.unit})`, cell: ({ value }: PriceRow) => value ?? '' }]),
    {
      title: isContest ? text.review.rank : text.review.measurement,
      number: true,
      cell: ({ measurement }) => measurement.toLocaleString('en'),
    },
    { title: text.review.price, number: true, cell: ({ price }) => formatAmount(price, token) },
  ]
  return (
    <>
      <Card id="words" title={text.review.words}>
        <Facts>
          {explainTerms(terms, { token, outcome, now }).map(({ label, text: sentences }) => (
            <Fact key={label} name={text.review.labels[label]}>
              {visible(sentences)}
            </Fact>
          ))}
        </Facts>
      </Card>
      <Card id="table" title={text.review.table}>
        <CurveSketch points={terms.curve} token={token} outcome={outcome} contest={isContest} />
        <Table
          caption={text.review.table}
          rows={priceTable(terms, outcome.metric)}
          keyOf={({ measurement }) => String(measurement)}
          columns={columns}
        />
      </Card>
      <Card id="worst" title={text.review.worst}>
        <Facts>
          <Fact name={text.review.void}>
            <BothClocks at={Number(worst.voidAfter)} />
          </Fact>
          <Fact name={text.review.settled}>
            <BothClocks at={Number(worst.settledAfter)} />
          </Fact>
          <Fact name={text.review.free}>
            <BothClocks at={Number(worst.freeAfter)} />
          </Fact>
        </Facts>
      </Card>
      <Warnings read={{ terms, token, outcome }} now={now} />
    </>
  )
}

function Warnings({
  read: { terms, token, outcome },
  now,
}: {
  read: Pick<Read, 'terms' | 'token' | 'outcome'>
  now: bigint
}) {
  const reader = useReader()
  const judges = [...terms.panel, ...(terms.arbiter === zeroAddress ? [] : [terms.arbiter])]
  const { data } = useQuery({
    queryKey: ['chain', 'bare', reader?.through, judges.join()],
    queryFn: () => (reader === undefined ? [] : getBareKeys(reader.client, judges)),
    enabled: reader !== undefined,
  })
  const warnings = warningsOf(terms, outcome, { token, now, ...(data === undefined ? {} : { bareKeys: data }) })
  return (
    <Card id="warnings" title={text.review.warnings}>
      {warnings.length === 0 && <p>{text.review.noWarnings}</p>}
      <ul className={css.warnings}>
        {warnings.map(({ code, why, toDo, about }) => (
          <li key={code}>
            <strong>{why}</strong> {toDo} <Muted>{about}</Muted>
          </li>
        ))}
      </ul>
      <Hint>{text.review.accept}</Hint>
    </Card>
  )
}
