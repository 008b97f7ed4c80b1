import type { Token } from '../../sdk/model/amount.ts'
import { harmless } from './harmless.ts'

/** What tokens call themselves: letters and figures, a letter first. Everything else could be taken for a part of the amount before it. */
const PLAIN = /^[A-Za-z][A-Za-z0-9._/+-]*$/
/** How the SDK calls the units of a token that does not say what it is. */
const UNITS = { symbol: 'base units', decimals: 0 }

/**
 * A token as its amounts are written. A token chooses its symbol: one that is not plain ("000 USDC", letters of another alphabet that
 * look like it) is put in quotation marks, without the marks that turn text around.
 */
export function written<T extends Token>(token: T): T {
  if (token.symbol === UNITS.symbol && token.decimals === UNITS.decimals) return token
  const symbol = harmless(token.symbol).replaceAll(/[“”]/g, '')
  return { ...token, symbol: PLAIN.test(symbol) ? symbol : `“${symbol}”` }
}
