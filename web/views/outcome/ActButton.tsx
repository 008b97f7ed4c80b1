import { useState } from 'react'
import { useProvider } from '../../chain/reader.ts'
import { ActionStatus } from '../../chain/ActionStatus.tsx'
import { Button } from '../../parts/basics.tsx'
import { text } from '../../text/en/outcome.ts'
import { WithWallet } from '../../wallet/WithWallet.tsx'
import type { Acts } from './useActs.ts'

/** A button for something that needs a wallet; without one, it leads to one first. */
export function ActButton({ label, disabled, onAct }: { label: string; disabled: boolean; onAct: () => void }) {
  const isReady = useProvider() !== undefined
  const [wanted, setWanted] = useState(false)
  const button = (act: () => void) => (
    <Button small kind="primary" disabled={disabled} onClick={act}>
      {label}
    </Button>
  )
  if (isReady) return button(onAct)
  if (!wanted)
    return button(() => {
      setWanted(true)
    })
  return <WithWallet>{() => button(onAct)}</WithWallet>
}

/** How far each of them is. It stays when what was done can no longer be done again. */
export function ActsStatus({ acts }: { acts: Acts }) {
  const words = text.can.acts
  return (
    <div>
      <ActionStatus state={acts.settling.state} done={(n) => <p>{words.settled(n)}</p>} />
      <ActionStatus state={acts.breaking.state} done={(n) => <p>{words.settled(n)}</p>} />
      <ActionStatus state={acts.awarding.state} done={() => <p>{words.awarded}</p>} />
      <ActionStatus state={acts.releasing.state} done={(n) => <p>{words.released(n)}</p>} />
    </div>
  )
}
