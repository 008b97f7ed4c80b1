import type { Terms } from '../../../sdk/model/terms.ts'
import { useNow } from '../../chain/now.ts'
import type { ClaimRow } from '../../data/answers/claims.ts'
import type { EscrowView } from '../../data/answers/escrow.ts'
import { Badge, Card, classes, Hint, Muted } from '../../parts/basics.tsx'
import { BothClocks, Countdown, Relative } from '../../parts/Time.tsx'
import { text } from '../../text/en/outcome.ts'
import { momentsOf, type Moment } from './life.ts'
import css from './outcome.module.css'

const words = text.life

/** All clocks in the order of time: past, next and to come. */
export function LifeLine({ view, terms, claims }: { view: EscrowView; terms: Terms; claims: readonly ClaimRow[] }) {
  const moments = momentsOf(terms, view, claims, useNow())
  return (
    <Card title={words.title} id="life">
      <Hint>{words.hint}</Hint>
      <ol className={css.life}>
        {moments.map((moment) => (
          <li key={`${moment.id}${moment.claim?.key ?? ''}`} className={classes(css[moment.state])}>
            <div>
              <strong>{nameOf(moment)}</strong>
              {moment.state === 'next' && <Badge tone="info">{words.next}</Badge>}
              {moment.state === 'moot' && <Muted>{words.moot}</Muted>}
            </div>
            <div className={css.clocks}>
              <BothClocks at={moment.at} />
              <div>{moment.state === 'next' ? <Countdown until={moment.at} /> : <Relative at={moment.at} />}</div>
            </div>
          </li>
        ))}
      </ol>
    </Card>
  )
}

function nameOf({ id, claim }: Moment): string {
  if (id !== 'phase' && id !== 'warranty') return words.moments[id]
  const { place = 0, target = null, phase = '' } = claim ?? {}
  const what = target === null ? text.docket.claim(place) : text.docket.break(place)
  return id === 'warranty' ? words.warranty(what) : words.phase(what, phase)
}
