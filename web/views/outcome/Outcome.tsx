import { isAddress, getAddress, type Address } from 'viem'
import { useParams } from 'wouter'
import { useEscrow } from '../../data/questions/escrow.ts'
import { Failed, Loading } from '../../parts/states.tsx'
import { text } from '../../text/en/outcome.ts'
import { Missing } from './Missing.tsx'
import { Whole } from './Whole.tsx'

export { escrowOf } from '../../data/questions/escrow.ts'

/** Everything about one escrow. */
export default function Outcome() {
  const { escrow } = useParams<{ escrow: string }>()
  if (!isAddress(escrow, { strict: false })) return <Missing title={text.notAddress} why={text.notAddressWhy} />
  return <Known escrow={getAddress(escrow)} />
}

function Known({ escrow }: { escrow: Address }) {
  const { data, error, refetch } = useEscrow(escrow)
  if (data === null) return <Missing title={text.unknown} why={text.unknownWhy} what={escrow} />
  if (data !== undefined) return <Whole view={data.escrow} asOf={data.asOf} />
  if (error !== null) return <Failed error={error} retry={refetch} />
  return <Loading lines={10} />
}
