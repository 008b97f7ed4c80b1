import { useCallback, useMemo } from 'react'
import { PAGE } from '../../app/ahead.ts'
import { useHashQuery } from '../../app/hashRoute.ts'
import { useSite } from '../../app/site.ts'
import { Title } from '../../app/Title.tsx'
import { urlOf } from '../../data/askIndex.ts'
import { useEscrows } from '../../data/questions/escrows.ts'
import { LinkButton, Muted, Row, Stack } from '../../parts/basics.tsx'
import { More } from '../../parts/More.tsx'
import { Empty, Failed, Loading } from '../../parts/states.tsx'
import { Turn } from '../../parts/Turn.tsx'
import { text } from '../../text/en/explore.ts'
import { Cards } from './Cards.tsx'
import { Find } from './Find.tsx'
import { formatQuery, isFiltered, parametersOf, parseQuery, type ExploreQuery } from './query.ts'
import { TotalsOf, TotalsPlace } from './TotalsOf.tsx'

/** All outcomes: found, filtered, sorted; and the money behind them. */
export default function Explore() {
  const [written, replace] = useHashQuery()
  const query = useMemo(() => parseQuery(written), [written])
  const change = useCallback(
    (part: Partial<ExploreQuery>) => {
      replace(formatQuery({ ...query, ...part }))
    },
    [query, replace],
  )
  const all = useEscrows({ limit: PAGE })
  const seen = all.data?.pages
  const themes = useMemo(() => {
    const named = (seen ?? []).flatMap((page) => page?.rows ?? []).map(({ theme }) => theme)
    return [...new Set(named.filter((theme) => theme !== null))].sort()
  }, [seen])
  const totals = seen?.[0]?.totals
  return (
    <Stack>
      <Title window={text.title} lead={text.heroMore}>
        {text.hero}
      </Title>
      {seen === undefined && !all.isError && <TotalsPlace />}
      {totals !== undefined && totals.escrows > 0 && <TotalsOf totals={totals} />}
      <Find query={query} change={change} themes={themes} />
      <Turn place={<Loading lines={8} />}>
        <List query={query} />
      </Turn>
    </Stack>
  )
}

function List({ query }: { query: ExploreQuery }) {
  const { index } = useSite()
  const asked = { ...parametersOf(query), limit: PAGE }
  const list = useEscrows(asked)
  const pages = list.data?.pages
  const rows = useMemo(() => (pages ?? []).flatMap((page) => page?.rows ?? []), [pages])
  const filtered = isFiltered(query)
  const found = pages?.[0]?.totals.escrows
  if (list.isError && list.data === undefined) return <Failed error={list.error} retry={list.refetch} />
  if (pages === undefined) return <Loading lines={8} />
  return (
    <section aria-labelledby="outcomes">
      <Row between>
        <h2 id="outcomes">{text.list}</h2>
        <span role="status">
          {list.isPlaceholderData ? text.searching : <Muted>{text.found(found ?? rows.length, filtered)}</Muted>}
        </span>
      </Row>
      {rows.length === 0 && !list.isPlaceholderData && <Nothing filtered={filtered} />}
      <Cards rows={rows} isWhole={!list.hasNextPage} isOld={list.isPlaceholderData} />
      <Row between>
        <More list={list} />
        {rows.length > 0 && (
          <a href={urlOf(index, '/v1/escrows', { ...parametersOf(query), format: 'csv' })}>{text.find.csv}</a>
        )}
      </Row>
    </section>
  )
}

function Nothing({ filtered }: { filtered: boolean }) {
  if (filtered) return <Empty title={text.noMatch}>{text.noMatchWhy}</Empty>
  return (
    <Empty title={text.none}>
      <p>{text.noneWhy}</p>
      <LinkButton to="/create" kind="primary">
        {text.create}
      </LinkButton>
    </Empty>
  )
}
