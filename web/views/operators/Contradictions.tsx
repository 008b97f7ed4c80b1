import { useState } from 'react'
import type { Address } from 'viem'
import { useSite } from '../../app/site.ts'
import { useReader } from '../../chain/reader.ts'
import { claimSchema } from '../../data/answers/claims.ts'
import type { RecordRow } from '../../data/answers/operators.ts'
import { askIndex } from '../../data/askIndex.ts'
import { Transaction, shortened } from '../../parts/Account.tsx'
import { Button, Card, Hint, Notice } from '../../parts/basics.tsx'
import { Failed } from '../../parts/states.tsx'
import { text } from '../../text/en/operators.ts'
import type { Contradiction, ObservedClaim } from './contradictions.ts'

type State =
  | { at: 'idle' }
  | { at: 'running'; done: number }
  | { at: 'done'; found: readonly Contradiction[]; read: number; claims: number }
  | { at: 'failed'; error: unknown }

/** Looks for a second observation that the operator signed of one of the claims. */
export function Contradictions({ account, record }: { account: Address; record: readonly RecordRow[] }) {
  const { index, deployment } = useSite()
  const reader = useReader()
  const [state, setState] = useState<State>({ at: 'idle' })
  const observed = record.filter(({ measurement }) => measurement !== null)
  const run = async (): Promise<void> => {
    if (reader === undefined) return
    setState({ at: 'running', done: 0 })
    try {
      const claims: ObservedClaim[] = []
      for (const { claim } of observed) {
        const one = await askIndex(index, `/v1/escrows/${claim.escrow}/claims/${claim.key}`, claimSchema)
        const own = one?.claim.observations.find(({ member }) => member === account)
        if (one === undefined || own === undefined) continue
        const { seat, measurement, report } = own
        const transactions = one.claim.observations.map(({ transaction }) => transaction)
        claims.push({ escrow: claim.escrow, claim: claim.key, seat, measurement, report, transactions })
      }
      const { findContradictions } = await import('./contradictions.ts')
      const answer = await findContradictions(reader.client, deployment.chainId, account, claims, (done) => {
        setState({ at: 'running', done })
      })
      setState({ at: 'done', ...answer, claims: claims.length })
    } catch (error) {
      setState({ at: 'failed', error })
    }
  }
  const words = text.equivocation
  return (
    <Card title={words.title}>
      <p>{words.why}</p>
      <Hint>{words.contract}</Hint>
      {reader === undefined ? (
        <Notice tone="warn">{words.noReader}</Notice>
      ) : (
        <p>
          <Button disabled={state.at === 'running' || observed.length === 0} onClick={() => void run()}>
            {words.run}
          </Button>
        </p>
      )}
      <div aria-live="polite">
        {state.at === 'running' && <p>{words.running(state.done, observed.length)}</p>}
        {state.at === 'failed' && <Failed error={state.error} retry={run} />}
        {state.at === 'done' && state.found.length === 0 && (
          <Notice tone="good" title={words.clean}>
            {words.cleanWhy(state.claims, state.read)}
          </Notice>
        )}
        {state.at === 'done' && state.found.length > 0 && (
          <Notice tone="bad" title={words.found(new Set(state.found.map(({ claim }) => claim)).size)}>
            <ul>
              {state.found.map(({ escrow, claim, recorded, other, transaction, signature }) => (
                <li key={signature}>
                  <a href={`#/escrow/${escrow}/claim/${claim}`}>{shortened(claim)}</a>
                  {`: ${words.both(recorded, other)} `}
                  <Transaction hash={transaction} />
                </li>
              ))}
            </ul>
          </Notice>
        )}
      </div>
    </Card>
  )
}
