import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Address, PublicClient } from 'viem'
import { getEscrow } from '../../../sdk/actions/getEscrow.ts'
import { getOwed } from '../../../sdk/actions/getOwed.ts'
import { refund } from '../../../sdk/actions/refund.ts'
import { formatAmount, type Token } from '../../../sdk/model/amount.ts'
import { refundValue } from '../../../sdk/model/refund.ts'
import { ActionStatus } from '../../chain/ActionStatus.tsx'
import { useReader } from '../../chain/reader.ts'
import { useAction } from '../../chain/useAction.ts'
import type { EscrowRow } from '../../data/answers/escrows.ts'
import { tokenOf } from '../../data/terms.ts'
import { written } from '../../data/token.ts'
import { Button, Stack } from '../../parts/basics.tsx'
import { Failed, Loading } from '../../parts/states.tsx'
import { text } from '../../text/en/portfolio.ts'
import { WithWallet } from '../../wallet/WithWallet.tsx'
import { Destination } from './Destination.tsx'

/** Redeems all shares of the account, for what the chain says that they are worth. */
export function Refund({ escrow, account }: { escrow: EscrowRow; account: Address }) {
  const reader = useReader()
  const [to, setTo] = useState<Address | undefined>(account)
  const { data, error, refetch } = useQuery({
    queryKey: ['chain', 'refund', reader?.through, escrow.address, account],
    queryFn: () => (reader === undefined ? undefined : readRefund(reader.client, escrow.address, account)),
    enabled: reader !== undefined,
  })
  // Decimals of the chain: the index's could make little of much.
  const token = data?.token ?? tokenOf(escrow.asset)
  const amount = formatAmount(data?.amount ?? 0n, token)
  const action = useAction<bigint>(text.refund.action(amount), escrow.address)
  if (error !== null) return <Failed error={error} retry={refetch} />
  if (data === undefined) return <Loading lines={2} />
  const isDone = action.state.at === 'done'
  return (
    <Stack>
      {!isDone && <p>{data.isOpen ? text.refund.what(formatAmount(data.shares, token), amount) : text.refund.none}</p>}
      {!isDone && data.isOpen && (
        <WithWallet>
          {() => (
            <Stack>
              <Destination account={account} escrow={escrow.address} token={escrow.asset.address} onChange={setTo} />
              <Button
                kind="primary"
                disabled={to === undefined || action.busy}
                onClick={() =>
                  void action.run((writer) =>
                    refund(writer, escrow.address, { shares: data.shares, receiver: to ?? account }),
                  )
                }
              >
                {text.refund.button}
              </Button>
            </Stack>
          )}
        </WithWallet>
      )}
      <ActionStatus state={action.state} done={(sent) => text.refund.done(formatAmount(sent, token))} />
    </Stack>
  )
}

async function readRefund(
  client: PublicClient,
  escrow: Address,
  account: Address,
): Promise<{ shares: bigint; amount: bigint; isOpen: boolean; token: Token }> {
  const [state, { shares }] = await Promise.all([getEscrow(client, escrow), getOwed(client, escrow, account)])
  const isOver = state.status === 'Closed' || state.status === 'Void'
  return {
    shares,
    amount: refundValue(state.terms, state, shares).now,
    isOpen: isOver && shares > 0n,
    token: written(state.token),
  }
}
