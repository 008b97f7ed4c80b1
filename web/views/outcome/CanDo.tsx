import type { Terms } from '../../../sdk/model/terms.ts'
import { useNow } from '../../chain/now.ts'
import type { ClaimRow } from '../../data/answers/claims.ts'
import type { EscrowView } from '../../data/answers/escrow.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Card, Hint, LinkButton, Muted, Row } from '../../parts/basics.tsx'
import { Countdown } from '../../parts/Time.tsx'
import { text } from '../../text/en/outcome.ts'
import { ActButton, ActsStatus } from './ActButton.tsx'
import css from './outcome.module.css'
import { stepsOf, type Step } from './steps.ts'
import { useActs, type Acts } from './useActs.ts'
import { useVisitor } from './useVisitor.ts'

const words = text.can
/** Steps that are listed: a long docket has one for each claim. */
const MOST = 8

/** What can be done now, by this visitor first. */
export function CanDo({ view, terms, claims }: { view: EscrowView; terms: Terms; claims: readonly ClaimRow[] }) {
  const now = useNow()
  const visitor = useVisitor(view)
  const acts = useActs(view.address)
  const steps = stepsOf(view, terms, claims, visitor, now)
  const mine = steps.filter((step) => step.mine)
  const others = steps.filter((step) => !step.mine)
  const list = (some: readonly Step[]) => (
    <ul className={css.steps}>
      {some.slice(0, MOST).map((step) => (
        <li key={`${step.action}${step.claim ?? ''}`}>
          <One step={step} view={view} acts={acts} />
        </li>
      ))}
      {some.length > MOST && <li>{words.more(some.length - MOST)}</li>}
    </ul>
  )
  return (
    <Card title={words.title} id="now">
      <You view={view} claims={claims} visitor={visitor} />
      {mine.length > 0 && list(mine)}
      {mine.length === 0 && visitor.owed === 0n && <p>{words.nothing}</p>}
      <ActsStatus acts={acts} />
      {others.length > 0 && (
        <>
          <h3>{words.others}</h3>
          {list(others)}
        </>
      )}
    </Card>
  )
}

function One({ step, view, acts }: { step: Step; view: EscrowView; acts: Acts }) {
  const { action, about, mine, until } = step
  const { title, theirs } = words.steps[action]
  return (
    <>
      <div>
        <strong>{mine ? title : theirs}</strong>
        {about !== undefined && action !== 'settle' && (
          <Muted>{`: ${words.claim(about.place, about.target !== null)}`}</Muted>
        )}
        {action === 'pledge' && (
          <div>
            <Amount of={view.room} token={view.asset} /> <Muted>{words.room}</Muted>
          </div>
        )}
        {until !== undefined && (
          <div>
            <Muted>{words.lastSecond}</Muted> <Countdown until={Number(until)} />
          </div>
        )}
      </div>
      {mine && <Way step={step} view={view} acts={acts} />}
    </>
  )
}

/** Where it is done, or the button that does it. */
function Way({ step: { action, claim }, view: { address }, acts }: { step: Step; view: EscrowView; acts: Acts }) {
  const { go } = words.steps[action]
  const key = claim ?? '0x'
  const here = `/escrow/${address}`
  const act = (onAct: () => void) => <ActButton label={go} disabled={acts.busy} onAct={onAct} />
  switch (action) {
    case 'settle':
      return act(acts.settle)
    case 'award':
      return act(acts.award)
    case 'settleBreaks':
      return act(() => acts.settleBreaks(key))
    case 'release':
      return act(() => acts.release([key]))
    default: {
      const to = {
        pledge: `${here}/pledge`,
        file: `${here}/claim`,
        observe: `${here}/claim/${key}/judge`,
        rule: `${here}/claim/${key}/judge`,
        challenge: `${here}/claim/${key}`,
        fileBreak: `${here}/claim/${key}/break`,
        refund: '/portfolio',
      }[action]
      return (
        <LinkButton small to={to}>
          {go}
        </LinkButton>
      )
    }
  }
}

/** What the connected account is here. */
function You({
  view,
  claims,
  visitor: { account, seat, shares, owed },
}: {
  view: EscrowView
  claims: readonly ClaimRow[]
  visitor: ReturnType<typeof useVisitor>
}) {
  if (account === undefined) return null
  const filed = claims.filter(({ solver, payee }) => solver === account || payee === account).length
  const said = [
    seat !== undefined && words.you.member(seat),
    view.terms.arbiter === account && words.you.arbiter,
    filed > 0 && words.you.solver(filed),
  ].filter((one) => one !== false)
  return (
    <>
      {said.map((one) => (
        <Hint key={one}>{one}</Hint>
      ))}
      {shares > 0n && (
        <Row between>
          <span>
            {words.you.shares} <Amount of={shares} token={view.asset} />
          </span>
          <a href="#/portfolio">{words.you.portfolio}</a>
        </Row>
      )}
      {owed > 0n && (
        <Row between>
          <span>
            {words.you.owed}{' '}
            <strong>
              <Amount of={owed} token={view.asset} />
            </strong>
          </span>
          <LinkButton small kind="primary" to="/portfolio">
            {words.collect}
          </LinkButton>
        </Row>
      )}
    </>
  )
}
