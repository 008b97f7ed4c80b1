import { InputError } from '../errors/InputError.ts'
import { decimalSchema } from './schemas.ts'

/** Characters of a number: 2^256 with commas and the most decimals that a token can have. */
const MOST = 400

/**
 * Reads a decimal number exactly, as an integer of units of 10^-decimals: "8,000,000.5" with 6 decimals is 8000000500000n.
 * @throws {InputError} when it is not a number or has more decimals than there are.
 */
export function parseDecimal(text: string, decimals: number, path = ''): bigint {
  const trimmed = text.trim()
  if (trimmed.length > MOST) {
    const value = JSON.stringify(`${trimmed.slice(0, 20)}...`)
    const message = `is too long a number: write at most ${MOST} characters`
    throw new InputError('number', [{ code: 'NumberForm', path, value, message }])
  }
  const format = decimalSchema.safeParse(trimmed)
  const fault = (code: string, message: string): InputError =>
    new InputError('number', [{ code, path, value: JSON.stringify(text), message }])
  if (!format.success) throw fault('NumberForm', format.error.issues[0]?.message ?? 'is not a number')
  const [whole = '', fraction = ''] = trimmed.replaceAll(',', '').split('.')
  const significant = fraction.replace(/0+$/, '')
  if (significant.length > decimals) throw fault('TooManyDecimals', `has more than ${decimals} decimals; round it`)
  return BigInt(whole + significant.padEnd(decimals, '0'))
}

/** Writes an integer of units of 10^-decimals, whole and exact: 8000000500000n with 6 decimals is "8,000,000.5". */
export function formatDecimal(value: bigint, decimals: number): string {
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0')
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, ',')
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '')
  return `${value < 0n ? '-' : ''}${whole}${fraction === '' ? '' : `.${fraction}`}`
}
