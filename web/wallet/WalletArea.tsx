import Connected from './Connected.tsx'
import { WalletButton } from './WalletButton.tsx'

/** The wallet in the header. @param choosing begins with the choice of a wallet. */
export default function WalletArea({ choosing }: { choosing: boolean }) {
  return (
    <Connected>
      <WalletButton choosing={choosing} />
    </Connected>
  )
}
