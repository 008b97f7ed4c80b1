import type { Address } from 'viem'
import type { Position } from '../../data/answers.ts'
import { useDesk } from '../../data/questions.ts'
import { Badge, Card, LinkButton } from '../../parts/basics.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { shortened } from '../../parts/Account.tsx'
import { More } from '../../parts/More.tsx'
import { Empty, Failed, Loading } from '../../parts/states.tsx'
import { Table } from '../../parts/Table.tsx'
import { Countdown, Time } from '../../parts/Time.tsx'
import { text } from '../../text/en/desk.ts'

/** Claims that wait for an account, what ends first first. */
export function Waiting({ account, seats }: { account: Address; seats: readonly Position[] }) {
  const words = text.waiting
  const list = useDesk(account)
  const rows = list.data?.pages.flatMap((page) => page?.rows ?? [])
  const titleOf = (escrow: Address) =>
    seats.find(({ escrow: { address } }) => address === escrow)?.escrow.title ?? shortened(escrow)
  return (
    <Card title={words.title} id="waiting">
      {list.error !== null && rows === undefined && <Failed error={list.error} retry={list.refetch} />}
      {list.error === null && rows === undefined && <Loading />}
      {rows?.length === 0 && <Empty title={words.empty}>{words.emptyWhy}</Empty>}
      {rows !== undefined && rows.length > 0 && (
        <Table
          caption={words.title}
          rows={rows}
          keyOf={({ claim }) => `${claim.escrow}${claim.key}`}
          columns={[
            {
              title: words.what,
              cell: ({ waitsFor, claim }) => (
                <>
                  <Badge tone={waitsFor === 'ruling' ? 'warn' : 'info'}>{words[waitsFor]}</Badge>
                  {claim.target !== null && (
                    <>
                      {' '}
                      <Badge>{words.breakClaim}</Badge>
                    </>
                  )}
                </>
              ),
            },
            {
              title: words.ends,
              cell: ({ claim: { phaseUntil } }) => (phaseUntil === null ? null : <Countdown until={phaseUntil} />),
            },
            { title: words.outcome, cell: ({ claim }) => <Foreign inline>{titleOf(claim.escrow)}</Foreign> },
            { title: words.claim, cell: ({ claim }) => <span className="mono">{shortened(claim.key)}</span> },
            { title: words.filed, cell: ({ claim }) => <Time at={claim.filedAt} relative={false} /> },
            { title: words.observed, number: true, cell: ({ claim }) => words.of(claim.observed, claim.panel) },
            {
              title: words.open,
              cell: ({ claim }) => (
                <LinkButton small kind="primary" to={`/escrow/${claim.escrow}/claim/${claim.key}/judge`}>
                  {words.open}
                  <span className="visually-hidden"> {words.openOne(shortened(claim.key))}</span>
                </LinkButton>
              ),
            },
          ]}
        />
      )}
      <More list={list} />
    </Card>
  )
}
