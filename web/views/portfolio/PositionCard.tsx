import type { Address } from 'viem'
import { useNow } from '../../chain/now.ts'
import type { Position } from '../../data/answers/positions.ts'
import { shortened } from '../../parts/Account.tsx'
import { Amount } from '../../parts/Amount.tsx'
import { Button, Card, LinkButton, Row } from '../../parts/basics.tsx'
import { Finality } from '../../parts/Finality.tsx'
import { visible } from '../../parts/visible.ts'
import { harmless } from '../../data/harmless.ts'
import { StatusBadge } from '../../parts/StatusBadge.tsx'
import { text } from '../../text/en/portfolio.ts'
import { ClaimsTable } from './ClaimsTable.tsx'
import { dueOf } from './due.ts'
import css from './portfolio.module.css'

/** Everything of one escrow: shares and what they are worth, what is owed, claims. */
export function PositionCard({
  position,
  account,
  isOwn,
  onAct,
}: {
  position: Position
  account: Address
  isOwn: boolean
  onAct: (what: 'refund' | 'collect') => void
}) {
  const { escrow, shares, refund, owed, claims } = position
  const now = useNow()
  const due = dueOf(position, now)
  const title = escrow.title === null ? text.unnamed : harmless(visible(escrow.title), 120)
  const isOver = escrow.status === 'Closed' || escrow.status === 'Void'
  const canPledge = escrow.status !== 'Closed' && escrow.status !== 'Void' && !escrow.passed && now <= escrow.pledgeBy
  return (
    <Card
      id={`at-${escrow.address}`}
      title={title}
      unseen={shortened(escrow.address)}
      aside={
        <Row>
          <StatusBadge status={escrow.status} />
          <Finality of={escrow.finality} />
        </Row>
      }
    >
      <dl className={css.money}>
        {shares > 0n && (
          <>
            <Figure name={text.position.shares} amount={shares} of={position} />
            {isOver ? (
              <Figure name={text.position.final} why={text.position.finalWhy} amount={refund.now} of={position} />
            ) : (
              <>
                <Figure name={text.position.worst} why={text.position.worstWhy} amount={refund.worst} of={position} />
                <Figure name={text.position.now} why={text.position.nowWhy} amount={refund.now} of={position} />
                <Figure name={text.position.best} why={text.position.bestWhy} amount={refund.best} of={position} />
              </>
            )}
          </>
        )}
        {owed > 0n && <Figure name={text.position.owed} amount={owed} of={position} />}
      </dl>
      {claims.length > 0 && <ClaimsTable {...{ position, account, isOwn }} />}
      <Row>
        {isOwn && due.refund > 0n && (
          <Button kind="primary" onClick={() => onAct('refund')}>
            {text.refund.button}
          </Button>
        )}
        {isOwn && due.collect > 0n && (
          <Button kind="primary" onClick={() => onAct('collect')}>
            {text.collect.button}
          </Button>
        )}
        <LinkButton to={`/escrow/${escrow.address}`}>{text.position.open}</LinkButton>
        {isOwn && canPledge && (
          <LinkButton to={`/escrow/${escrow.address}/pledge`}>{text.position.pledgeMore}</LinkButton>
        )}
      </Row>
    </Card>
  )
}

function Figure({ name, why, amount, of }: { name: string; why?: string; amount: bigint; of: Position }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <Amount of={amount} token={of.escrow.asset} exact />
        {why !== undefined && <small>{why}</small>}
      </dd>
    </div>
  )
}
