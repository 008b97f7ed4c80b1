import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getAddress, isAddress, isHex, size, type Address, type Hex } from 'viem'
import { useParams } from 'wouter'
import { useSite } from '../../app/site.ts'
import { Title } from '../../app/Title.tsx'
import { useReader } from '../../chain/reader.ts'
import { useClaim } from '../../data/questions/claims.ts'
import { useEscrow } from '../../data/questions/escrow.ts'
import { LinkButton, Notice, Stack } from '../../parts/basics.tsx'
import { Empty, Failed, Loading } from '../../parts/states.tsx'
import { text as claimText } from '../../text/en/claim.ts'
import { text } from '../../text/en/desk.ts'
import { WithWallet } from '../../wallet/WithWallet.tsx'
import { outcomeOf } from '../claim/readFiling.ts'
import { AboutClaim } from './AboutClaim.tsx'
import { Evidence } from './Evidence.tsx'
import { Measure } from './Measure.tsx'
import type { OpenedEvidence } from './openEvidence.ts'
import { givesKey, readJudging, roleOf } from './readJudging.ts'
import { Rule } from './Rule.tsx'
import { Submit } from './Submit.tsx'

/** `/escrow/:escrow/claim/:key/judge`: evidence read, measured, signed; ruled on; or what others have signed submitted. */
export default function Judge() {
  const { escrow = '', key = '' } = useParams()
  const words = text.judge
  const isKey = (value: string): value is Hex => isHex(value) && size(value) === 32
  return (
    <Stack>
      <Title window={words.title} lead={words.lead}>
        {words.title}
      </Title>
      {isAddress(escrow, { strict: false }) && isKey(key) ? (
        <WithWallet why={words.why}>
          {(account) => (
            <OfClaim key={account} escrow={getAddress(escrow)} claimed={key.toLowerCase() as Hex} account={account} />
          )}
        </WithWallet>
      ) : (
        <Notice tone="bad">{words.badAddress}</Notice>
      )}
    </Stack>
  )
}

function OfClaim({ escrow, claimed, account }: { escrow: Address; claimed: Hex; account: Address }) {
  const words = text.judge
  const reader = useReader()
  const answer = useClaim(escrow, claimed)
  const view = useEscrow(escrow).data?.escrow
  const [opened, setOpened] = useState<OpenedEvidence>()
  const row = answer.data?.claim
  const judging = useJudging(escrow, claimed, row?.target)
  if (reader === undefined)
    return (
      <Notice tone="warn" title={claimText.noReader.title}>
        {claimText.noReader.text}
      </Notice>
    )
  if (answer.data === null) return <Empty title={words.missing}>{words.missingWhy}</Empty>
  if (row === undefined)
    return answer.error === null ? <Loading /> : <Failed error={answer.error} retry={answer.refetch} />
  if (!givesKey(row)) return <Notice tone="bad">{words.broken}</Notice>
  if (judging.data === undefined)
    return judging.error === null ? <Loading lines={5} /> : <Failed error={judging.error} retry={judging.refetch} />
  const { state } = judging.data
  const outcome = outcomeOf(view?.document, state.terms)
  const role = roleOf(state.terms, account)
  const shared = { row, judging: judging.data, outcome, account, opened }
  return (
    <Stack>
      <AboutClaim row={row} judging={judging.data} outcome={outcome} role={role} />
      {view !== undefined && outcome === undefined && <Notice tone="warn">{words.noOutcome}</Notice>}
      {role.is !== 'nobody' && <Evidence row={row} opened={opened} onOpened={setOpened} />}
      {role.is === 'member' && <Measure {...shared} seat={role.seat} />}
      {role.is === 'arbiter' && <Rule {...shared} />}
      <Submit row={row} judging={judging.data} />
      <p>
        <LinkButton to={`/escrow/${escrow}/claim/${claimed}`}>{words.back}</LinkButton>
      </p>
    </Stack>
  )
}

/** Milliseconds. */
const AGAIN = 6_000

/** What the chain says of a claim, again and again. @param target undefined while it is not known. */
function useJudging(escrow: Address, key: Hex, target: Hex | null | undefined) {
  const { deployment } = useSite()
  const reader = useReader()
  return useQuery({
    queryKey: ['judging', reader?.through, escrow, key, target],
    queryFn: () => {
      if (reader === undefined || target === undefined) throw new TypeError('There is nothing to ask for yet.')
      return readJudging(reader.client, deployment, { escrow, key, target })
    },
    enabled: reader !== undefined && target !== undefined,
    refetchInterval: AGAIN,
  })
}
