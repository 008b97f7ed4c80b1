import { useState } from 'react'
import { isAddressEqual, type Address } from 'viem'
import { release } from '../../../sdk/actions/release.ts'
import { formatAmount } from '../../../sdk/model/amount.ts'
import { ActionStatus } from '../../chain/ActionStatus.tsx'
import { useNow } from '../../chain/now.ts'
import { useAction } from '../../chain/useAction.ts'
import type { ClaimRow } from '../../data/answers/claims.ts'
import type { Position } from '../../data/answers/positions.ts'
import { tokenOf } from '../../data/terms.ts'
import { Account, shortened } from '../../parts/Account.tsx'
import { Amount } from '../../parts/Amount.tsx'
import { Button, Muted, Row } from '../../parts/basics.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { visible } from '../../parts/visible.ts'
import { Table } from '../../parts/Table.tsx'
import { utcOf } from '../../parts/Time.tsx'
import { text } from '../../text/en/portfolio.ts'
import { Assign } from './Assign.tsx'
import { isReleasable } from './due.ts'

/** The claims of one escrow that the account filed or is paid for. */
export function ClaimsTable({ position, account, isOwn }: { position: Position; account: Address; isOwn: boolean }) {
  const { escrow, claims } = position
  const now = useNow()
  const [assigning, setAssigning] = useState<ClaimRow>()
  const token = tokenOf(escrow.asset)
  const due = claims.filter((claim) => isReleasable(claim, now))
  const held = due.reduce((sum, claim) => sum + claim.held, 0n)
  const action = useAction<bigint>(text.release.action(formatAmount(held, token)), escrow.address)
  const isPayee = (claim: ClaimRow) => isAddressEqual(claim.payee, account)
  return (
    <>
      <h3>{text.claims.title}</h3>
      <Table
        caption={text.claims.caption(visible(escrow.title ?? escrow.address))}
        rows={claims}
        keyOf={({ key }) => key}
        columns={[
          {
            title: text.claims.claim,
            cell: ({ key, target }) => (
              <>
                <a className="mono" href={`#/escrow/${escrow.address}/claim/${key}`}>
                  {shortened(key)}
                </a>
                {target !== null && (
                  <>
                    <br />
                    <Muted>{text.claims.break}</Muted>
                  </>
                )}
              </>
            ),
          },
          {
            title: text.claims.phase,
            cell: ({ phase, phaseUntil }) => (
              <>
                {phase}
                {phaseUntil !== null && (
                  <>
                    <br />
                    <Muted>{text.claims.until(utcOf(phaseUntil))}</Muted>
                  </>
                )}
              </>
            ),
          },
          { title: text.claims.paid, number: true, cell: ({ paid }) => <Amount of={paid} token={escrow.asset} /> },
          {
            title: text.claims.held,
            number: true,
            cell: ({ held: kept, warrantyUntil }) => (
              <>
                <Amount of={kept} token={escrow.asset} />
                {kept > 0n && warrantyUntil !== null && (
                  <>
                    <br />
                    <Muted>{text.claims.until(utcOf(warrantyUntil))}</Muted>
                  </>
                )}
              </>
            ),
          },
          {
            title: text.claims.payee,
            cell: (claim) => (isPayee(claim) ? text.claims.yours : <Account address={claim.payee} />),
          },
          {
            title: text.claims.do,
            cell: (claim) =>
              isOwn && isPayee(claim) ? (
                <Button small onClick={() => setAssigning(claim)}>
                  {text.claims.assign}
                </Button>
              ) : (
                text.claims.nothing
              ),
          },
        ]}
      />
      {isOwn && due.length > 0 && (
        <Row>
          <Button
            disabled={action.busy}
            onClick={() =>
              void action.run((writer) =>
                release(
                  writer,
                  escrow.address,
                  due.map(({ key }) => key),
                ),
              )
            }
          >
            {text.release.action(formatAmount(held, token))}
          </Button>
        </Row>
      )}
      <ActionStatus state={action.state} done={(count) => text.release.done(String(count))} />
      <Dialog title={text.assign.title} open={assigning !== undefined} onClose={() => setAssigning(undefined)}>
        {assigning !== undefined && <Assign claim={assigning} escrow={escrow} account={account} />}
      </Dialog>
    </>
  )
}
