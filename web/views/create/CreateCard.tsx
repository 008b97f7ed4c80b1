import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { Address } from 'viem'
import { useLocation } from 'wouter'
import * as z from 'zod'
import { create } from '../../../sdk/actions/create.ts'
import type { Read } from '../../../sdk/model/draft.ts'
import { escrowAddress } from '../../../sdk/model/escrowAddress.ts'
import { useSite } from '../../app/site.ts'
import { ActionStatus } from '../../chain/ActionStatus.tsx'
import { useReader } from '../../chain/reader.ts'
import { useAction } from '../../chain/useAction.ts'
import { askIndex } from '../../data/askIndex.ts'
import { harmless } from '../../data/harmless.ts'
import { Account } from '../../parts/Account.tsx'
import { Button, Card, Hint, LinkButton, Notice, Row } from '../../parts/basics.tsx'
import { text } from '../../text/en/create.ts'
import { WithWallet } from '../../wallet/WithWallet.tsx'

/**
 * The address that the terms have, and the transaction that puts the escrow there.
 * @param onMade fixes the draft as it was sent: opened again, it is the escrow that exists.
 */
export function CreateCard({ read: { terms, outcome }, onMade }: { read: Read; onMade: () => void }) {
  const { deployment } = useSite()
  const reader = useReader()
  const escrow = escrowAddress(deployment, terms)
  const { data: exists } = useQuery({
    queryKey: ['chain', 'exists', reader?.through, escrow],
    queryFn: async () => ((await reader?.client.getCode({ address: escrow })) ?? '0x') !== '0x',
    enabled: reader !== undefined,
  })
  const action = useAction<Address>(text.review.action(harmless(outcome.title, 80)))
  const make = async (): Promise<void> => {
    const made = await action.run(async (writer) => {
      const { result, transaction } = await create(writer, deployment, terms, outcome)
      return { result, transaction }
    })
    if (made !== undefined) onMade()
  }
  const isDone = action.state.at === 'done'
  return (
    <Card id="create" title={text.review.create}>
      <div>
        <strong>{text.review.address}</strong>
        <p>
          <Account address={escrow} whole />
        </p>
        <Hint>{text.review.addressWhy}</Hint>
      </div>
      {exists === true && !isDone ? (
        <Notice tone="info">
          <p>{text.review.exists}</p>
          <Row>
            <LinkButton to={`/escrow/${escrow}`} kind="primary">
              {text.review.see}
            </LinkButton>
          </Row>
        </Notice>
      ) : (
        !isDone && (
          <>
            <p>{text.review.createWhy}</p>
            <WithWallet why={text.review.connect}>
              {() => (
                <Row>
                  <Button kind="primary" disabled={action.busy} onClick={() => void make()}>
                    {text.review.create}
                  </Button>
                </Row>
              )}
            </WithWallet>
          </>
        )
      )}
      <ActionStatus state={action.state} done={(made) => <Created escrow={made} />} />
    </Card>
  )
}

/** Milliseconds. */
const AGAIN = 1_000

/** Opens the page of the new escrow once the index has it. */
function Created({ escrow }: { escrow: Address }) {
  const { index } = useSite()
  const [, navigate] = useLocation()
  const { data } = useQuery({
    queryKey: ['index', index, 'made', escrow],
    queryFn: async ({ signal }) =>
      (await askIndex(index, `/v1/escrows/${escrow}`, z.looseObject({}), {}, signal)) !== undefined,
    refetchInterval: AGAIN,
  })
  useEffect(() => {
    if (data === true) navigate(`/escrow/${escrow}`)
  }, [data, escrow, navigate])
  return (
    <>
      <p>{text.review.created}</p>
      <Row>
        <LinkButton to={`/escrow/${escrow}`}>{text.review.open}</LinkButton>
      </Row>
    </>
  )
}
