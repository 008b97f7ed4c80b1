import { Title } from '../../app/Title.tsx'
import type { OperatorRow } from '../../data/answers/operators.ts'
import { useOperators } from '../../data/questions/operators.ts'
import { Account } from '../../parts/Account.tsx'
import { Card, Muted, Stack } from '../../parts/basics.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { More } from '../../parts/More.tsx'
import { Empty, Failed, Loading } from '../../parts/states.tsx'
import { Table, type Column } from '../../parts/Table.tsx'
import { text } from '../../text/en/operators.ts'
import { spanOf } from './span.ts'

const COLUMNS: readonly Column<OperatorRow>[] = [
  {
    title: text.column.operator,
    cell: ({ address }) => (
      <>
        <Account address={address} />
        <br />
        <a href={`#/operators/${address}`}>
          {text.details}
          <span className="visually-hidden">{` ${address}`}</span>
        </a>
      </>
    ),
  },
  { title: text.column.seats, number: true, cell: ({ seats }) => seats },
  { title: text.column.accepted, number: true, cell: ({ accepted, seats }) => text.of(accepted, seats) },
  { title: text.column.observed, number: true, cell: ({ observed, claims }) => text.of(observed, claims) },
  { title: text.column.missed, number: true, cell: ({ missed }) => missed },
  { title: text.column.open, number: true, cell: ({ open }) => open },
  { title: text.column.response, number: true, cell: responseOf },
  { title: text.column.agreed, number: true, cell: ({ agreed, judged }) => text.of(agreed, judged) },
  {
    title: text.column.endpoint,
    cell: ({ endpoint }) =>
      endpoint === null || endpoint === '' ? (
        <Muted>{text.notPublished}</Muted>
      ) : (
        <Foreign most={60} inline>
          {endpoint}
        </Foreign>
      ),
  },
]

/** The directory of operators, with what they did. */
export default function Operators() {
  const list = useOperators({ limit: 50 })
  const rows = list.data?.pages.flatMap((page) => page?.rows ?? []) ?? []
  return (
    <Stack>
      <Title window={text.title} lead={text.lead}>
        {text.title}
      </Title>
      {list.isPending && <Loading lines={6} />}
      {list.error !== null && <Failed error={list.error} retry={() => list.refetch()} />}
      {list.data !== undefined && rows.length === 0 && <Empty title={text.none}>{text.noneWhy}</Empty>}
      {rows.length > 0 && (
        <Card>
          <Table caption={text.caption} rows={rows} columns={COLUMNS} keyOf={({ address }) => address} />
          <More list={list} />
        </Card>
      )}
    </Stack>
  )
}

/** Seconds from filing to its observation, in words. */
export function responseOf({ responseMedian, responseWorst }: OperatorRow): string {
  if (responseMedian === null || responseWorst === null) return text.never
  return `${spanOf(responseMedian)} / ${spanOf(responseWorst)}`
}
