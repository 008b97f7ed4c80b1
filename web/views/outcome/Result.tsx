import type { Outcome } from '../../../sdk/model/outcome.ts'
import { valueOf } from '../../../sdk/model/metric.ts'
import { Muted } from '../../parts/basics.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { text } from '../../text/en/outcome.ts'

/** A measurement, and the value of the metric that it stands for where the metric is known. */
export function Result({ measurement, outcome }: { measurement: bigint; outcome: Outcome | undefined }) {
  const whole = measurement.toLocaleString('en')
  if (outcome === undefined) return <span>{whole}</span>
  return (
    <span>
      {whole}{' '}
      <Muted>
        {text.prices.stands(valueOf(outcome.metric, measurement))}{' '}
        <Foreign inline most={40}>
          {outcome.metric.unit}
        </Foreign>
      </Muted>
    </span>
  )
}
