import { lazy, Suspense, useEffect, useState } from 'react'
import { Boundary } from '../app/Boundary.tsx'
import { useSite } from '../app/site.ts'
import { whenIdle } from '../app/whenIdle.ts'
import { Button } from '../parts/basics.tsx'
import { text } from '../text/en/wallet.ts'
import { isRemembered, useWanted, wantWallet } from './wanted.ts'

const load = () => import('./WalletArea.tsx')
const WalletArea = lazy(load)

/** The wallet's place in the header: a button until the wallet is wanted, or was connected on the last visit. */
export function WalletPlace() {
  const { chainId } = useSite().deployment
  const wanted = useWanted()
  const [pressed, setPressed] = useState(false)
  useEffect(() => {
    if (isRemembered(chainId)) void whenIdle().then(wantWallet)
  }, [chainId])
  const button = (
    <Button
      kind="primary"
      aria-busy={pressed}
      // Who comes near it will press it.
      onPointerEnter={() => void load()}
      onFocus={() => void load()}
      onClick={() => {
        setPressed(true)
        wantWallet()
      }}
    >
      {text.connect}
    </Button>
  )
  if (!wanted) return button
  return (
    <Boundary title={text.broken}>
      <Suspense fallback={button}>
        {/* A press may come in the moment in which the wallet takes the button's place: it begins anew with the choice. */}
        <WalletArea key={String(pressed)} choosing={pressed} />
      </Suspense>
    </Boundary>
  )
}
