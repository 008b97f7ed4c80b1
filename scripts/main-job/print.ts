/** How text, amounts and dates are written. Colours only on a terminal. */
import process from 'node:process'

/** Of the token that is pledged. */
export const DECIMALS = 6
const NARROWEST = 60
const WIDEST = 100

const isColoured = process.stdout.isTTY && process.env.NO_COLOR === undefined
const paint = (code: number) => (text: string) => (isColoured && text !== '' ? `\u001b[${code}m${text}\u001b[0m` : text)
export const bold = paint(1)
export const dim = paint(2)
export const red = paint(31)
export const green = paint(32)

/** Columns to write to: the terminal's within bounds, 80 where there is none. */
export const columns = process.stdout.isTTY ? Math.max(NARROWEST, Math.min(process.stdout.columns, WIDEST)) : 80

export function line(text = ''): void {
  process.stdout.write(`${text}\n`)
}

/** Breaks `text` at words into lines that leave `margin` columns free. */
export function wrap(text: string, margin = 0): string[] {
  const lines: string[] = []
  let current = ''
  for (const word of text.split(' ')) {
    if (current !== '' && current.length + 1 + word.length > columns - margin) {
      lines.push(current)
      current = ''
    }
    current += current === '' ? word : ` ${word}`
  }
  return [...lines, current]
}

/** 7758857142857n -> "7,758,857.142857"; whole amounts without a fraction. */
export function amount(units: bigint): string {
  const sign = units < 0n ? '-' : ''
  const digits = (units < 0n ? -units : units).toString().padStart(DECIMALS + 1, '0')
  const fraction = digits.slice(-DECIMALS)
  return sign + count(BigInt(digits.slice(0, -DECIMALS))) + (/^0*$/.test(fraction) ? '' : `.${fraction}`)
}

/** 254000n -> "254,000". */
export function count(value: bigint): string {
  return value.toString().replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Unix seconds -> "2027-01-31". */
export function date(seconds: bigint): string {
  return new Date(Number(seconds) * 1000).toISOString().slice(0, 10)
}
