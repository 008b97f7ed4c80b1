import { getAddress, isAddress, isHex, size, type Hex } from 'viem'
import { useParams } from 'wouter'
import { Title } from '../../app/Title.tsx'
import { Notice, Stack } from '../../parts/basics.tsx'
import { text } from '../../text/en/claim.ts'
import { WithWallet } from '../../wallet/WithWallet.tsx'
import { Filing } from './Filing.tsx'

/** `/escrow/:escrow/claim/:key/break`: the same against a paid claim. */
export default function FileBreak() {
  const { escrow = '', key = '' } = useParams()
  const { title, lead, why } = text.break
  const isKey = (value: string): value is Hex => isHex(value) && size(value) === 32
  return (
    <Stack>
      <Title window={title} lead={lead}>
        {title}
      </Title>
      {isAddress(escrow, { strict: false }) && isKey(key) ? (
        <WithWallet why={why}>
          {(account) => (
            <Filing key={account} escrow={getAddress(escrow)} account={account} target={key.toLowerCase() as Hex} />
          )}
        </WithWallet>
      ) : (
        <Notice tone="bad">{text.badAddress}</Notice>
      )}
    </Stack>
  )
}
