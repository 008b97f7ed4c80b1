import type { Address } from 'viem'
import type { DeskRow } from '../../data/answers/claims.ts'
import type { Position } from '../../data/answers/positions.ts'
import { useDesk } from '../../data/questions/accounts.ts'
import { Badge, Card, LinkButton, Muted, Row } from '../../parts/basics.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { shortened } from '../../parts/Account.tsx'
import { Finality } from '../../parts/Finality.tsx'
import { More } from '../../parts/More.tsx'
import { Empty, Failed, Loading } from '../../parts/states.tsx'
import { Countdown, Time } from '../../parts/Time.tsx'
import { text } from '../../text/en/desk.ts'
import css from './desk.module.css'

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
        <ul className={css.waiting}>
          {rows.map((row) => (
            <Item key={`${row.claim.escrow}${row.claim.key}`} row={row} title={titleOf(row.claim.escrow)} />
          ))}
        </ul>
      )}
      <More list={list} />
    </Card>
  )
}

function Item({ row: { waitsFor, claim }, title }: { row: DeskRow; title: string }) {
  const words = text.waiting
  const { phaseUntil } = claim
  return (
    <li className={css.item}>
      <div className={css.about}>
        <Row>
          <Badge tone={waitsFor === 'ruling' ? 'warn' : 'info'}>{words[waitsFor]}</Badge>
          {claim.target !== null && <Badge>{words.breakClaim}</Badge>}
          <Finality of={claim.finality} />
        </Row>
        <strong>
          <Foreign inline>{title}</Foreign>
        </strong>
        <Muted>
          {words.claim} <span className="mono">{shortened(claim.key)}</span>
          {' · '}
          {words.filed} <Time at={claim.filedAt} relative={false} />
          {' · '}
          {words.observed(claim.observed, claim.panel)}
        </Muted>
      </div>
      {phaseUntil !== null && (
        <div className={css.left}>
          <Muted>{words.ends}</Muted>
          <strong>
            <Countdown until={phaseUntil} />
          </strong>
        </div>
      )}
      <LinkButton kind="primary" to={`/escrow/${claim.escrow}/claim/${claim.key}/judge`}>
        <span aria-hidden="true">{words.open}</span>
        <span className="visually-hidden">{words.openOne(shortened(claim.key))}</span>
      </LinkButton>
    </li>
  )
}
