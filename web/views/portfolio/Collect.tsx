import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Address, PublicClient } from 'viem'
import { collect } from '../../../sdk/actions/collect.ts'
import { getEscrow } from '../../../sdk/actions/getEscrow.ts'
import { getOwed } from '../../../sdk/actions/getOwed.ts'
import { formatAmount, type Token } from '../../../sdk/model/amount.ts'
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

/** Draws what the account is owed, by the chain, to itself or elsewhere. */
export function Collect({ escrow, account }: { escrow: EscrowRow; account: Address }) {
  const reader = useReader()
  const [to, setTo] = useState<Address | undefined>(account)
  const { data, error, refetch } = useQuery({
    queryKey: ['chain', 'owed', reader?.through, escrow.address, account],
    queryFn: () => (reader === undefined ? undefined : readOwed(reader.client, escrow.address, account)),
    enabled: reader !== undefined,
  })
  // Decimals of the chain: the index's could make little of much.
  const token = data?.token ?? tokenOf(escrow.asset)
  const shown = formatAmount(data?.owed ?? 0n, token)
  const action = useAction<bigint>(text.collect.action(shown), escrow.address)
  if (error !== null) return <Failed error={error} retry={refetch} />
  if (data === undefined) return <Loading lines={2} />
  const isDone = action.state.at === 'done'
  return (
    <Stack>
      {!isDone && <p>{data.owed === 0n ? text.collect.none : text.collect.what(shown)}</p>}
      {!isDone && data.owed > 0n && (
        <WithWallet>
          {() => (
            <Stack>
              <Destination account={account} escrow={escrow.address} token={escrow.asset.address} onChange={setTo} />
              <Button
                kind="primary"
                disabled={to === undefined || action.busy}
                onClick={() => void action.run((writer) => collect(writer, escrow.address, account, to ?? account))}
              >
                {text.collect.action(shown)}
              </Button>
            </Stack>
          )}
        </WithWallet>
      )}
      <ActionStatus state={action.state} done={(amount) => text.collect.done(formatAmount(amount, token))} />
    </Stack>
  )
}

async function readOwed(
  client: PublicClient,
  escrow: Address,
  account: Address,
): Promise<{ owed: bigint; token: Token }> {
  const [{ token }, { owed }] = await Promise.all([getEscrow(client, escrow), getOwed(client, escrow, account)])
  return { owed, token: written(token) }
}
