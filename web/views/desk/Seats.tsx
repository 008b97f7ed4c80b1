import { useQuery } from '@tanstack/react-query'
import type { Address } from 'viem'
import { accept } from '../../../sdk/actions/accept.ts'
import { getAcceptance } from '../../../sdk/actions/getAcceptance.ts'
import { useSite } from '../../app/site.ts'
import { ActionStatus } from '../../chain/ActionStatus.tsx'
import { useReader } from '../../chain/reader.ts'
import { useAction } from '../../chain/useAction.ts'
import type { Position } from '../../data/answers/positions.ts'
import type { usePositions } from '../../data/questions/accounts.ts'
import { Badge, Button, Card, Hint } from '../../parts/basics.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { visible } from '../../parts/visible.ts'
import { More } from '../../parts/More.tsx'
import { Empty, Failed, Loading } from '../../parts/states.tsx'
import { Table } from '../../parts/Table.tsx'
import { Time } from '../../parts/Time.tsx'
import { text } from '../../text/en/desk.ts'

/** Statuses of escrows in which nothing is left to be judged. */
const ENDED: readonly string[] = ['Closed', 'Void']

/** The escrows whose panel an account is on, or whose arbiter it is; and whether it has accepted them. */
export function Seats({
  account,
  seats,
  list,
}: {
  account: Address
  seats: Position[] | undefined
  list: ReturnType<typeof usePositions>
}) {
  const words = text.seats
  const { deployment } = useSite()
  const action = useAction(words.action)
  return (
    <Card title={words.title} id="seats">
      {seats === undefined && (list.error === null ? <Loading /> : <Failed error={list.error} retry={list.refetch} />)}
      {seats?.length === 0 && !list.hasNextPage && <Empty title={words.empty}>{words.emptyWhy}</Empty>}
      {seats !== undefined && seats.length > 0 && (
        <>
          <Hint>{words.hint}</Hint>
          <Table
            caption={words.list}
            rows={seats}
            keyOf={({ escrow }) => escrow.address}
            columns={[
              {
                title: words.outcome,
                cell: ({ escrow }) => (
                  <a href={`#/escrow/${escrow.address}`}>
                    <Foreign inline>{escrow.title ?? words.untitled}</Foreign>
                  </a>
                ),
              },
              { title: words.role, cell: ({ seat }) => (seat === null ? words.arbiter : words.seat(seat)) },
              { title: words.status, cell: ({ escrow }) => <Badge>{escrow.status}</Badge> },
              {
                title: words.accepted,
                cell: ({ seat, escrow }) =>
                  seat === null || ENDED.includes(escrow.status) ? (
                    words.none
                  ) : (
                    <Acceptance
                      account={account}
                      escrow={escrow.address}
                      title={escrow.title ?? words.untitled}
                      busy={action.busy}
                      run={() => {
                        void action.run((writer) => accept(writer, deployment.directory, escrow.address))
                      }}
                    />
                  ),
              },
            ]}
          />
          <ActionStatus state={action.state} done={() => <p>{words.done}</p>} />
        </>
      )}
      <More list={list} />
    </Card>
  )
}

function Acceptance({
  account,
  escrow,
  title,
  busy,
  run,
}: {
  account: Address
  escrow: Address
  title: string
  busy: boolean
  run: () => void
}) {
  const words = text.seats
  const { deployment } = useSite()
  const reader = useReader()
  const { data, error } = useQuery({
    queryKey: ['acceptance', reader?.through, escrow, account],
    queryFn: async () =>
      reader === undefined
        ? null
        : ((await getAcceptance(reader.client, deployment.directory, { member: account, escrow })) ?? null),
    enabled: reader !== undefined,
  })
  if (error !== null) return <Failed error={error} />
  if (data === undefined) return <Loading lines={1} />
  if (data !== null) return <Time at={Number(data)} relative={false} />
  return (
    <Button small disabled={busy} aria-label={words.acceptOne(visible(title))} onClick={run}>
      {words.accept}
    </Button>
  )
}
