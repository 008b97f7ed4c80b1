import { useEffect } from 'react'
import type { Address } from 'viem'
import { useNow } from '../../chain/now.ts'
import { useReader, type Reader } from '../../chain/reader.ts'
import { useEscrow } from '../../data/questions/escrow.ts'
import { LinkButton, Notice, Row, Stack } from '../../parts/basics.tsx'
import { Failed, Loading } from '../../parts/states.tsx'
import { text } from '../../text/en/pledge.ts'
import Connected from '../../wallet/Connected.tsx'
import { useChecked } from './facts.ts'
import { Forged } from './Forged.tsx'
import { NoPledge } from './NoPledge.tsx'
import { PledgeForm } from './PledgeForm.tsx'
import { refusalOf } from './preview.ts'
import { Standing } from './Standing.tsx'

interface CheckingProps {
  escrow: Address
  /** Told the title of the outcome once it is proved. */
  onNamed: (title: string | undefined) => void
}

/** All of the view that asks the chain: loaded after its heading. */
export default function Checking(props: CheckingProps) {
  return (
    <Connected>
      <Checked {...props} />
    </Connected>
  )
}

function Checked({ escrow, onNamed }: CheckingProps) {
  const reader = useReader()
  const indexed = useEscrow(escrow).data?.escrow
  const { data, error, refetch } = useChecked(reader, escrow, indexed?.document)
  const named = data?.genuine === true ? data.outcome?.title : undefined
  useEffect(() => {
    onNamed(named)
  }, [named, onNamed])
  if (reader === undefined)
    return (
      <Stack>
        <Notice tone="warn" title={text.noReader.title}>
          <p>{text.noReader.why}</p>
        </Notice>
        <Row>
          <LinkButton to="/settings">{text.noReader.settings}</LinkButton>
        </Row>
      </Stack>
    )
  // What was found once stays shown while the chain is asked again; an answer that fails says so above it.
  return (
    <Stack>
      {error !== null && <Failed error={error} retry={refetch} />}
      {data === undefined && error === null && <Loading lines={6} what={text.checking} />}
      {data?.genuine === false && <Forged escrow={escrow} faults={data.faults} />}
      {data?.genuine === true && (
        <>
          <Standing checked={data} through={reader.through} />
          <Body checked={data} reader={reader} />
        </>
      )}
    </Stack>
  )
}

function Body({
  checked,
  reader,
}: {
  checked: Extract<NonNullable<ReturnType<typeof useChecked>['data']>, { genuine: true }>
  reader: Reader
}) {
  const now = useNow()
  // The block's time may be behind the clock: what is over by either is over.
  const at = BigInt(now) > checked.state.now ? BigInt(now) : checked.state.now
  const refusal = refusalOf(checked.state, at)
  return refusal === undefined ? (
    <PledgeForm checked={checked} reader={reader} />
  ) : (
    <NoPledge state={checked.state} refusal={refusal} />
  )
}
