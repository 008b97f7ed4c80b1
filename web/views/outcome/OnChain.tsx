import type { Outcome } from '../../../sdk/model/outcome.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import type { AsOf } from '../../data/answers/basics.ts'
import type { ClaimRow } from '../../data/answers/claims.ts'
import type { EscrowView } from '../../data/answers/escrow.ts'
import Connected from '../../wallet/Connected.tsx'
import { CanDo } from './CanDo.tsx'
import { Verify } from './Verify.tsx'
import { WarningsCard } from './WarningsCard.tsx'

export interface OnChainProps {
  view: EscrowView
  asOf: AsOf
  terms: Terms
  outcome: Outcome | undefined
  claims: readonly ClaimRow[]
  proven: { terms: boolean; document: boolean }
}

/** The parts of the view that ask the chain and know the visitor's wallet. Loaded when they come near: nothing else waits for them. */
export default function OnChain({ view, asOf, terms, outcome, claims, proven }: OnChainProps) {
  return (
    <Connected>
      <CanDo view={view} terms={terms} claims={claims} />
      <WarningsCard view={view} terms={terms} outcome={outcome} />
      <Verify view={view} asOf={asOf} terms={terms} proven={proven} />
    </Connected>
  )
}
