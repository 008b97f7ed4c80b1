import { useMemo } from 'react'
import { useSite } from '../../app/site.ts'
import { Title } from '../../app/Title.tsx'
import { useNow } from '../../chain/now.ts'
import type { ClaimView } from '../../data/answers/claims.ts'
import type { EscrowView } from '../../data/answers/escrow.ts'
import { provenOutcome } from '../../data/document.ts'
import { harmless } from '../../data/harmless.ts'
import { termsOf } from '../../data/terms.ts'
import { Card, Hint, Muted, Notice, Row, Stack } from '../../parts/basics.tsx'
import { Finality } from '../../parts/Finality.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { text } from '../../text/en/claimPage.ts'
import { text as outcomeText } from '../../text/en/outcome.ts'
import { ClaimDo } from './ClaimDo.tsx'
import { ClaimFacts } from './ClaimFacts.tsx'
import { ClaimLife } from './ClaimLife.tsx'
import { phaseOfClaim } from './claimLife.ts'
import { ClaimMoney } from './ClaimMoney.tsx'
import { ClaimSummary, PhaseOf } from './ClaimSummary.tsx'
import { Dispute } from './Dispute.tsx'
import { voicesOf } from './dissent.ts'
import { isOfAddress } from './isOfAddress.ts'
import css from './outcome.module.css'
import { Voices } from './Voices.tsx'

/** All parts of the view of a claim. */
export function WholeClaim({ view, claim }: { view: EscrowView; claim: ClaimView }) {
  const { deployment } = useSite()
  const { terms: written, document, address } = view
  const terms = useMemo(() => termsOf({ terms: written }), [written])
  // What does not hash to the terms is not shown as the document of this escrow.
  const outcome = useMemo(() => provenOutcome(document, written.outcome), [document, written])
  const isProven = useMemo(() => isOfAddress(deployment, terms, address), [deployment, terms, address])
  const observing = phaseOfClaim(terms, claim, useNow()).phase === 'Observing'
  const name = claim.target === null ? outcomeText.docket.claim(claim.place) : outcomeText.docket.break(claim.place)
  const title = view.title ?? outcomeText.untitled
  return (
    <Stack>
      <header className={css.head}>
        <Row>
          <PhaseOf claim={claim} terms={terms} />
          <Finality of={claim.finality} />
        </Row>
        <Title window={`${name}, ${harmless(title, 60)}`}>{name}</Title>
        <p>
          <Muted>{text.of}</Muted>{' '}
          <a href={`#/escrow/${address}`}>
            <Foreign inline most={160}>
              {title}
            </Foreign>
          </a>
        </p>
        {claim.target !== null && (
          <p>
            {text.target} <a href={`#/escrow/${address}/claim/${claim.target}`}>{text.targetClaim}</a>
          </p>
        )}
      </header>
      {!isProven && (
        <Notice tone="bad" title={outcomeText.falseTerms}>
          {outcomeText.falseTermsWhy}
        </Notice>
      )}
      <div className={css.columns}>
        <div className={css.aside}>
          {isProven && <ClaimDo view={view} claim={claim} terms={terms} />}
          <ClaimLife claim={claim} terms={terms} />
        </div>
        <div className={css.main}>
          <ClaimFacts claim={claim} outcome={outcome} />
          <Card title={text.voices.title} id="observations">
            <Hint>{text.voices.hint(written.quorum)}</Hint>
            <Voices voices={voicesOf(terms.panel, claim, observing)} outcome={outcome} />
          </Card>
          <Dispute claim={claim} terms={terms} outcome={outcome} />
          <ClaimMoney claim={claim} asset={view.asset} />
          {(claim.breaksFiled > 0 || claim.held > 0n) && (
            <Card title={text.breaks.title} id="breaks">
              {claim.breaks.length === 0 && <p>{text.breaks.none}</p>}
              {claim.breaks.map((one) => (
                <article key={one.key} className={css.claim}>
                  <ClaimSummary claim={one} terms={terms} outcome={outcome} asset={view.asset} />
                </article>
              ))}
            </Card>
          )}
        </div>
      </div>
    </Stack>
  )
}
