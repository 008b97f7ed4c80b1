import { InputError } from '../errors/InputError.ts'
import { formatDecimal, parseDecimal } from './decimal.ts'

/** What must be known of a token to read and write amounts of it. */
export interface Token {
  symbol: string
  decimals: number
}

/**
 * Reads an amount such as "8,000,000 USDC" (the symbol may be left out) as base units, exactly.
 * @throws {InputError} when it is not an amount of this token or has too many decimals.
 */
export function parseAmount(text: string, token: Token, path = ''): bigint {
  const written = text.trim()
  const blank = written.search(/\s/)
  const [number, unit] = blank === -1 ? [written, ''] : [written.slice(0, blank), written.slice(blank).trim()]
  if (unit !== '' && unit !== token.symbol) {
    const message = `is not an amount of ${token.symbol}: write for instance "1,000.5 ${token.symbol}"`
    throw new InputError('amount', [{ code: 'OtherToken', path, value: JSON.stringify(text), message }])
  }
  return parseDecimal(number, token.decimals, path)
}

/** Writes base units as an amount: "8,000,000 USDC". */
export function formatAmount(amount: bigint, token: Token): string {
  return `${formatDecimal(amount, token.decimals)} ${token.symbol}`
}
