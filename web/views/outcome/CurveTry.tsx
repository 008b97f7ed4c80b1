import { useMemo, useState } from 'react'
import { lastMeasurement } from '../../../sdk/model/curve.ts'
import { Rule } from '../../../sdk/model/terms.ts'
import { stepInWords, valueInWords } from '../../../sdk/model/words.ts'
import { tokenOf } from '../../data/terms.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Table } from '../../parts/Table.tsx'
import { Turn } from '../../parts/Turn.tsx'
import { text } from '../../text/en/outcome.ts'
import { chartOf } from './chart.ts'
import { CurveChart } from './CurveChart.tsx'
import { paymentFor } from './payment.ts'
import { Paid } from './Paid.tsx'
import type { PricesProps } from './Prices.tsx'
import { readTried, type Tried } from './tried.ts'
import { TriedFields } from './TriedFields.tsx'

const words = text.prices

/** The curve of an escrow of rule `Units` or `Record`, and what a result would be paid now. */
export function CurveTry({ view, terms, outcome }: PricesProps) {
  const { progress, pledged, asset } = view
  const wording = { token: tokenOf(asset), outcome }
  const isStep = terms.rule === Rule.Units
  const last = lastMeasurement(terms.curve)
  const left = last > progress ? last - progress : 0n
  const [tried, setTried] = useState<Tried>({ field: 'measurement', text: String(isStep ? left : last) })
  const chart = useMemo(() => chartOf(terms, pledged), [terms, pledged])
  const meant = readTried(tried, outcome?.metric, isStep)
  const { measurement } = meant
  const payment = measurement === undefined ? undefined : paymentFor(terms, { progress, pledged }, measurement)
  // Of rule Units a claim comes on top of what there is.
  const shown = measurement === undefined ? undefined : isStep ? progress + measurement : measurement
  const unit = outcome?.metric.unit
  const describe = (at: bigint): string => (isStep ? stepInWords(at, wording) : valueInWords(at, wording))
  const choose = (at: bigint): void => {
    const own = isStep ? (at > progress ? at - progress : 0n) : at
    setTried({ field: 'measurement', text: String(own) })
  }
  return (
    <>
      <CurveChart
        chart={chart}
        terms={terms}
        progress={progress}
        chosen={shown}
        choose={choose}
        wording={wording}
        pledged={pledged}
      />
      <h3>{words.try}</h3>
      <TriedFields meant={meant} unit={unit} isStep={isStep} onChange={setTried} />
      <div aria-live="polite">
        {payment !== undefined && measurement !== undefined && (
          <Paid payment={payment} what={describe(measurement)} token={asset} />
        )}
      </div>
      <Turn>
        <details>
          <summary>{words.points}</summary>
          <Table
            caption={words.points}
            rows={terms.curve.map((point, i) => ({ ...point, i }))}
            keyOf={({ i }) => String(i)}
            columns={[
              { title: words.at, number: true, cell: (point) => point.measurement.toLocaleString('en') },
              { title: words.means, cell: (point) => describe(point.measurement) },
              { title: words.price, number: true, cell: ({ price }) => <Amount of={price} token={asset} /> },
            ]}
          />
        </details>
      </Turn>
    </>
  )
}
