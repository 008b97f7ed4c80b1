import { lazy, Suspense, useMemo } from 'react'
import type { Terms } from '../../../sdk/model/terms.ts'
import { useAllClaims } from '../../data/questions/claims.ts'
import type { AsOf } from '../../data/answers/basics.ts'
import type { EscrowView } from '../../data/answers/escrow.ts'
import { termsOf } from '../../data/terms.ts'
import { Card, Notice, Stack } from '../../parts/basics.tsx'
import { Nearby } from '../../parts/Nearby.tsx'
import { Loading } from '../../parts/states.tsx'
import { Turn } from '../../parts/Turn.tsx'
import { text as listsText } from '../../text/en/lists.ts'
import { text } from '../../text/en/outcome.ts'
import { text as verifyText } from '../../text/en/verify.ts'
import { Docket } from './Docket.tsx'
import { Head } from './Head.tsx'
import { LifeLine } from './LifeLine.tsx'
import { Lists } from './Lists.tsx'
import { MoneyCard } from './MoneyCard.tsx'
import css from './outcome.module.css'
import { PanelCard } from './PanelCard.tsx'
import { Prices } from './Prices.tsx'
import { TermsCard } from './TermsCard.tsx'
import { useProven, type Proven } from './useProven.ts'
import { useReach } from './useReach.ts'
import { Wanted } from './Wanted.tsx'

const OnChain = lazy(() => import('./OnChain.tsx'))

/** All of the view, from one answer of the index: its head at once, the rest after it. */
export function Whole({ view, asOf }: { view: EscrowView; asOf: AsOf }) {
  const { terms: written } = view
  // The same terms come with every answer: nothing is reckoned anew for them.
  const terms = useMemo(() => termsOf({ terms: written }), [written])
  const proven = useProven(view, terms)
  return (
    <Stack>
      <Head view={view} outcome={proven?.outcome} />
      {proven?.terms === false && (
        <Notice tone="bad" title={text.falseTerms}>
          {text.falseTermsWhy}
        </Notice>
      )}
      {proven?.document === false && (
        <Notice tone="bad" title={text.falseDocument}>
          {text.falseDocumentWhy}
        </Notice>
      )}
      {proven?.document === true && proven.outcome === undefined && (
        <Notice tone="warn" title={text.malformed}>
          {text.malformedWhy}
        </Notice>
      )}
      {proven === undefined ? (
        <Loading lines={10} />
      ) : (
        <Turn place={<Loading lines={10} />}>
          <Parts of={{ view, asOf, terms, proven }} />
        </Turn>
      )}
    </Stack>
  )
}

interface Known {
  view: EscrowView
  asOf: AsOf
  terms: Terms
  proven: Proven
}

function Parts({ of: { view, asOf, terms, proven } }: { of: Known }) {
  const { outcome } = proven
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
        <Turn>
          <Wanted view={view} outcome={outcome} />
        </Turn>
        <Turn>
          <Prices view={view} terms={terms} outcome={outcome} claims={claims} />
        </Turn>
        <Turn>
          <Docket view={view} terms={terms} outcome={outcome} list={list} claims={claims} />
        </Turn>
        <Turn>
          <LifeLine view={view} terms={terms} claims={claims} />
        </Turn>
        <Turn>
          <TermsCard view={view} terms={terms} outcome={outcome} />
        </Turn>
        <Turn>
          <PanelCard view={view} />
        </Turn>
        <Turn>
          <Nearby waiting={<Place title={listsText.title} lines={12} />}>
            <Lists view={view} />
          </Nearby>
        </Turn>
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
