import { useState } from 'react'
import { useConnect, useConnection, useConnectors, useDisconnect } from 'wagmi'
import { Account, shortened } from '../parts/Account.tsx'
import { Button, Hint, Muted, Notice, Row, Stack } from '../parts/basics.tsx'
import { Dialog } from '../parts/Dialog.tsx'
import { Identicon } from '../parts/Identicon.tsx'
import { ErrorText } from '../parts/states.tsx'
import { wasRefused } from '../chain/wasRefused.ts'
import { harmless } from '../data/harmless.ts'
import { text } from '../text/en/wallet.ts'
import css from './wallet.module.css'

/** The wallet that is connected, or the way to connect one. @param choosing begins with the choice of a wallet. */
export function WalletButton({ choosing }: { choosing: boolean }) {
  const { address, status, connector } = useConnection()
  const { mutate: disconnect } = useDisconnect()
  // Each dialog is opened by its own button: connecting ends the one and must not open the other.
  const [open, setOpen] = useState<'choose' | 'account' | undefined>(choosing ? 'choose' : undefined)
  const close = () => {
    setOpen(undefined)
  }
  if (address === undefined)
    return (
      <>
        <Button
          kind="primary"
          // It stands for the button that was pressed: the focus comes back to it.
          ref={choosing ? focus : undefined}
          onClick={() => {
            setOpen('choose')
          }}
        >
          {status === 'reconnecting' || status === 'connecting' ? text.connecting : text.connect}
        </Button>
        <Dialog title={text.choose} open={open === 'choose'} onClose={close}>
          <Choose onDone={close} />
        </Dialog>
      </>
    )
  return (
    <>
      <Button
        onClick={() => {
          setOpen('account')
        }}
        aria-label={text.account(address)}
      >
        <Identicon of={address} />
        <span className="mono">{shortened(address)}</span>
      </Button>
      <Dialog title={text.yours} open={open === 'account'} onClose={close}>
        <Stack>
          <Account address={address} whole />
          <Muted>{text.through(harmless(connector?.name ?? ''))}</Muted>
          <Row>
            <Button
              onClick={() => {
                disconnect({})
                close()
              }}
            >
              {text.disconnect}
            </Button>
          </Row>
          <Hint>{text.changeThere}</Hint>
        </Stack>
      </Dialog>
    </>
  )
}

function focus(button: HTMLButtonElement | null): void {
  button?.focus()
}

/** The wallets of this browser. */
export function Choose({ onDone }: { onDone?: () => void }) {
  const found = useConnectors()
  const { mutate: connect, isPending, error } = useConnect()
  // A wallet that announces itself is there under its own name as well as in window.ethereum.
  const announced = found.filter(({ id }) => id !== 'injected')
  const hasOld = announced.length === 0 && 'ethereum' in window
  const shown = hasOld ? found : announced
  return (
    <Stack>
      <Hint>{text.hint}</Hint>
      {shown.length === 0 && (
        <Notice tone="warn" title={text.none}>
          {text.noneWhy}
        </Notice>
      )}
      <ul className={css.wallets}>
        {shown.map((connector) => (
          <li key={connector.uid}>
            <Button
              className={css.wallet}
              disabled={isPending}
              onClick={() => {
                connect({ connector }, { onSuccess: () => onDone?.() })
              }}
            >
              <WalletIcon icon={connector.icon} />
              <bdi>{connector.id === 'injected' ? text.old : harmless(connector.name, 40)}</bdi>
            </Button>
          </li>
        ))}
      </ul>
      {isPending && <p role="status">{text.asking}</p>}
      {error !== null && (
        <Notice tone="warn" title={wasRefused(error) ? text.refused : text.failed}>
          {!wasRefused(error) && <ErrorText error={error} />}
        </Notice>
      )}
    </Stack>
  )
}

/** A wallet's picture, if it brings one: nothing is loaded from elsewhere. */
function WalletIcon({ icon }: { icon: string | undefined }) {
  const own = icon?.trim()
  if (own?.startsWith('data:image/') !== true) return <span className={css.icon} aria-hidden="true" />
  return <img className={css.icon} src={own} alt="" width="28" height="28" />
}
