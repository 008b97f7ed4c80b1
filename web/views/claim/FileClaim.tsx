import { isAddress, getAddress } from 'viem'
import { useParams } from 'wouter'
import { Title } from '../../app/Title.tsx'
import { Notice, Stack } from '../../parts/basics.tsx'
import { text } from '../../text/en/claim.ts'
import { WithWallet } from '../../wallet/WithWallet.tsx'
import { Filing } from './Filing.tsx'

/** `/escrow/:escrow/claim`: files chosen, encrypted here, filed, handed in. */
export default function FileClaim() {
  const { escrow = '' } = useParams()
  const { title, lead, why } = text.claim
  return (
    <Stack>
      <Title window={title} lead={lead}>
        {title}
      </Title>
      {isAddress(escrow, { strict: false }) ? (
        <WithWallet why={why}>
          {(account) => <Filing key={account} escrow={getAddress(escrow)} account={account} target={undefined} />}
        </WithWallet>
      ) : (
        <Notice tone="bad">{text.badAddress}</Notice>
      )}
    </Stack>
  )
}
