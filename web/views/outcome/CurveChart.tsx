import { useRef } from 'react'
import { formatAmount } from '../../../sdk/model/amount.ts'
import { lastMeasurement, priceAt } from '../../../sdk/model/curve.ts'
import { paidAt } from '../../../sdk/model/payout.ts'
import type { Terms } from '../../../sdk/model/terms.ts'
import { valueInWords, type Wording } from '../../../sdk/model/words.ts'
import { text } from '../../text/en/outcome.ts'
import { areaOf, measurementAt, pathOf, shareOf, type Chart } from './chart.ts'
import css from './chart.module.css'

const words = text.prices
/** Places of the slider. */
const STEPS = 1000

/** The curve, drawn: what is paid in all, with progress, what is pledged, and a measurement that can be dragged or moved by keys. */
export function CurveChart({
  chart,
  terms,
  progress,
  pledged,
  chosen,
  choose,
  wording,
}: {
  chart: Chart
  terms: Terms
  progress: bigint
  pledged: bigint
  chosen: bigint | undefined
  choose: (measurement: bigint) => void
  wording: Wording
}) {
  const area = useRef<HTMLDivElement>(null)
  const last = lastMeasurement(terms.curve)
  const most = priceAt(terms.curve, last)
  const amount = (of: bigint): string => formatAmount(of, wording.token)
  const drag = (event: React.PointerEvent): void => {
    const box = area.current?.getBoundingClientRect()
    if (box === undefined || (event.type === 'pointermove' && event.buttons === 0)) return
    choose(measurementAt((event.clientX - box.left) / box.width, chart.until))
  }
  const spot = (at: bigint) => ({ x: shareOf(at, chart.until), y: shareOf(paidAt(terms, pledged, at), chart.top) })
  const at = chosen === undefined ? undefined : spot(chosen)
  const done = spot(progress)
  const label = words.chartText(
    amount(most),
    valueInWords(last, wording),
    valueInWords(progress, wording),
    amount(pledged),
  )
  return (
    <figure className={css.figure}>
      <figcaption>{words.chart}</figcaption>
      <div className={css.top} aria-hidden="true">
        {amount(most)}
      </div>
      <div ref={area} className={css.area} onPointerDown={drag} onPointerMove={drag} role="img" aria-label={label}>
        <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
          <path className={css.paidArea} d={areaOf(chart.paid)} />
          <path className={css.curve} d={pathOf(chart.prices)} />
          <path className={css.paidLine} d={pathOf(chart.paid)} />
          {chart.pledged !== undefined && (
            <path className={css.pledgedLine} d={`M0 ${1000 - chart.pledged * 1000}H1000`} />
          )}
          <path className={css.progress} d={`M${done.x * 1000} 1000V${1000 - done.y * 1000}`} />
          {at !== undefined && <path className={css.chosen} d={`M${at.x * 1000} 1000V${1000 - at.y * 1000}`} />}
        </svg>
        <Dot {...done} kind={css.progressDot} />
        {at !== undefined && <Dot {...at} kind={css.chosenDot} />}
        {chart.pledged !== undefined && (
          <span className={css.pledgedLabel} style={{ insetBlockEnd: `${chart.pledged * 100}%` }} aria-hidden="true">
            {words.pledged}
          </span>
        )}
      </div>
      <input
        type="range"
        className={css.slider}
        min={0}
        max={STEPS}
        step={1}
        value={chosen === undefined ? 0 : Math.round(shareOf(chosen, chart.until) * STEPS)}
        onChange={({ target }) => choose(stepTo(Number(target.value), chosen, chart.until))}
        aria-label={words.slider}
        aria-valuetext={
          chosen === undefined
            ? undefined
            : words.sliderText(valueInWords(chosen, wording), amount(paidAt(terms, pledged, chosen)))
        }
      />
      <div className={css.axis} aria-hidden="true">
        <span>{valueInWords(0n, wording)}</span>
        <span className={css.last}>{valueInWords(last, wording)}</span>
      </div>
      <ul className={css.legend}>
        <li>
          <span className={css.progressDot} />
          {`${words.progress}: ${valueInWords(progress, wording)}, ${amount(paidAt(terms, pledged, progress))}`}
        </li>
        {chosen !== undefined && (
          <li>
            <span className={css.chosenDot} />
            {`${words.chosen}: ${valueInWords(chosen, wording)}, ${amount(paidAt(terms, pledged, chosen))}`}
          </li>
        )}
      </ul>
    </figure>
  )
}

/** Where a place of the slider lies; on a short curve a key moves by one measurement at least. */
function stepTo(place: number, chosen: bigint | undefined, until: bigint): bigint {
  const next = measurementAt(place / STEPS, until)
  if (chosen === undefined || next !== chosen) return next
  const before = Math.round(shareOf(chosen, until) * STEPS)
  if (place > before) return chosen + 1n > until ? until : chosen + 1n
  return place < before && chosen > 0n ? chosen - 1n : chosen
}

function Dot({ x, y, kind }: { x: number; y: number; kind: string | undefined }) {
  return (
    <span
      className={`${css.dot ?? ''} ${kind ?? ''}`}
      style={{ insetInlineStart: `${x * 100}%`, insetBlockEnd: `${y * 100}%` }}
      aria-hidden="true"
    />
  )
}
