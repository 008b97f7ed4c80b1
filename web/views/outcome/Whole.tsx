import { lazy, Suspense, useMemo } from 'react'
import type { Outcome as OutcomeDocument } from '../../../sdk/model/outcome.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import { useSite } from '../../app/site.ts'
import { useAllClaims } from '../../data/questions/claims.ts'
import type { AsOf } from '../../data/answers/basics.ts'
import type { EscrowView } from '../../data/answers/escrow.ts'
import { provenOutcome } from '../../data/document.ts'
import { termsOf } from '../../data/terms.ts'
import { Card, Notice, Stack } from '../../parts/basics.tsx'
import { Nearby } from '../../parts/Nearby.tsx'
import { Loading } from '../../parts/states.tsx'
import { useDrawn } from '../../parts/useDrawn.ts'
import { text as listsText } from '../../text/en/lists.ts'
import { text } from '../../text/en/outcome.ts'
import { text as verifyText } from '../../text/en/verify.ts'
import { Docket } from './Docket.tsx'
import { isOfAddress, isOfTerms } from './document.ts'
import { Head } from './Head.tsx'
import { LifeLine } from './LifeLine.tsx'
import { Lists } from './Lists.tsx'
import { MoneyCard } from './MoneyCard.tsx'
import css from './outcome.module.css'
import { PanelCard } from './PanelCard.tsx'
import { Prices } from './Prices.tsx'
import { TermsCard } from './TermsCard.tsx'
import { useReach } from './useReach.ts'
import { Wanted } from './Wanted.tsx'

const OnChain = lazy(() => import('./OnChain.tsx'))

/** All of the view, from one answer of the index: its head at once, the rest after it. */
export function Whole({ view, asOf }: { view: EscrowView; asOf: AsOf }) {
  const { deployment } = useSite()
  const { terms: written, document, address } = view
  // The same terms come with every answer: nothing is reckoned anew for them.
  const terms = useMemo(() => termsOf({ terms: written }), [written])
  // What does not hash to the terms is not shown as the document of this escrow.
  const outcome = useMemo(() => provenOutcome(document, written.outcome), [document, written])
  const proven = useMemo(
    () => ({ terms: isOfAddress(deployment, terms, address), document: isOfTerms(document, terms) }),
    [deployment, terms, address, document],
  )
  const isHeadDrawn = useDrawn()
  return (
    <Stack>
      <Head view={view} outcome={outcome} />
      {!proven.terms && (
        <Notice tone="bad" title={text.falseTerms}>
          {text.falseTermsWhy}
        </Notice>
      )}
      {outcome === undefined && (
        <Notice tone={proven.document ? 'warn' : 'bad'} title={proven.document ? text.malformed : text.falseDocument}>
          {proven.document ? text.malformedWhy : text.falseDocumentWhy}
        </Notice>
      )}
      {isHeadDrawn ? <Parts of={{ view, asOf, terms, outcome, proven }} /> : <Loading lines={10} />}
    </Stack>
  )
}

interface Known {
  view: EscrowView
  asOf: AsOf
  terms: Terms
  outcome: OutcomeDocument | undefined
  proven: { terms: boolean; document: boolean }
}

function Parts({ of: { view, asOf, terms, outcome, proven } }: { of: Known }) {
  const list = useAllClaims(view.address)
  useReach(list, view.settled)
  const pages = list.data?.pages
  const claims = useMemo(() => (pages ?? []).flatMap((page) => page?.rows ?? []), [pages])
  return (
    <div className={css.columns}>
      <div className={css.aside}>
        <MoneyCard view={view} />
        <Nearby waiting={<Waiting />}>
          <Suspense fallback={<Waiting />}>
            <OnChain view={view} asOf={asOf} terms={terms} outcome={outcome} claims={claims} proven={proven} />
          </Suspense>
        </Nearby>
      </div>
      <div className={css.main}>
        <Wanted view={view} outcome={outcome} />
        <Prices view={view} terms={terms} outcome={outcome} claims={claims} />
        <Docket view={view} terms={terms} outcome={outcome} list={list} claims={claims} />
        <LifeLine view={view} terms={terms} claims={claims} />
        <TermsCard view={view} terms={terms} outcome={outcome} />
        <PanelCard view={view} />
        <Nearby waiting={<Place title={listsText.title} lines={12} />}>
          <Lists view={view} />
        </Nearby>
      </div>
    </div>
  )
}

/** Keeps the places of the parts that ask the chain, under their headings. */
function Waiting() {
  return (
    <div className={css.waiting}>
      {[text.can.title, verifyText.warnings.title, verifyText.title].map((title) => (
        <Place key={title} title={title} lines={5} />
      ))}
    </div>
  )
}

function Place({ title, lines }: { title: string; lines: number }) {
  return (
    <Card title={title}>
      <Loading lines={lines} />
    </Card>
  )
}
