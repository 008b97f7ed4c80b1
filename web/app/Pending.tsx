import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { TransactionReceiptNotFoundError } from 'viem'
import { useSite } from './site.ts'
import { forget, usePending, type Sent } from '../chain/pending.ts'
import { useReader } from '../chain/reader.ts'
import { Transaction } from '../parts/Account.tsx'
import { Button, Row } from '../parts/basics.tsx'
import { text } from '../text/en/actions.ts'
import Connected from '../wallet/Connected.tsx'
import css from './app.module.css'

/** Milliseconds. */
const AGAIN = 2_000

/** Transactions that were sent and not seen in a block: also those of before the page was loaded again. */
export default function Pending() {
  return (
    <Connected>
      <All />
    </Connected>
  )
}

function All() {
  const { deployment } = useSite()
  const sent = usePending().filter(({ chainId }) => chainId === deployment.chainId)
  if (sent.length === 0) return null
  return (
    <section className={css.pending} aria-label={text.pending.title}>
      {sent.map((one) => (
        <One key={one.hash} sent={one} />
      ))}
    </section>
  )
}

function One({ sent }: { sent: Sent }) {
  const reader = useReader()
  const queries = useQueryClient()
  const { data } = useQuery({
    queryKey: ['sent', sent.hash, reader?.through],
    queryFn: async () => {
      if (reader === undefined) return 'waiting'
      try {
        const { status } = await reader.client.getTransactionReceipt({ hash: sent.hash })
        return status === 'success' ? 'included' : 'reverted'
      } catch (error) {
        if (!(error instanceof TransactionReceiptNotFoundError)) throw error
        return (await isReplaced(reader, sent)) ? 'replaced' : 'waiting'
      }
    },
    refetchInterval: ({ state }) => (state.data === undefined || state.data === 'waiting' ? AGAIN : false),
  })
  const state = data ?? 'waiting'
  useEffect(() => {
    if (state === 'waiting') return
    void queries.invalidateQueries({ queryKey: ['index'] })
    const timer = setTimeout(() => {
      forget(sent.hash)
    }, 20_000)
    return () => {
      clearTimeout(timer)
    }
  }, [state, sent.hash, queries])
  return (
    <Row between>
      <span role="status">
        <strong>{sent.what}</strong>
        {': '}
        {text.pending[state]}
      </span>
      <Row>
        <Transaction hash={sent.hash} />
        <Button
          small
          onClick={() => {
            forget(sent.hash)
          }}
        >
          {text.pending.dismiss}
        </Button>
      </Row>
    </Row>
  )
}

/** The node does not know the transaction, and the account has used all numbers up to its own since. */
async function isReplaced(
  { client }: NonNullable<ReturnType<typeof useReader>>,
  { hash, from, nonce }: Sent,
): Promise<boolean> {
  if (nonce === undefined) return false
  const used = await client.getTransactionCount({ address: from })
  if (used <= nonce) return false
  // Between the two questions a block may have taken it.
  return (await client.getTransactionReceipt({ hash }).catch(() => undefined)) === undefined
}
