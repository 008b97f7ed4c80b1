import { useState } from 'react'
import type { Address, Hex } from 'viem'
import { assign } from '../../../sdk/actions/assign.ts'
import { ActionStatus } from '../../chain/ActionStatus.tsx'
import { useAction } from '../../chain/useAction.ts'
import type { ClaimRow } from '../../data/answers/claims.ts'
import type { EscrowRow } from '../../data/answers/escrows.ts'
import { Digest } from '../../parts/Account.tsx'
import { Button, Stack } from '../../parts/basics.tsx'
import { text } from '../../text/en/portfolio.ts'
import { WithWallet } from '../../wallet/WithWallet.tsx'
import { Destination } from './Destination.tsx'

/** Hands what a claim earns from now on to another payee. */
export function Assign({ claim, escrow, account }: { claim: ClaimRow; escrow: EscrowRow; account: Address }) {
  const [to, setTo] = useState<Address>()
  const action = useAction<Hex>(text.assign.action, escrow.address)
  const isDone = action.state.at === 'done'
  return (
    <Stack>
      <Digest value={claim.key} />
      {!isDone && (
        <>
          <p>{text.assign.what}</p>
          <WithWallet>
            {() => (
              <Stack>
                <Destination
                  account={account}
                  escrow={escrow.address}
                  token={escrow.asset.address}
                  onlyOther
                  onChange={setTo}
                />
                <Button
                  kind="primary"
                  disabled={to === undefined || action.busy}
                  onClick={() => {
                    if (to !== undefined) void action.run((writer) => assign(writer, escrow.address, claim.key, to))
                  }}
                >
                  {text.assign.confirm}
                </Button>
              </Stack>
            )}
          </WithWallet>
        </>
      )}
      <ActionStatus state={action.state} done={() => text.assign.done} />
    </Stack>
  )
}
