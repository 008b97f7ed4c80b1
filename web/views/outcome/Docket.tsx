import { memo, useState } from 'react'
import type { Outcome } from '../../../sdk/model/outcome.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import type { ClaimRow } from '../../data/answers/claims.ts'
import type { EscrowView } from '../../data/answers/escrow.ts'
import type { useAllClaims } from '../../data/questions/claims.ts'
import { Badge, Card, Hint, LinkButton } from '../../parts/basics.tsx'
import { More } from '../../parts/More.tsx'
import { Empty, Failed, Loading } from '../../parts/states.tsx'
import { text } from '../../text/en/outcome.ts'
import { ClaimSummary } from './ClaimSummary.tsx'
import css from './outcome.module.css'
import { VoicesOf } from './VoicesOf.tsx'

const words = text.docket

interface DocketProps {
  view: EscrowView
  terms: Terms
  outcome: Outcome | undefined
  list: ReturnType<typeof useAllClaims>
  claims: readonly ClaimRow[]
}

/** All claims in the order filed, break claims under the one that they attack. */
export function Docket({ view, terms, outcome, list, claims }: DocketProps) {
  const docket = claims.filter(({ target }) => target === null)
  const known = new Set(docket.map(({ key }) => key))
  // Those whose target is on a page not loaded yet stand by themselves.
  const stray = claims.filter(({ target }) => target !== null && !known.has(target))
  const one = (claim: ClaimRow) => (
    <ClaimItem
      key={claim.key}
      claim={claim}
      terms={terms}
      outcome={outcome}
      view={view}
      isNext={claim.target === null && claim.place === view.settled && claim.settledAt === null}
    />
  )
  return (
    <Card title={words.title} id="docket">
      <Hint>{words.hint}</Hint>
      {list.isError && list.data === undefined && <Failed error={list.error} retry={list.refetch} />}
      {list.isPending && <Loading />}
      {list.data !== undefined && claims.length === 0 && (
        <Empty title={words.none}>
          <p>{words.noneWhy}</p>
          {view.status === 'Binding' && (
            <LinkButton to={`/escrow/${view.address}/claim`}>{text.can.steps.file.go}</LinkButton>
          )}
        </Empty>
      )}
      <ol className={css.docket}>
        {docket.map((claim) => (
          <li key={claim.key}>
            {one(claim)}
            {claim.breaksFiled > 0 && (
              <div className={css.breaks}>{claims.filter(({ target }) => target === claim.key).map(one)}</div>
            )}
          </li>
        ))}
        {stray.map((claim) => (
          <li key={claim.key}>{one(claim)}</li>
        ))}
      </ol>
      <More list={list} />
    </Card>
  )
}

const ClaimItem = memo(function ClaimItem({
  claim,
  terms,
  outcome,
  view,
  isNext,
}: {
  claim: ClaimRow
  terms: Terms
  outcome: Outcome | undefined
  view: EscrowView
  isNext: boolean
}) {
  const [open, setOpen] = useState(false)
  return (
    <article className={css.claim}>
      <ClaimSummary
        claim={claim}
        terms={terms}
        outcome={outcome}
        asset={view.asset}
        aside={isNext && <Badge tone="info">{words.turn}</Badge>}
      />
      {claim.observed > 0 && (
        <details
          onToggle={(event) => {
            setOpen(event.currentTarget.open)
          }}
        >
          <summary>{words.voices}</summary>
          {open && <VoicesOf escrow={claim.escrow} claim={claim.key} terms={terms} outcome={outcome} />}
        </details>
      )}
    </article>
  )
})
