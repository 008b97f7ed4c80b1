import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getClaim } from '../../../sdk/actions/getClaim.ts'
import { formatBytes } from '../../../sdk/model/bytes.ts'
import { useReader } from '../../chain/reader.ts'
import { Account, Digest } from '../../parts/Account.tsx'
import { Button, Card, Fact, Facts, LinkButton, Notice, Row, Stack } from '../../parts/basics.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { Failed } from '../../parts/states.tsx'
import { Time } from '../../parts/Time.tsx'
import { text } from '../../text/en/claim.ts'
import { FileIt } from './FileIt.tsx'
import { membersWith } from './handIn.ts'
import { HandInStep } from './HandInStep.tsx'
import { bundleOf } from './keep.ts'
import { PlaceStep } from './PlaceStep.tsx'
import type { Prepared } from './prepared.ts'
import type { Filing } from './readFiling.ts'
import { ReceiptStep } from './ReceiptStep.tsx'

/** Milliseconds between questions whether the chain has the claim. */
const AGAIN = 3_000

/** A claim that is kept on this device, from its preparation until everybody has it. Whether it is filed says the chain. */
export function Kept({
  prepared,
  filing,
  change,
  forget,
}: {
  prepared: Prepared
  filing: Filing
  change: (how: (prepared: Prepared) => Prepared) => Promise<void>
  forget: () => Promise<void>
}) {
  const { claim } = prepared
  const reader = useReader()
  const bundle = useQuery({
    queryKey: ['bundle', claim.key],
    queryFn: () => bundleOf(prepared),
    staleTime: Infinity,
    structuralSharing: false,
    retry: false,
  })
  const filed = useQuery({
    queryKey: ['filed', claim.key, reader?.through],
    queryFn: async () =>
      reader !== undefined && (await getClaim(reader.client, filing.state, claim.key)).phase !== 'None',
    enabled: reader !== undefined,
    refetchInterval: ({ state }) => (state.data === true ? false : AGAIN),
  })
  const isFiled = filed.data === true
  // What too few members can read measures 0.
  const isDone =
    isFiled && (prepared.place === 'own' || BigInt(membersWith(claim, filing.judges)) >= filing.state.terms.quorum)
  const words = text.kept
  return (
    <Card title={words.title} id={`claim-${claim.key.slice(2, 10)}`}>
      <About prepared={prepared} />
      {filed.error !== null && <Failed error={filed.error} retry={filed.refetch} />}
      {bundle.error !== null && <Failed title={words.unreadable} error={bundle.error} />}
      {bundle.data !== undefined && (
        <Stack>
          <ReceiptStep step={1} prepared={prepared} bundle={bundle.data} change={change} />
          {prepared.place === 'own' && (
            <PlaceStep step={2} prepared={prepared} bundle={bundle.data} change={change} fixed={isFiled} />
          )}
          <FileIt
            step={prepared.place === 'own' ? 3 : 2}
            prepared={prepared}
            filing={filing}
            isFiled={isFiled}
            known={filed.data !== undefined}
          />
          <HandInStep
            step={prepared.place === 'own' ? 4 : 3}
            prepared={prepared}
            bundle={bundle.data}
            filing={filing}
            isFiled={isFiled}
            change={change}
          />
        </Stack>
      )}
      {isDone && (
        <Notice tone="good" title={text.done.title}>
          <p>{text.done.next}</p>
          <Row>
            <LinkButton to={`/escrow/${claim.escrow}/claim/${claim.key}`}>{text.toClaim}</LinkButton>
          </Row>
        </Notice>
      )}
      {filed.data !== undefined && (!isFiled || prepared.saved) && <Forget isFiled={isFiled} forget={forget} />}
    </Card>
  )
}

function About({ prepared }: { prepared: Prepared }) {
  const { claim, manifest, payee, salt, at } = prepared
  const [shown, setShown] = useState(false)
  const words = text.kept
  const bytes = manifest.files.reduce((sum, { size }) => sum + size, 0)
  return (
    <Facts>
      <Fact name={words.key}>
        <Digest value={claim.key} />
      </Fact>
      <Fact name={words.statement}>
        <Foreign>{manifest.statement}</Foreign>
      </Fact>
      <Fact name={words.evidence}>{text.files.total(manifest.files.length, formatBytes(bytes))}</Fact>
      <Fact name={words.readers}>{words.keys(claim.bundle.recipients.length)}</Fact>
      <Fact name={words.payee}>
        <Account address={payee} whole />
      </Fact>
      <Fact name={words.at}>
        <Time at={Math.floor(at / 1000)} />
      </Fact>
      {claim.uri !== undefined && (
        <Fact name={words.uri}>
          <Foreign>{claim.uri}</Foreign>
        </Fact>
      )}
      <Fact name={words.salt}>
        {shown && <Digest value={salt} whole />}{' '}
        <Button
          small
          aria-expanded={shown}
          onClick={() => {
            setShown(!shown)
          }}
        >
          {shown ? words.hideSalt : words.showSalt}
        </Button>
      </Fact>
    </Facts>
  )
}

/** Takes the claim off this device, once it was said twice. */
function Forget({ isFiled, forget }: { isFiled: boolean; forget: () => Promise<void> }) {
  const [asked, setAsked] = useState(false)
  const words = text.kept
  if (!asked)
    return (
      <p>
        <Button
          small
          onClick={() => {
            setAsked(true)
          }}
        >
          {isFiled ? words.remove : words.discard}
        </Button>
      </p>
    )
  return (
    <Notice tone="warn">
      <p>{isFiled ? words.removeSure : words.discardSure}</p>
      <Row>
        <Button small onClick={() => void forget()}>
          {isFiled ? words.removeYes : words.discardYes}
        </Button>
        <Button
          small
          onClick={() => {
            setAsked(false)
          }}
        >
          {words.keep}
        </Button>
      </Row>
    </Notice>
  )
}
