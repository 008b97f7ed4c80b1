import type { Outcome } from '../../../sdk/model/outcome.ts'
import { harmless } from '../../data/harmless.ts'
import { Hint } from '../../parts/basics.tsx'
import { TextField } from '../../parts/Field.tsx'
import { text } from '../../text/en/desk.ts'
import { Choice } from '../claim/Choice.tsx'
import type { Entry } from './measured.ts'

/** Where a measurement is entered, and what it comes to. */
export function Entered({
  entry,
  outcome,
  typed,
  onChange,
  fault,
  measurement,
}: {
  entry: Entry
  outcome: Outcome | undefined
  typed: string
  onChange: (typed: string) => void
  fault: string | undefined
  measurement: bigint | undefined
}) {
  const words = text.measure
  if (entry === 'broken')
    return (
      <Choice
        label={words.broken}
        value={typed === '0' || typed === '1' ? typed : undefined}
        options={[
          { value: '0', label: words.holds },
          { value: '1', label: words.isBroken },
        ]}
        onChange={onChange}
      />
    )
  const metric = entry === 'value' ? outcome?.metric : undefined
  const unit = harmless(metric?.unit ?? '', 80)
  return (
    <>
      <TextField
        label={metric === undefined ? words.raw : words.value(harmless(metric.name, 80), unit)}
        hint={metric === undefined ? words.rawHint : words.valueHint(metric.baseline, unit)}
        fault={fault}
        inputMode="decimal"
        value={typed}
        onChange={({ target }) => {
          onChange(target.value)
        }}
      />
      <div aria-live="polite">
        {measurement !== undefined && (
          <Hint>
            <strong>{words.gives(measurement)}</strong>
          </Hint>
        )}
      </div>
    </>
  )
}
