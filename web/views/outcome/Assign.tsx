import { useState } from 'react'
import type { Hex } from 'viem'
import { assign } from '../../../sdk/actions/assign.ts'
import type { Action } from '../../chain/useAction.ts'
import type { ClaimView } from '../../data/answers/claims.ts'
import type { EscrowView } from '../../data/answers/escrow.ts'
import { Account } from '../../parts/Account.tsx'
import { Button } from '../../parts/basics.tsx'
import { TextField } from '../../parts/Field.tsx'
import { readDestination } from '../../parts/readDestination.ts'
import { text } from '../../text/en/claimPage.ts'
import { text as shared } from '../../text/en/destination.ts'
import { WithWallet } from '../../wallet/WithWallet.tsx'

const words = text.assign

/** Hands all that is still to come of a claim to another payee. */
export function Assign({ view, claim, action }: { view: EscrowView; claim: ClaimView; action: Action<Hex> }) {
  const [typed, setTyped] = useState('')
  const not = { escrow: view.address, token: view.asset.address, account: claim.payee }
  const read = readDestination(typed, not)
  const payee = 'address' in read ? read.address : undefined
  const fault = 'fault' in read && read.fault !== undefined ? shared.fault[read.fault] : undefined
  return (
    <details>
      <summary>{words.title}</summary>
      <p>{words.lead}</p>
      <WithWallet>
        {() => (
          <form
            onSubmit={(event) => {
              event.preventDefault()
              if (payee !== undefined) void action.run((writer) => assign(writer, view.address, claim.key, payee))
            }}
          >
            <TextField
              label={words.payee}
              hint={words.payeeHint}
              value={typed}
              fault={fault}
              onChange={({ target }) => setTyped(target.value)}
            />
            {payee !== undefined && (
              <p>
                {words.confirm} <Account address={payee} whole />
              </p>
            )}
            <p>
              <Button kind="primary" type="submit" disabled={payee === undefined || action.busy}>
                {words.do}
              </Button>
            </p>
          </form>
        )}
      </WithWallet>
    </details>
  )
}
