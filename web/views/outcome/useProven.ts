import { useMemo } from 'react'
import type { Outcome } from '../../../sdk/model/outcome.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import { useSite } from '../../app/site.ts'
import type { EscrowView } from '../../data/answers/escrow.ts'
import { isDocumentOf, outcomeIn } from '../../data/document.ts'
import { useTurn } from '../../parts/Turn.tsx'
import { isOfAddress } from './isOfAddress.ts'

/** What of an answer of the index proves itself. */
export interface Proven {
  /** Whether its terms are those of the escrow at its address. */
  terms: boolean
  /** Whether its document is the one that the terms name. */
  document: boolean
  /** What the document says, where it is that one and an outcome document. */
  outcome: Outcome | undefined
}

/** Checked after the head of the view is drawn, piece by piece, since a slow phone takes longer for each than for the head: undefined until then. */
export function useProven({ document, address }: EscrowView, terms: Terms): Proven | undefined {
  const { deployment } = useSite()
  const [isFirst, isSecond, isThird] = [useTurn(), useTurn(), useTurn()]
  const isDocument = useMemo(() => isFirst && isDocumentOf(document, terms.outcome), [isFirst, document, terms])
  const outcome = useMemo(
    () => (isSecond && isDocument ? outcomeIn(document) : undefined),
    [isSecond, isDocument, document],
  )
  const isTerms = useMemo(
    () => isThird && isOfAddress(deployment, terms, address),
    [isThird, deployment, terms, address],
  )
  return isThird ? { terms: isTerms, document: isDocument, outcome } : undefined
}
