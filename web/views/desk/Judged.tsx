import { useQuery } from '@tanstack/react-query'
import type { Address, Hex, PublicClient } from 'viem'
import { getClaim } from '../../../sdk/actions/getClaim.ts'
import { getEscrow } from '../../../sdk/actions/getEscrow.ts'
import { getEvents } from '../../../sdk/events/getEvents.ts'
import type { Phase } from '../../../sdk/model/phaseNames.ts'
import { useSite } from '../../app/site.ts'
import { useReader } from '../../chain/reader.ts'
import type { Position } from '../../data/answers/positions.ts'
import { shortened } from '../../parts/Account.tsx'
import { Badge, Card, Hint, LinkButton } from '../../parts/basics.tsx'
import { Failed, Loading } from '../../parts/states.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/en/desk.ts'

/** Observations that are shown, the newest first. */
const MOST = 10

interface Observed {
  escrow: Address
  claim: Hex
  measurement: bigint
  verdict: bigint
  phase: Phase
}

/** What an account has observed lately, and what has become of it: from the chain. */
export function Judged({ account, seats }: { account: Address; seats: readonly Position[] }) {
  const words = text.judged
  const { deployment } = useSite()
  const reader = useReader()
  const escrows = seats.filter(({ seat }) => seat !== null).map(({ escrow }) => escrow.address)
  const { data, error, refetch } = useQuery({
    queryKey: ['judged', reader?.through, account, escrows.join()],
    queryFn: () =>
      reader === undefined ? [] : readJudged(reader.client, BigInt(deployment.block), { account, escrows }),
    enabled: reader !== undefined,
    staleTime: 30_000,
  })
  return (
    <Card title={words.title} id="judged">
      {error !== null && <Failed error={error} retry={refetch} />}
      {error === null && data === undefined && <Loading />}
      {data?.length === 0 && <Hint>{words.empty}</Hint>}
      {data !== undefined && data.length > 0 && (
        <Table
          caption={words.list}
          rows={data}
          keyOf={({ escrow, claim }) => `${escrow}${claim}`}
          columns={[
            { title: words.claim, cell: ({ claim }) => <span className="mono">{shortened(claim)}</span> },
            {
              title: words.measurement,
              number: true,
              cell: ({ measurement }) => measurement.toLocaleString('en'),
            },
            { title: words.verdict, number: true, cell: ({ verdict }) => verdict.toLocaleString('en') },
            { title: words.phase, cell: ({ phase }) => <Badge>{text.phases[phase]}</Badge> },
            {
              title: words.open,
              cell: ({ escrow, claim }) => (
                <LinkButton small to={`/escrow/${escrow}/claim/${claim}`}>
                  {words.open}
                  <span className="visually-hidden"> {words.openOne(shortened(claim))}</span>
                </LinkButton>
              ),
            },
          ]}
        />
      )}
    </Card>
  )
}

async function readJudged(
  client: PublicClient,
  fromBlock: bigint,
  { account, escrows }: { account: Address; escrows: readonly Address[] },
): Promise<Observed[]> {
  const found: Pick<Observed, 'escrow' | 'claim' | 'measurement'>[] = []
  const events = getEvents(client, { address: escrows, fromBlock, events: ['Observed'], args: { member: account } })
  for await (const { address, args } of events) {
    found.push({ escrow: address, claim: args.claim, measurement: args.measurement })
    if (found.length > MOST) found.shift()
  }
  return Promise.all(
    found.reverse().map(async (one) => {
      const state = await getEscrow(client, one.escrow)
      const { verdict, phase } = await getClaim(client, state, one.claim)
      return { ...one, verdict, phase }
    }),
  )
}
