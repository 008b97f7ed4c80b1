import { getAddress, isAddress, type Address, type Hex } from 'viem'
import { useParams } from 'wouter'
import { useClaim } from '../../data/questions/claims.ts'
import { useEscrow } from '../../data/questions/escrow.ts'
import { Failed, Loading } from '../../parts/states.tsx'
import { text } from '../../text/en/claimPage.ts'
import { text as outcomeText } from '../../text/en/outcome.ts'
import { Missing } from './Missing.tsx'
import { WholeClaim } from './WholeClaim.tsx'

/** Everything about one claim. */
export default function ClaimPage() {
  const { escrow, key } = useParams<{ escrow: string; key: string }>()
  if (!isAddress(escrow, { strict: false }))
    return <Missing title={outcomeText.notAddress} why={outcomeText.notAddressWhy} />
  if (!isKey(key)) return <Missing title={text.notKey} why={text.notKeyWhy} back={`/escrow/${escrow}`} />
  return <Known escrow={getAddress(escrow)} claim={key} />
}

function isKey(key: string): key is Hex {
  return /^0x[0-9a-fA-F]{64}$/.test(key)
}

function Known({ escrow, claim }: { escrow: Address; claim: Hex }) {
  const outcome = useEscrow(escrow)
  const asked = useClaim(escrow, claim)
  if (outcome.data === null) return <Missing title={outcomeText.unknown} why={outcomeText.unknownWhy} what={escrow} />
  if (asked.data === null)
    return <Missing title={text.unknown} why={text.unknownWhy} what={claim} back={`/escrow/${escrow}`} />
  if (outcome.data !== undefined && asked.data !== undefined)
    return <WholeClaim view={outcome.data.escrow} claim={asked.data.claim} />
  if (outcome.error !== null) return <Failed error={outcome.error} retry={outcome.refetch} />
  if (asked.error !== null) return <Failed error={asked.error} retry={asked.refetch} />
  return <Loading lines={10} />
}
