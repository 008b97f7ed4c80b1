import { useEffect, useState } from 'react'
import { flushSync } from 'react-dom'
import type { Address } from 'viem'
import { Transaction } from '../../parts/Account.tsx'
import { Amount } from '../../parts/Amount.tsx'
import { Button, Card, Hint, Muted, Row } from '../../parts/basics.tsx'
import { Finality } from '../../parts/Finality.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { saveFile } from '../../parts/saveFile.ts'
import { Failed, Loading } from '../../parts/states.tsx'
import { Table } from '../../parts/Table.tsx'
import { Time } from '../../parts/Time.tsx'
import { text } from '../../text/en/portfolio.ts'
import css from './portfolio.module.css'
import { PrintedStatement } from './PrintedStatement.tsx'
import { csvOf, isOfShares, sharesIn, type Line } from './statement.ts'
import { useStatement } from './useStatement.ts'

/** Lines that are shown before all are asked for. */
const SHOWN = 15

/** Everything that went in and out, to look at and to take along. */
export function StatementCard({ account }: { account: Address }) {
  const { data, error, refetch } = useStatement(account)
  const [all, setAll] = useState(false)
  const isPrinting = usePrinting()
  const titleOf = (escrow: Address): string => data?.titles.get(escrow) ?? ''
  if (data === undefined)
    return (
      <Card id="statement" title={text.statement.title}>
        {error === null ? <Loading what={text.statement.loading} /> : <Failed error={error} retry={refetch} />}
      </Card>
    )
  // What is taken along is as new as the index: it is asked again first.
  const save = async (): Promise<void> => {
    const { lines, titles } = (await refetch()).data ?? data
    const csv = csvOf(lines, (escrow) => titles.get(escrow) ?? '')
    saveFile(`lodestone-${account}.csv`, csv)
  }
  const print = async (): Promise<void> => {
    await refetch()
    window.print()
  }
  const newest = [...data.lines].reverse()
  const shown = all ? newest : newest.slice(0, SHOWN)
  return (
    <>
      <div className={css.screen}>
        <Card id="statement" title={text.statement.title}>
          <p>{text.statement.lead}</p>
          {data.lines.length === 0 ? <p>{text.statement.empty}</p> : <Lines lines={shown} titleOf={titleOf} />}
          {shown.length < newest.length && (
            <Row>
              <Button small onClick={() => setAll(true)}>
                {text.statement.all(newest.length)}
              </Button>
            </Row>
          )}
          <Row>
            <Button onClick={() => void save()}>{text.statement.csv}</Button>
            <Button onClick={() => void print()}>{text.statement.pdf}</Button>
          </Row>
          <Hint>{`${text.statement.pdfHint} ${text.statement.note}`}</Hint>
        </Card>
      </div>
      {isPrinting && <PrintedStatement account={account} statement={data} />}
    </>
  )
}

function Lines({ lines, titleOf }: { lines: readonly Line[]; titleOf: (escrow: Address) => string }) {
  return (
    <Table
      caption={text.statement.caption}
      rows={lines}
      keyOf={({ transaction, logIndex, kind, amount }) => `${transaction} ${logIndex ?? ''} ${kind} ${amount}`}
      columns={[
        { title: text.statement.when, cell: ({ at }) => <Time at={at} relative={false} /> },
        {
          title: text.statement.what,
          cell: ({ kind, way, finality }) => (
            <>
              {text.statement.kinds[kind] ?? kind}
              <br />
              <Muted>{text.statement.ways[way]}</Muted> <Finality of={finality} />
            </>
          ),
        },
        {
          title: text.statement.amount,
          number: true,
          cell: (line) =>
            isOfShares(line) ? (
              text.statement.shares(sharesIn(line))
            ) : (
              <Amount of={line.amount} token={line.asset} exact />
            ),
        },
        {
          title: text.statement.outcome,
          cell: ({ escrow }) => (
            <a href={`#/escrow/${escrow}`}>
              <Foreign inline most={48}>
                {titleOf(escrow) === '' ? escrow : titleOf(escrow)}
              </Foreign>
            </a>
          ),
        },
        { title: text.statement.transaction, cell: ({ transaction }) => <Transaction hash={transaction} /> },
      ]}
    />
  )
}

/** Whether the page is being printed: what is only for paper is made then, in time for the browser to see it. */
function usePrinting(): boolean {
  const [is, setIs] = useState(false)
  useEffect(() => {
    const begin = () => flushSync(() => setIs(true))
    const end = () => setIs(false)
    window.addEventListener('beforeprint', begin)
    window.addEventListener('afterprint', end)
    return () => {
      window.removeEventListener('beforeprint', begin)
      window.removeEventListener('afterprint', end)
    }
  }, [])
  return is
}
