import { zeroAddress } from 'viem'
import type { EscrowView } from '../../data/answers/escrow.ts'
import { Account } from '../../parts/Account.tsx'
import { Badge, Card, Fact, Facts, Hint, Muted } from '../../parts/basics.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { Table } from '../../parts/Table.tsx'
import { Time } from '../../parts/Time.tsx'
import { text } from '../../text/en/lists.ts'

const words = text.people

/** Who judges: members with their acceptance and endpoint, and the arbiter. */
export function PanelCard({ view: { members, terms } }: { view: EscrowView }) {
  return (
    <Card title={words.title} id="panel">
      <Hint>{words.hint(terms.quorum, members.length)}</Hint>
      <Table
        caption={words.caption}
        rows={members}
        keyOf={({ address }) => address}
        columns={[
          { title: words.member, cell: ({ address }) => <Account address={address} /> },
          {
            title: words.accepted,
            cell: ({ acceptedAt }) =>
              acceptedAt === null ? <Badge tone="warn">{words.notAccepted}</Badge> : <Time at={acceptedAt} />,
          },
          {
            title: words.endpoint,
            cell: ({ endpoint }) =>
              endpoint === null ? (
                <Muted>{words.noEndpoint}</Muted>
              ) : (
                <Foreign inline most={80}>
                  {endpoint}
                </Foreign>
              ),
          },
        ]}
      />
      <Facts>
        <Fact name={words.arbiter}>
          {terms.arbiter === zeroAddress ? words.noArbiter : <Account address={terms.arbiter} whole />}
        </Fact>
      </Facts>
    </Card>
  )
}
