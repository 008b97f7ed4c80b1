import { formatDecimal } from '../../sdk/model/decimal.ts'
import { shownWord } from './shown.ts'

/** How amounts of a token are written: exactly, in its decimals. */
export interface Money {
  /** Harmless, and not too long. */
  readonly symbol: string
  /** "1,000.5", without the symbol. */
  number(amount: bigint): string
  /** "1,000.5 USDC". */
  amount(amount: bigint): string
}

/** @param token as it names itself, which may be hostile. */
export function moneyOf(token: { symbol: string; decimals: number }): Money {
  const symbol = shownWord(token.symbol)
  const number = (amount: bigint): string => formatDecimal(amount, token.decimals)
  return { symbol, number, amount: (amount) => `${number(amount)} ${symbol}` }
}
