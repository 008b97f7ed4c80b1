import type { Address, Hex } from 'viem'
import type { Outcome } from '../../../sdk/model/outcome.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import { useNow } from '../../chain/now.ts'
import { useClaim } from '../../data/questions/claims.ts'
import { Failed, Loading } from '../../parts/states.tsx'
import { phaseOfClaim } from './claimLife.ts'
import { voicesOf } from './dissent.ts'
import { Voices } from './Voices.tsx'

/** What each member said of a claim, asked for when it is unfolded. */
export function VoicesOf({
  escrow,
  claim,
  terms,
  outcome,
}: {
  escrow: Address
  claim: Hex
  terms: Terms
  outcome: Outcome | undefined
}) {
  const { data, error, refetch } = useClaim(escrow, claim)
  const now = useNow()
  if (error !== null && data === undefined) return <Failed error={error} retry={refetch} />
  if (data === undefined || data === null) return <Loading />
  const observing = phaseOfClaim(terms, data.claim, now).phase === 'Observing'
  return <Voices voices={voicesOf(terms.panel, data.claim, observing)} outcome={outcome} />
}
