import { useParams } from 'wouter'
import { getAddress, isAddress, type Address } from 'viem'
import { Title } from '../../app/Title.tsx'
import { useNow } from '../../chain/now.ts'
import { useReader } from '../../chain/reader.ts'
import { useEscrow } from '../../data/questions.ts'
import { harmless } from '../../data/harmless.ts'
import { LinkButton, Notice, Row, Stack } from '../../parts/basics.tsx'
import { Failed, Loading } from '../../parts/states.tsx'
import { text } from '../../text/en/pledge.ts'
import { useChecked } from './facts.ts'
import { Forged } from './Forged.tsx'
import { NoPledge } from './NoPledge.tsx'
import { PledgeForm } from './PledgeForm.tsx'
import { refusalOf } from './preview.ts'
import { Standing } from './Standing.tsx'

/** Pledging to one escrow, which is proved to be genuine before anything can be signed. */
export default function Pledge() {
  const { escrow = '' } = useParams()
  if (!isAddress(escrow, { strict: false }))
    return (
      <Stack>
        <Title window={text.title}>{text.title}</Title>
        <Notice tone="bad" title={text.notAnAddress.title}>
          <p>{text.notAnAddress.why}</p>
        </Notice>
        <Row>
          <LinkButton to="/">{text.explore}</LinkButton>
        </Row>
      </Stack>
    )
  return <PledgeTo escrow={getAddress(escrow)} />
}

function PledgeTo({ escrow }: { escrow: Address }) {
  const reader = useReader()
  const now = useNow()
  const indexed = useEscrow(escrow).data?.escrow
  const { data, error, refetch } = useChecked(reader, escrow, indexed?.document)
  const named = data?.genuine === true ? data.outcome?.title : undefined
  const title = named === undefined ? text.title : text.titled(harmless(named, 120))
  const head = (
    <Title window={text.title} lead={text.lead}>
      {title}
    </Title>
  )
  if (reader === undefined)
    return (
      <Stack>
        {head}
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
      {head}
      {error !== null && <Failed error={error} retry={refetch} />}
      {data === undefined && error === null && <Loading lines={6} what={text.checking} />}
      {data?.genuine === false && <Forged escrow={escrow} faults={data.faults} />}
      {data?.genuine === true && (
        <>
          <Standing checked={data} through={reader.through} />
          <Body checked={data} now={now} reader={reader} />
        </>
      )}
    </Stack>
  )
}

function Body({
  checked,
  now,
  reader,
}: {
  checked: Extract<NonNullable<ReturnType<typeof useChecked>['data']>, { genuine: true }>
  now: number
  reader: NonNullable<ReturnType<typeof useReader>>
}) {
  // The block's time may be behind the clock: what is over by either is over.
  const at = BigInt(now) > checked.state.now ? BigInt(now) : checked.state.now
  const refusal = refusalOf(checked.state, at)
  return refusal === undefined ? (
    <PledgeForm checked={checked} reader={reader} />
  ) : (
    <NoPledge state={checked.state} refusal={refusal} />
  )
}
