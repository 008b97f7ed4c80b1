import type { Outcome } from '../../../sdk/model/outcome.ts'
import type { ClaimView } from '../../data/answers/claims.ts'
import { Account, Digest } from '../../parts/Account.tsx'
import { Badge, Card, Fact, Facts } from '../../parts/basics.tsx'
import { Finality } from '../../parts/Finality.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { Countdown, Time } from '../../parts/Time.tsx'
import { text } from '../../text/en/desk.ts'
import css from '../claim/claim.module.css'
import type { Judging, Role } from './readJudging.ts'

/** What is claimed, by whom, how far it is, and how it is to be judged. */
export function AboutClaim({
  row,
  judging,
  outcome,
  role,
}: {
  row: ClaimView
  judging: Judging
  outcome: Outcome | undefined
  role: Role
}) {
  const words = text.judge
  const { state, claim } = judging
  const { panel, quorum } = state.terms
  const isBreak = row.target !== null
  return (
    <Card title={isBreak ? words.breakClaim : words.claim} id="claim" aside={<Finality of={row.finality} />}>
      <Facts>
        {outcome !== undefined && (
          <Fact name={words.outcome}>
            <a href={`#/escrow/${row.escrow}`}>
              <Foreign inline>{outcome.title}</Foreign>
            </a>
          </Fact>
        )}
        <Fact name={words.you}>
          <strong>{role.is === 'member' ? words.member(role.seat) : words[role.is]}</strong>
        </Fact>
        <Fact name={words.phase}>
          <Badge tone={claim.phase === 'Observing' || claim.phase === 'Arbitrating' ? 'info' : 'plain'}>
            {text.phases[claim.phase]}
          </Badge>
        </Fact>
        {claim.until !== undefined && (
          <Fact name={words.left}>
            <Countdown until={Number(claim.until)} />
            {' · '}
            <Time at={Number(claim.until)} relative={false} />
          </Fact>
        )}
        <Fact name={words.observations}>{words.ofQuorum(claim.seats.length, quorum, panel.length)}</Fact>
        <Fact name={words.highest}>{claim.highest.toLocaleString('en')}</Fact>
        <Fact name={words.verdict}>{claim.verdict.toLocaleString('en')}</Fact>
        <Fact name={words.key}>
          <Digest value={row.key} />
        </Fact>
        <Fact name={words.solver}>
          <Account address={row.solver} />
        </Fact>
        <Fact name={words.payee}>
          <Account address={claim.payee} whole />
        </Fact>
        <Fact name={words.filed}>
          <Time at={Number(claim.filedAt)} />
        </Fact>
        <Fact name={words.uri}>
          <Foreign most={200}>{row.uri}</Foreign>
        </Fact>
      </Facts>
      {outcome !== undefined && <HowJudged outcome={outcome} isBreak={isBreak} />}
    </Card>
  )
}

function HowJudged({ outcome, isBreak }: { outcome: Outcome; isBreak: boolean }) {
  const words = text.judge
  const { method, metric, sideConditions, breakClause } = outcome
  if (isBreak)
    return breakClause === undefined ? null : (
      <div>
        <h3>{words.clause}</h3>
        <Foreign most={2_000}>{breakClause}</Foreign>
      </div>
    )
  return (
    <details className={css.details}>
      <summary>{words.method}</summary>
      <p>
        <Foreign most={2_000}>{metric.definition}</Foreign>
      </p>
      {method.map((paragraph) => (
        <p key={paragraph}>
          <Foreign most={2_000}>{paragraph}</Foreign>
        </p>
      ))}
      {sideConditions.length > 0 && <h3>{words.conditions}</h3>}
      <ul className={css.list}>
        {sideConditions.map(({ name, condition }) => (
          <li key={name}>
            <strong>
              <Foreign inline>{name}</Foreign>
            </strong>
            {': '}
            <Foreign most={2_000}>{condition}</Foreign>
          </li>
        ))}
      </ul>
    </details>
  )
}
