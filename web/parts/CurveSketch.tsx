import { formatAmount, type Token } from '../../sdk/model/amount.ts'
import type { Point } from '../../sdk/model/terms.ts'
import { valueInWords, type Wording } from '../../sdk/model/words.ts'
import { text } from '../text/en/sketch.ts'
import { curvePath } from './curvePath.ts'
import css from './sketch.module.css'

const [WIDTH, HEIGHT] = [640, 220]

/** What a curve pays, drawn; the table beside it says the same in figures. @param contest its curve goes by rank. */
export function CurveSketch({
  points,
  token,
  outcome,
  contest = false,
}: {
  points: readonly Point[]
  token: Token
  outcome: Wording['outcome']
  contest?: boolean
}) {
  const last = points.at(-1)
  const path = curvePath(points, WIDTH, HEIGHT, contest)
  if (last === undefined || path === '') return <p className={css.none}>{text.none}</p>
  const most = formatAmount(last.price, token)
  const end = contest ? text.rank(Number(last.measurement)) : valueInWords(last.measurement, { token, outcome })
  return (
    <figure className={css.figure}>
      <span className={css.most}>{most}</span>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={text.label(most, end)} preserveAspectRatio="none">
        <path className={css.area} d={`${path}L${WIDTH} ${HEIGHT}Z`} />
        <path className={css.line} d={path} vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption>
        <span>{contest ? text.ranks : valueInWords(0n, { token, outcome })}</span>
        <span>{end}</span>
      </figcaption>
    </figure>
  )
}
