import type { Terms } from '../../../sdk/model/terms.ts'
import { useNow } from '../../chain/now.ts'
import type { ClaimView } from '../../data/answers/claims.ts'
import { Badge, Card, classes, Hint, Muted } from '../../parts/basics.tsx'
import { BothClocks, Countdown } from '../../parts/Time.tsx'
import { text } from '../../text/en/claimPage.ts'
import { stagesOf, type Stage } from './claimLife.ts'
import css from './outcome.module.css'

const words = text.life

/** The stages of a claim: what is over, what runs, what comes. */
export function ClaimLife({ claim, terms }: { claim: ClaimView; terms: Terms }) {
  const stages = stagesOf(terms, claim, useNow())
  return (
    <Card title={words.title} id="life">
      <ol className={classes(css.life, css.narrow)}>
        {stages.map((stage) => (
          <li key={stage.id} className={classes(css[stage.state])}>
            <div>
              <strong>{words.stages[stage.id].title}</strong>
              {stage.state === 'now' && <Badge tone="info">{words.now}</Badge>}
              {stage.state === 'done' && <Muted>{words.done}</Muted>}
            </div>
            {stage.state === 'skipped' ? (
              <div>{words.stages[stage.id].skipped}</div>
            ) : (
              <>
                <Hint>{words.stages[stage.id].why}</Hint>
                <Clocks of={stage} />
              </>
            )}
          </li>
        ))}
      </ol>
    </Card>
  )
}

function Clocks({ of: { state, until, latest } }: { of: Stage }) {
  if (until === undefined) return null
  return (
    <div className={css.clocks}>
      <span>{state === 'done' ? words.ended : latest ? words.latest : words.until}</span>
      <BothClocks at={until} />
      {state === 'now' && <Countdown until={until} />}
    </div>
  )
}
