import { useMemo, useState, type ReactNode } from 'react'
import { useSite } from '../../app/site.ts'
import type { EscrowView } from '../../data/answers/escrow.ts'
import type { HolderRow, PaymentRow, PledgeRow } from '../../data/answers/money.ts'
import { urlOf } from '../../data/askIndex.ts'
import { useHolders, usePayments, usePledges } from '../../data/questions/money.ts'
import { Account, Transaction } from '../../parts/Account.tsx'
import { Amount } from '../../parts/Amount.tsx'
import { Card, Hint, Row } from '../../parts/basics.tsx'
import { Finality } from '../../parts/Finality.tsx'
import { percentInWords } from '../../parts/funding.ts'
import { LongList, type LongColumn } from '../../parts/LongList.tsx'
import { More } from '../../parts/More.tsx'
import { Empty, Failed, Loading } from '../../parts/states.tsx'
import { TabList } from '../../parts/TabList.tsx'
import { utcOf } from '../../parts/Time.tsx'
import { text } from '../../text/en/lists.ts'

const words = text
const TABS = [
  ['pledges', words.tabs.pledges],
  ['holders', words.tabs.holders],
  ['payments', words.tabs.payments],
] as const

/** Who pledged, who holds shares, who was paid: page by page, however many there are. */
export function Lists({ view }: { view: EscrowView }) {
  const [tab, setTab] = useState<(typeof TABS)[number][0]>('pledges')
  return (
    <Card title={words.title} id="lists">
      <TabList label={words.title} tabs={TABS} current={tab} choose={setTab}>
        {tab === 'pledges' && <Pledges view={view} />}
        {tab === 'holders' && <Holders view={view} />}
        {tab === 'payments' && <Payments view={view} />}
      </TabList>
    </Card>
  )
}

const PLEDGES: LongColumn<PledgeRow>[] = [
  { title: words.account, cell: ({ account }) => <Account address={account} /> },
  { title: words.amount, number: true, cell: ({ amount, asset }) => <Amount of={amount} token={asset} /> },
  { title: words.when, cell: ({ at, finality }) => <When at={at} finality={finality} /> },
  { title: words.transaction, cell: ({ transaction }) => <Transaction hash={transaction} /> },
]

const PAYMENTS: LongColumn<PaymentRow>[] = [
  { title: words.account, cell: ({ account }) => <Account address={account} /> },
  { title: words.kind, cell: ({ kind }) => words.kinds[kind] ?? kind },
  { title: words.amount, number: true, cell: ({ amount, asset }) => <Amount of={amount} token={asset} /> },
  { title: words.when, cell: ({ at, finality }) => <When at={at} finality={finality} /> },
  { title: words.transaction, cell: ({ transaction }) => <Transaction hash={transaction} /> },
]

const logOf = ({ transaction, logIndex }: { transaction: string; logIndex: number }) => `${transaction}${logIndex}`
const paymentKey = (row: PaymentRow) => `${logOf(row)}${row.kind}${row.account}`
const holderKey = ({ account }: HolderRow) => account

function Pledges({ view: { address } }: { view: EscrowView }) {
  const list = usePledges(address)
  return (
    <Listed
      list={list}
      path={`/v1/escrows/${address}/pledges`}
      none={words.pledgesNone}
      caption={words.tabs.pledges}
      columns={PLEDGES}
      keyOf={logOf}
    />
  )
}

function Payments({ view: { address } }: { view: EscrowView }) {
  const list = usePayments(address)
  return (
    <Listed
      list={list}
      path={`/v1/escrows/${address}/payments`}
      none={words.paymentsNone}
      caption={words.tabs.payments}
      columns={PAYMENTS}
      keyOf={paymentKey}
    />
  )
}

function Holders({ view: { address, asset, supply } }: { view: EscrowView }) {
  const list = useHolders(address)
  const columns = useMemo<LongColumn<HolderRow>[]>(
    () => [
      { title: words.account, cell: ({ account }) => <Account address={account} /> },
      { title: words.shares, number: true, cell: ({ shares }) => <Amount of={shares} token={asset} bare /> },
      { title: words.share, number: true, cell: ({ shares }) => percentInWords(shares, supply) },
    ],
    [asset, supply],
  )
  return (
    <>
      <Hint>{words.holdersHint}</Hint>
      <Listed
        list={list}
        path={`/v1/escrows/${address}/holders`}
        none={words.holdersNone}
        caption={words.tabs.holders}
        columns={columns}
        keyOf={holderKey}
      />
    </>
  )
}

interface Pages<R> {
  data?: { pages: ({ rows: R[] } | null)[] } | undefined
  error: Error | null
  refetch: () => Promise<unknown>
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => Promise<unknown>
}

function Listed<R>({
  list,
  path,
  none,
  ...shown
}: {
  list: Pages<R>
  path: string
  none: string
  caption: string
  columns: readonly LongColumn<R>[]
  keyOf: (row: R) => string
}): ReactNode {
  const { index } = useSite()
  const { data, error, refetch } = list
  if (error !== null && data === undefined) return <Failed error={error} retry={refetch} />
  if (data === undefined) return <Loading />
  const rows = data.pages.flatMap((page) => page?.rows ?? [])
  if (rows.length === 0) return <Empty title={none} />
  return (
    <>
      <LongList rows={rows} isWhole={!list.hasNextPage} {...shown} />
      <Row between>
        <More list={list} />
        <a href={urlOf(index, path, { format: 'csv' })}>{words.csv}</a>
      </Row>
    </>
  )
}

/** A moment without a clock of its own: of thousands none ticks. */
function When({ at, finality }: { at: number; finality: 'final' | 'not yet' }) {
  return (
    <>
      <time dateTime={new Date(at * 1000).toISOString()}>{utcOf(at)}</time> <Finality of={finality} />
    </>
  )
}
