import { useMemo } from 'react'
import { explainPrices } from '../../../sdk/model/explainPrices.ts'
import type { Outcome } from '../../../sdk/model/outcome.ts'
import { Rule, type Terms } from '../../../sdk/model/terms.ts'
import type { ClaimRow } from '../../data/answers/claims.ts'
import type { EscrowView } from '../../data/answers/escrow.ts'
import { tokenOf } from '../../data/terms.ts'
import { Card } from '../../parts/basics.tsx'
import { Turn } from '../../parts/Turn.tsx'
import { text } from '../../text/en/outcome.ts'
import { CurveTry } from './CurveTry.tsx'
import { PrizesTry } from './PrizesTry.tsx'

export interface PricesProps {
  view: EscrowView
  terms: Terms
  outcome: Outcome | undefined
}

/** What is paid for which result: in words, drawn, and for any result that the visitor tries. */
export function Prices({ claims, ...props }: PricesProps & { claims: readonly ClaimRow[] }) {
  const { view, terms, outcome } = props
  const { asset } = view
  const sentences = useMemo(() => explainPrices(terms, { token: tokenOf(asset), outcome }), [terms, asset, outcome])
  return (
    <Card title={text.prices.title} id="prices">
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <Turn>{terms.rule === Rule.Contest ? <PrizesTry {...props} claims={claims} /> : <CurveTry {...props} />}</Turn>
    </Card>
  )
}
