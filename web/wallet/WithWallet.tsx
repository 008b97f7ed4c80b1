import { useState, type ReactNode } from 'react'
import type { Address } from 'viem'
import { useConnection, useSwitchChain } from 'wagmi'
import { useSite } from '../app/site.ts'
import { wasRefused } from '../chain/wasRefused.ts'
import { Button, Notice } from '../parts/basics.tsx'
import { Dialog } from '../parts/Dialog.tsx'
import { ErrorText } from '../parts/states.tsx'
import { text } from '../text/en/actions.ts'
import { text as walletText } from '../text/en/wallet.ts'
import { Choose } from './WalletButton.tsx'

/** What needs a wallet on the site's chain; until there is one, the way to it. @param why says what it is needed for. */
export function WithWallet({ why, children }: { why?: string; children: (account: Address) => ReactNode }) {
  const { deployment, chain } = useSite()
  const { address, chainId, status } = useConnection()
  const [open, setOpen] = useState(false)
  if (status === 'connected' && chainId === deployment.chainId) return <>{children(address)}</>
  if (address !== undefined) return <WrongNetwork chain={chain} id={deployment.chainId} />
  return (
    <>
      {why !== undefined && <p>{why}</p>}
      <p>
        <Button
          kind="primary"
          onClick={() => {
            setOpen(true)
          }}
        >
          {text.connect}
        </Button>
      </p>
      <Dialog
        title={walletText.choose}
        open={open}
        onClose={() => {
          setOpen(false)
        }}
      >
        <Choose
          onDone={() => {
            setOpen(false)
          }}
        />
      </Dialog>
    </>
  )
}

function WrongNetwork({ chain, id }: { chain: string; id: number }) {
  const { mutate: switchChain, isPending, error } = useSwitchChain()
  return (
    <Notice tone="warn" title={text.wrongNetwork(chain)}>
      <p>
        <Button
          kind="primary"
          disabled={isPending}
          onClick={() => {
            switchChain({ chainId: id })
          }}
        >
          {isPending ? text.switching : text.switchTo(chain)}
        </Button>
      </p>
      {error !== null && (wasRefused(error) ? <p>{text.refused}</p> : <ErrorText error={error} />)}
    </Notice>
  )
}
