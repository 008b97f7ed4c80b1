import { getAddress, isAddress, type Address } from 'viem'
import { useParams } from 'wouter'
import { Title } from '../../app/Title.tsx'
import type { OperatorRow, RecordRow } from '../../data/answers/operators.ts'
import { useOperators, useRecord } from '../../data/questions/operators.ts'
import { Account, shortened } from '../../parts/Account.tsx'
import { Badge, Card, Fact, Facts, Hint, LinkButton, Muted, Notice, Row, Stack } from '../../parts/basics.tsx'
import { Finality } from '../../parts/Finality.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { More } from '../../parts/More.tsx'
import { Empty, Failed, Loading } from '../../parts/states.tsx'
import { Table, type Column } from '../../parts/Table.tsx'
import { Time } from '../../parts/Time.tsx'
import { text } from '../../text/en/operators.ts'
import { Contradictions } from './Contradictions.tsx'
import { responseOf } from './Operators.tsx'
import { spanOf } from './span.ts'

const COLUMNS: readonly Column<RecordRow>[] = [
  {
    title: text.claim,
    cell: ({ claim }) => (
      <>
        <a href={`#/escrow/${claim.escrow}/claim/${claim.key}`}>{shortened(claim.key)}</a>{' '}
        <Finality of={claim.finality} />
      </>
    ),
  },
  { title: text.filed, cell: ({ claim }) => <Time at={claim.filedAt} relative={false} /> },
  {
    title: text.measured,
    number: true,
    cell: ({ claim, measurement, at }) => {
      if (measurement === null || at === null)
        return <Muted>{claim.phase === 'Observing' ? text.waiting : text.missing}</Muted>
      return (
        <>
          {String(measurement)}
          <br />
          <Muted>{text.after(spanOf(at - claim.filedAt))}</Muted>
        </>
      )
    },
  },
  { title: text.verdict, number: true, cell: ({ claim }) => String(claim.verdict) },
  {
    title: text.phase,
    cell: ({ claim, measurement }) => (
      <Row>
        <span>{claim.phase}</span>
        {claim.phase === 'Settled' && measurement !== null && (
          <Badge tone={measurement === claim.verdict ? 'good' : 'warn'}>
            {measurement === claim.verdict ? text.same : text.differs}
          </Badge>
        )}
      </Row>
    ),
  },
]

/** One operator, and everything it had to observe. */
export default function Operator() {
  const { operator } = useParams<{ operator: string }>()
  if (!isAddress(operator, { strict: false })) return <Notice tone="bad">{text.unknown}</Notice>
  return <Of account={getAddress(operator)} />
}

function Of({ account }: { account: Address }) {
  const list = useOperators({ account })
  const record = useRecord(account)
  const row = list.data?.pages[0]?.rows[0]
  const claims = record.data?.pages.flatMap((page) => page?.rows ?? []) ?? []
  return (
    <Stack>
      <Title window={`${text.column.operator} ${shortened(account)}`}>{text.column.operator}</Title>
      <Row>
        <Account address={account} whole />
        <LinkButton small to="/operators">
          {text.back}
        </LinkButton>
      </Row>
      {list.isPending && <Loading />}
      {list.error !== null && <Failed error={list.error} retry={() => list.refetch()} />}
      {list.data !== undefined && row === undefined && <Empty title={text.notKnown} />}
      {row !== undefined && <About row={row} />}
      <Card title={text.record}>
        {record.error !== null && <Failed error={record.error} retry={() => record.refetch()} />}
        {record.data !== undefined && claims.length === 0 && <p>{text.recordEmpty}</p>}
        {claims.length > 0 && (
          <Table
            caption={text.recordCaption}
            rows={claims}
            columns={COLUMNS}
            keyOf={({ claim }) => `${claim.escrow} ${claim.key}`}
          />
        )}
        <More list={record} />
      </Card>
      <Contradictions account={account} record={claims} />
    </Stack>
  )
}

function About({ row }: { row: OperatorRow }) {
  const { endpoint, encryptionKey, publishedAt, seats, accepted, claims, observed, missed, open, agreed, judged } = row
  return (
    <Card title={text.about}>
      <Facts>
        <Fact name={text.column.endpoint}>
          {endpoint === null ? <Muted>{text.notPublished}</Muted> : <Foreign>{endpoint}</Foreign>}
        </Fact>
        <Fact name={text.key}>
          {encryptionKey === null ? <Muted>{text.notPublished}</Muted> : <Foreign>{encryptionKey}</Foreign>}
        </Fact>
        {publishedAt !== null && (
          <Fact name={text.publishedAt}>
            <Time at={publishedAt} />
          </Fact>
        )}
        <Fact name={text.column.seats}>{seats}</Fact>
        <Fact name={text.column.accepted}>{text.of(accepted, seats)}</Fact>
        <Fact name={text.column.observed}>{text.of(observed, claims)}</Fact>
        <Fact name={text.column.missed}>{missed}</Fact>
        <Fact name={text.column.open}>{open}</Fact>
        <Fact name={text.column.response}>{responseOf(row)}</Fact>
        <Fact name={text.column.agreed}>{text.of(agreed, judged)}</Fact>
      </Facts>
      <Hint>{text.untrusted}</Hint>
    </Card>
  )
}
