import Connected from './Connected.tsx'
import { WalletButton } from './WalletButton.tsx'

/** The wallet's place in the header. */
export default function WalletArea() {
  return (
    <Connected>
      <WalletButton />
    </Connected>
  )
}
