import type { Address } from 'viem'
import { Title } from '../../app/Title.tsx'
import { usePositions } from '../../data/questions/accounts.ts'
import { Stack } from '../../parts/basics.tsx'
import { text } from '../../text/en/desk.ts'
import { WithWallet } from '../../wallet/WithWallet.tsx'
import { Judged } from './Judged.tsx'
import { Publish } from './Publish.tsx'
import { Seats } from './Seats.tsx'
import { Waiting } from './Waiting.tsx'

/** `/desk`: what waits for a member or an arbiter. */
export default function Desk() {
  return (
    <Stack>
      <Title window={text.title} lead={text.lead}>
        {text.title}
      </Title>
      <WithWallet why={text.why}>{(account) => <OfAccount key={account} account={account} />}</WithWallet>
    </Stack>
  )
}

function OfAccount({ account }: { account: Address }) {
  const positions = usePositions(account)
  const seats = positions.data?.pages
    .flatMap((page) => page?.rows ?? [])
    .filter(({ seat, arbiter }) => seat !== null || arbiter)
  return (
    <Stack>
      <Waiting account={account} seats={seats ?? []} />
      <Seats account={account} seats={seats} list={positions} />
      {seats !== undefined && seats.some(({ seat }) => seat !== null) && <Judged account={account} seats={seats} />}
      <Publish account={account} />
    </Stack>
  )
}
