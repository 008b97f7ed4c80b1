import { TextField } from '../../parts/Field.tsx'
import { text } from '../../text/en/outcome.ts'
import css from './outcome.module.css'
import type { readTried, Tried } from './tried.ts'

const words = text.prices

/** A result to try: as a value of the metric, where it is known, or as the measurement that members sign. */
export function TriedFields({
  meant,
  unit,
  isStep,
  onChange,
}: {
  meant: ReturnType<typeof readTried>
  /** Of the metric; undefined where the document is not known. */
  unit: string | undefined
  /** Of rule `Units` a result comes on top of what there is. */
  isStep: boolean
  onChange: (tried: Tried) => void
}) {
  return (
    <div className={css.tries}>
      {unit !== undefined && (
        <TextField
          label={isStep ? words.step(unit) : words.value(unit)}
          hint={isStep ? words.units : undefined}
          inputMode="decimal"
          value={meant.value}
          fault={meant.valueFault}
          onChange={({ target }) => onChange({ field: 'value', text: target.value })}
        />
      )}
      <TextField
        label={words.measurement}
        hint={words.measurementHint}
        inputMode="numeric"
        value={meant.whole}
        fault={meant.measurementFault ? words.fault : undefined}
        onChange={({ target }) => onChange({ field: 'measurement', text: target.value })}
      />
    </div>
  )
}
