import { memo } from 'react'
import { chainNow, useNow } from '../../chain/now.ts'
import type { EscrowRow } from '../../data/answers/escrows.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Badge, Muted } from '../../parts/basics.tsx'
import { Finality } from '../../parts/Finality.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { FundingBar } from '../../parts/FundingBar.tsx'
import { StatusBadge } from '../../parts/StatusBadge.tsx'
import { Countdown, Relative, utcOf } from '../../parts/Time.tsx'
import { text } from '../../text/en/explore.ts'
import { nextDeadline } from './deadline.ts'
import css from './explore.module.css'

/** Below that a deadline is counted down to the second. */
const [DAY, MINUTE] = [86_400, 60]

const FIGURES = [
  ['pledged', text.card.committed],
  ['cap', text.card.cap],
  ['paid', text.card.paid],
  ['refundable', text.card.refundable],
] as const

/** One outcome in the list. Its heading leads to it, and so does the whole card. */
export const EscrowCard = memo(function EscrowCard({ of }: { of: EscrowRow }) {
  const { address, title, theme, status, asset, filed, settled } = of
  return (
    <article className={css.card}>
      <div className={css.badges}>
        <StatusBadge status={status} />
        <Badge>{of.rule}</Badge>
        {theme !== null && (
          <span className={css.theme}>
            <Foreign inline most={60}>
              {theme}
            </Foreign>
          </span>
        )}
        <Finality of={of.finality} />
      </div>
      <h3>
        <a className={css.cover} href={`#/escrow/${address}`}>
          <Foreign inline most={160}>
            {title ?? text.untitled}
          </Foreign>
        </a>
      </h3>
      {!of.wellFormed && <p className={css.careful}>{text.malformed}</p>}
      <FundingBar of={of} />
      <dl className={css.money}>
        {FIGURES.map(([name, label]) => (
          <div key={name}>
            <dt>{label}</dt>
            <dd>
              <Amount of={of[name]} token={asset} />
            </dd>
          </div>
        ))}
      </dl>
      <p className={css.foot}>
        <span>
          <Ends of={of} />
        </span>
        <Muted>{text.card.claims(filed, settled)}</Muted>
      </p>
    </article>
  )
})

function Ends({ of }: { of: EscrowRow }) {
  // The card moves on by the second only in the last day of a deadline.
  const soon = nextDeadline(of, chainNow())
  const now = useNow(soon === undefined || soon.at - chainNow() > DAY + MINUTE ? MINUTE : 1)
  const next = nextDeadline(of, now)
  if (next === undefined) {
    if (of.status === 'Closed' || of.status === 'Void') return <Muted>{text.card[of.status]}</Muted>
    return <Muted>{text.card.over}</Muted>
  }
  return (
    <time dateTime={new Date(next.at * 1000).toISOString()} title={utcOf(next.at)}>
      {next.what === 'pledging' ? text.card.pledging : text.card.ends}{' '}
      <strong>{next.at - now < DAY ? <Countdown until={next.at} /> : <Relative at={next.at} />}</strong>
    </time>
  )
}
