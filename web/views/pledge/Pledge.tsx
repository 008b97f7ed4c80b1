import { lazy, Suspense, useState } from 'react'
import { useParams } from 'wouter'
import { getAddress, isAddress, type Address } from 'viem'
import { afterPicture } from '../../app/afterPicture.ts'
import { pause } from '../../app/pause.ts'
import { Title } from '../../app/Title.tsx'
import { harmless } from '../../data/harmless.ts'
import { LinkButton, Notice, Row, Stack } from '../../parts/basics.tsx'
import { Loading } from '../../parts/states.tsx'
import { text } from '../../text/en/pledge.ts'

const Checking = lazy(async () => {
  await afterPicture()
  // A slow phone starts what reads the chain, starts the view, and draws it: each is a piece of its own.
  void import('../../../sdk/actions/getEscrow.ts').catch(() => undefined)
  const code = await import('./Checking.tsx')
  await pause()
  return code
})

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
  // Named once it is proved to be what it says.
  const [named, setNamed] = useState<string>()
  return (
    <Stack>
      <Title window={text.title} lead={text.lead}>
        {named === undefined ? text.title : text.titled(harmless(named, 120))}
      </Title>
      <Suspense fallback={<Loading lines={6} what={text.checking} />}>
        <Checking escrow={escrow} onNamed={setNamed} />
      </Suspense>
    </Stack>
  )
}
