import { formatDecimal } from '../../sdk/model/decimal.ts'
import type { AssetToken } from '../data/answers/basics.ts'
import { tokenOf } from '../data/terms.ts'
import { text } from '../text/en/parts.ts'
import css from './parts.module.css'

/** Decimals that are shown of an amount with more. */
const MOST_DECIMALS = 6
/** Characters of a symbol that stay on the line of their amount: a token may call itself anything. */
const SHORT_SYMBOL = 12

/**
 * An amount of a token. Shown exactly; one with more than six decimals is cut off with a sign that says so, and is whole in its title and
 * for who hears the page. @param exact shows all decimals.
 */
export function Amount({
  of,
  token,
  exact = false,
  bare = false,
}: {
  of: bigint
  token: AssetToken
  exact?: boolean
  bare?: boolean
}) {
  const { symbol, decimals } = tokenOf(token)
  const whole = formatDecimal(of, decimals)
  const [digits = '', fraction = ''] = whole.split('.')
  const unit = bare ? '' : ` ${symbol}`
  const oneLine = symbol.length <= SHORT_SYMBOL ? css.time : undefined
  if (exact || fraction.length <= MOST_DECIMALS) return <span className={oneLine}>{`${whole}${unit}`}</span>
  return (
    <span className={oneLine} title={`${whole}${unit}`}>
      <span aria-hidden="true">{`≈ ${digits}.${fraction.slice(0, MOST_DECIMALS)}${unit}`}</span>
      <span className="visually-hidden">{text.exactly(`${whole}${unit}`)}</span>
    </span>
  )
}
