import { formatAmount } from '../../../sdk/model/amount.ts'
import { formatDuration } from '../../../sdk/model/duration.ts'
import type { Metric } from '../../../sdk/model/metric.ts'
import { harmless } from '../../data/harmless.ts'
import { written } from '../../data/token.ts'
import { Card, Hint } from '../../parts/basics.tsx'
import { TextArea, TextField } from '../../parts/Field.tsx'
import { text } from '../../text/en/claim.ts'
import type { Draft, measurementTyped } from './draft.ts'
import type { Filing } from './readFiling.ts'
import { worthOf } from './worth.ts'

/** What is claimed, and what it would be paid. */
export function Statement({
  draft,
  change,
  typed,
  filing,
  metric,
  isBreak,
  disabled,
}: {
  draft: Draft
  change: (part: Partial<Draft>) => void
  typed: ReturnType<typeof measurementTyped>
  filing: Filing
  metric: Metric | undefined
  isBreak: boolean
  disabled: boolean
}) {
  const words = text.statement
  return (
    <Card title={words.title} id="statement">
      {metric !== undefined && (
        <TextField
          label={words.value(harmless(metric.name, 80), harmless(metric.unit, 80))}
          hint={words.valueHint}
          fault={typed.fault}
          inputMode="decimal"
          disabled={disabled}
          value={draft.value}
          onChange={({ target }) => {
            change({ value: target.value })
          }}
        />
      )}
      <div aria-live="polite">
        {typed.measurement !== undefined && <Worth filing={filing} measurement={typed.measurement} />}
      </div>
      <TextArea
        label={words.label}
        hint={isBreak ? words.breakHint : words.hint}
        disabled={disabled}
        value={draft.statement}
        onChange={({ target }) => {
          change({ statement: target.value })
        }}
      />
    </Card>
  )
}

/** What a measurement would be paid as things stand. */
export function Worth({ filing, measurement }: { filing: Pick<Filing, 'state'>; measurement: bigint }) {
  const words = text.statement
  const { terms, token } = filing.state
  const amount = (value: bigint) => formatAmount(value, written(token))
  const worth = worthOf(terms, filing.state, measurement)
  return (
    <Hint>
      {[
        words.measurement(measurement),
        worth.kind === 'nothing' && words.nothing,
        worth.kind === 'ranked' && words.ranked(worth.place, amount(worth.prize)),
        worth.kind === 'paid' && words.paid(amount(worth.earned)),
        worth.kind === 'paid' && worth.held > 0n && words.held(amount(worth.held), formatDuration(terms.warranty)),
      ]
        .filter((one) => one !== false)
        .join(' ')}
    </Hint>
  )
}
