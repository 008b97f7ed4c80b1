import type { ReactNode } from 'react'
import type { Outcome } from '../../../sdk/model/outcome.ts'
import { Rule, type Terms } from '../../../sdk/model/terms.ts'
import { useNow } from '../../chain/now.ts'
import type { AssetToken } from '../../data/answers/basics.ts'
import type { ClaimRow } from '../../data/answers/claims.ts'
import { Account } from '../../parts/Account.tsx'
import { Amount } from '../../parts/Amount.tsx'
import { Badge, Muted, Row, type Tone } from '../../parts/basics.tsx'
import { Finality } from '../../parts/Finality.tsx'
import { Countdown, Time } from '../../parts/Time.tsx'
import { text } from '../../text/en/outcome.ts'
import { phaseOfClaim } from './claimLife.ts'
import css from './outcome.module.css'
import { Result } from './Result.tsx'

const words = text.docket
const TONES: Record<keyof typeof text.phases, Tone> = {
  None: 'plain',
  Observing: 'info',
  Challenging: 'warn',
  Arbitrating: 'warn',
  Decided: 'info',
  Settled: 'plain',
}

/** A claim in brief: its phase and what is left of it, who filed it, verdict and payment. */
export function ClaimSummary({
  claim,
  terms,
  outcome,
  asset,
  aside,
}: {
  claim: ClaimRow
  terms: Terms
  outcome: Outcome | undefined
  asset: AssetToken
  aside?: ReactNode
}) {
  const { escrow, key, target, place, observed, panel, verdict, settledAt, paid, held, taken } = claim
  const settled = settledAt !== null
  // A contest moves progress by its award alone.
  const isUncounted =
    settled && target === null && terms.rule !== Rule.Contest && claim.progressFrom === claim.progressTo
  return (
    <>
      <Row between>
        <h3>
          <a href={`#/escrow/${escrow}/claim/${key}`}>{target === null ? words.claim(place) : words.break(place)}</a>
        </h3>
        <Row>
          {aside}
          <PhaseOf claim={claim} terms={terms} />
          <Finality of={claim.finality} />
        </Row>
      </Row>
      <dl className={css.brief}>
        <div>
          <dt>{words.solver}</dt>
          <dd>
            <Account address={claim.solver} />
          </dd>
        </div>
        <div>
          <dt>{words.filed}</dt>
          <dd>
            <Time at={claim.filedAt} />
          </dd>
        </div>
        <div>
          <dt>{words.observed}</dt>
          <dd>{words.members(observed, panel)}</dd>
        </div>
        <div>
          <dt>{settled ? words.verdict : words.verdictSoFar}</dt>
          <dd>
            {observed === 0 && !settled ? (
              <Muted>{words.noneYet}</Muted>
            ) : (
              <Result measurement={verdict} outcome={outcome} />
            )}
          </dd>
        </div>
        {settled && (
          <div>
            <dt>{target === null ? words.paid : words.taken}</dt>
            <dd>
              <Amount of={target === null ? paid : taken} token={asset} />
              {held > 0n && (
                <>
                  {' '}
                  <Muted>
                    (<Amount of={held} token={asset} /> {words.held})
                  </Muted>
                </>
              )}
            </dd>
          </div>
        )}
      </dl>
      {isUncounted && <Muted>{words.notCounted}</Muted>}
    </>
  )
}

/** The phase of a claim by the clock of the chain, with what is left of it. */
export function PhaseOf({ claim, terms }: { claim: ClaimRow; terms: Terms }) {
  const { phase, until } = phaseOfClaim(terms, claim, useNow())
  return (
    <Row>
      <Badge tone={TONES[phase]}>{text.phases[phase]}</Badge>
      {until !== undefined && <Countdown until={Number(until)} />}
    </Row>
  )
}
