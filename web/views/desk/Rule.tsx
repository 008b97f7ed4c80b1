import { useState } from 'react'
import type { Address, Hex } from 'viem'
import { rule } from '../../../sdk/actions/rule.ts'
import { formatAmount } from '../../../sdk/model/amount.ts'
import type { Outcome } from '../../../sdk/model/outcome.ts'
import { ActionStatus } from '../../chain/ActionStatus.tsx'
import { useAction } from '../../chain/useAction.ts'
import type { ClaimView } from '../../data/answers/claims.ts'
import { written } from '../../data/token.ts'
import { Account } from '../../parts/Account.tsx'
import { Button, Card, Fact, Facts, Hint, Notice } from '../../parts/basics.tsx'
import { TextArea } from '../../parts/Field.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { text } from '../../text/en/desk.ts'
import css from '../claim/claim.module.css'
import { effectOf, mayRule } from './effect.ts'
import { Entered } from './Entered.tsx'
import { entryOf, measurementEntered } from './measured.ts'
import type { Judging } from './readJudging.ts'

/** The arbiter's ruling on a challenged claim, with what it does to the payment. */
export function Rule({
  row,
  judging,
  outcome,
}: {
  row: ClaimView
  judging: Judging
  outcome: Outcome | undefined
  account: Address
}) {
  const words = text.rule
  const { claim } = judging
  const { highest } = claim
  const [typed, setTyped] = useState('')
  const [grounds, setGrounds] = useState('')
  const entry = entryOf(outcome, row.target !== null)
  const { measurement, fault } = measurementEntered(entry, typed, outcome, text.measure.rawFault)
  const isTooHigh = measurement !== undefined && !mayRule(measurement, highest)
  const action = useAction<Hex>(words.action(measurement ?? 0n), row.escrow)
  const isOpen = claim.phase === 'Arbitrating'
  const ruleNow = (): void => {
    if (measurement === undefined) return
    void action.run((writer) => rule(writer, row.escrow, row.key, { measurement, grounds: grounds.trim() }))
  }
  return (
    <Card title={words.title} id="rule">
      {row.challenge !== null && (
        <>
          <h3>{words.challenge}</h3>
          <Facts>
            <Fact name={words.by}>
              <Account address={row.challenge.by} />
            </Fact>
            <Fact name={words.grounds}>
              <Foreign most={2_000}>{row.challenge.grounds}</Foreign>
            </Fact>
          </Facts>
        </>
      )}
      {!isOpen && action.state.at === 'idle' && <Notice>{words.notChallenged}</Notice>}
      {isOpen && (
        <>
          <Hint>{words.lead}</Hint>
          <Notice tone="warn">{words.final}</Notice>
          <Entered
            entry={entry}
            outcome={outcome}
            typed={typed}
            onChange={setTyped}
            fault={isTooHigh ? words.tooHigh(highest) : fault}
            measurement={measurement}
          />
          <Hint>{words.bound(highest)}</Hint>
          {isTooHigh && entry === 'broken' && <Notice tone="bad">{words.tooHigh(highest)}</Notice>}
          <TextArea
            label={words.groundsLabel}
            hint={words.groundsHint}
            value={grounds}
            onChange={({ target }) => {
              setGrounds(target.value)
            }}
          />
          <div aria-live="polite" className={css.step}>
            <h3>{words.effect}</h3>
            <Facts>
              <Fact name={words.before}>
                <EffectWords judging={judging} measurement={claim.verdict} />
              </Fact>
              {measurement !== undefined && !isTooHigh && (
                <Fact name={words.after}>
                  <EffectWords judging={judging} measurement={measurement} />
                </Fact>
              )}
            </Facts>
            <Hint>{words.asThingsStand}</Hint>
          </div>
          <p>
            <Button
              kind="primary"
              disabled={action.busy || measurement === undefined || isTooHigh || grounds.trim() === ''}
              onClick={ruleNow}
            >
              {words.button(measurement ?? 0n)}
            </Button>
          </p>
        </>
      )}
      <ActionStatus state={action.state} done={() => <p>{words.done}</p>} />
    </Card>
  )
}

function EffectWords({ judging, measurement }: { judging: Judging; measurement: bigint }) {
  const words = text.rule
  const { token } = judging.state
  const amount = (value: bigint) => formatAmount(value, written(token))
  const effect = effectOf(judging, measurement)
  const said = {
    nothing: () => [words.nothing],
    holds: () => [words.breakFails],
    breaks: () => (effect.kind === 'breaks' ? [words.breakPays(amount(effect.reward))] : []),
    ranked: () => (effect.kind === 'ranked' ? [words.ranked(effect.place, amount(effect.prize))] : []),
    paid: () =>
      effect.kind === 'paid'
        ? [words.paid(amount(effect.earned)), ...(effect.held > 0n ? [words.held(amount(effect.held))] : [])]
        : [],
  }[effect.kind]()
  return <>{[text.measure.gives(measurement), ...said].join(', ')}</>
}
