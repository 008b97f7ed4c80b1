import type { Hex } from 'viem'
import type { EscrowState } from '../../../sdk/actions/getEscrow.ts'
import { formatAmount } from '../../../sdk/model/amount.ts'
import { written } from '../../data/token.ts'
import { Transaction } from '../../parts/Account.tsx'
import { Button, Card, LinkButton, Notice, Row } from '../../parts/basics.tsx'
import { text } from '../../text/en/pledge.ts'

/** What came of a pledge. */
export interface Received {
  /** Shares, in base units: one for each unit pledged. */
  shares: bigint
  hash: Hex | undefined
}

export function Receipt({
  state,
  received: { shares, hash },
  again,
}: {
  state: EscrowState
  received: Received
  again: () => void
}) {
  const token = written(state.token)
  return (
    <Card id="receipt" title={text.receipt.title}>
      <Notice tone="good">
        <p role="status">{text.receipt.shares(formatAmount(shares, token))}</p>
        <p>{text.receipt.keep}</p>
        {hash !== undefined && <Transaction hash={hash} />}
      </Notice>
      <Row>
        <LinkButton to="/portfolio" kind="primary">
          {text.receipt.portfolio}
        </LinkButton>
        <LinkButton to={`/escrow/${state.address}`}>{text.receipt.outcome}</LinkButton>
        <Button onClick={again}>{text.receipt.again}</Button>
      </Row>
    </Card>
  )
}
