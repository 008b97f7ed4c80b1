import { useState } from 'react'
import { pledge } from '../../../sdk/actions/pledge.ts'
import { pledgeMany } from '../../../sdk/actions/pledgeMany.ts'
import { pledgeNative } from '../../../sdk/actions/pledgeNative.ts'
import type { EscrowState } from '../../../sdk/actions/getEscrow.ts'
import type { Writer, Written } from '../../../sdk/actions/writer.ts'
import { formatAmount } from '../../../sdk/model/amount.ts'
import { useSite } from '../../app/site.ts'
import { ActionStatus } from '../../chain/ActionStatus.tsx'
import { useAction } from '../../chain/useAction.ts'
import { written } from '../../data/token.ts'
import { Button, Card, Hint, Row } from '../../parts/basics.tsx'
import { Select } from '../../parts/Field.tsx'
import { text } from '../../text/en/pledge.ts'
import css from './pledge.module.css'
import type { Received } from './Receipt.tsx'
import type { PlannedWay, Way } from './ways.ts'

/** The way a pledge is paid, what the wallet will ask for on it, and the button. */
export function Submit({
  state,
  amount,
  ways,
  currency,
  isAgreed,
  onDone,
}: {
  state: EscrowState
  amount: bigint | undefined
  ways: readonly PlannedWay[]
  currency: string
  isAgreed: boolean
  onDone: (received: Received) => void
}) {
  const { deployment } = useSite()
  const [wanted, setWanted] = useState<Way>()
  const token = written(state.token)
  const shown = amount === undefined ? '' : formatAmount(amount, token)
  const action = useAction<Received>(text.submit.button(shown), state.address)
  const chosen = ways.find(({ way }) => way === wanted) ?? ways[0]
  const names = { ...text.way.names, native: text.way.names.native(currency) }
  const run = async (): Promise<void> => {
    if (amount === undefined || chosen === undefined) return
    const received = await action.run(async (writer) => {
      const done = await carryOut(writer, deployment.router, state, amount, chosen.way)
      return { result: { shares: done.result ?? 0n, hash: done.transaction?.hash }, transaction: done.transaction }
    })
    if (received !== undefined) onDone(received)
  }
  return (
    <Card id="pay" title={text.way.title}>
      {amount !== undefined && chosen === undefined && <p role="status">{text.way.none}</p>}
      {ways.length > 1 && chosen !== undefined && (
        <Select
          label={text.way.choose}
          value={chosen.way}
          disabled={action.busy}
          onChange={({ target }) => setWanted(ways.find(({ way }) => way === target.value)?.way)}
        >
          {ways.map(({ way }) => (
            <option key={way} value={way}>
              {names[way]}
            </option>
          ))}
        </Select>
      )}
      {ways.length === 1 && chosen !== undefined && <p>{names[chosen.way]}</p>}
      {chosen !== undefined && (
        <div>
          <p>{text.way.prompts(chosen.prompts.length)}</p>
          <ol className={css.prompts}>
            {chosen.prompts.map((prompt) => (
              <li key={prompt}>{prompt === 'reset' ? text.way.prompt.reset : text.way.prompt[prompt](shown)}</li>
            ))}
          </ol>
        </div>
      )}
      <Row>
        <Button
          kind="primary"
          disabled={amount === undefined || chosen === undefined || !isAgreed || action.busy}
          onClick={() => void run()}
        >
          {amount === undefined ? text.submit.empty : text.submit.button(shown)}
        </Button>
      </Row>
      {amount !== undefined && !isAgreed && <Hint>{text.warnings.needed}</Hint>}
      <ActionStatus state={action.state} />
    </Card>
  )
}

/** All of `amount` or nothing: less is never pledged than what was written. */
async function carryOut(
  writer: Writer,
  router: `0x${string}`,
  { address: escrow }: EscrowState,
  amount: bigint,
  way: Way,
): Promise<Written<bigint>> {
  if (way === 'approve') return pledge(writer, escrow, { amount })
  const entries = [{ escrow, amount }]
  const done =
    way === 'native'
      ? await pledgeNative(writer, router, entries)
      : await pledgeMany(writer, router, entries, { permit: true })
  return { result: done.result?.[0], transaction: done.transaction }
}
