import { InputError } from '../errors/InputError.ts'

const DAY = 86_400n
const SECONDS: Readonly<Record<string, bigint>> = {
  s: 1n,
  second: 1n,
  min: 60n,
  minute: 60n,
  h: 3600n,
  hour: 3600n,
  d: DAY,
  day: DAY,
  week: 7n * DAY,
  month: (365n * DAY) / 12n,
  year: 365n * DAY,
}

/**
 * Reads a duration such as "30 d", "36 months", "1 hour" as seconds. A year is 365 days, a month a twelfth of it.
 * @throws {InputError} when it is not a duration.
 */
export function parseDuration(text: string, path = ''): bigint {
  const [, number, unit = ''] = /^\s*(\d+)\s*([a-z]+)\s*$/.exec(text) ?? []
  const seconds = SECONDS[unit] ?? SECONDS[unit.replace(/s$/, '')]
  if (number === undefined || seconds === undefined) {
    const message =
      'is not a duration: write a whole number and s, min, h, d, weeks, months or years, for instance "36 months"'
    throw new InputError('duration', [{ path, value: JSON.stringify(text), message }])
  }
  return BigInt(number) * seconds
}

/**
 * Reads a moment: a duration from `now`, a date ("2027-06-30": its last second, UTC) or a time ("2027-06-30T12:00:00Z").
 * @returns unix seconds.
 * @throws {InputError} when it is none of these.
 */
export function parseMoment(text: string, now: bigint, path = ''): bigint {
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text)
  if (!date && !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(text)) return now + parseDuration(text, path)
  const milliseconds = Date.parse(date ? `${text}T23:59:59Z` : text)
  // Date.parse takes 31 February for 3 March.
  if (Number.isNaN(milliseconds) || new Date(milliseconds).toISOString().slice(0, 10) !== text.slice(0, 10)) {
    throw new InputError('date', [{ path, value: JSON.stringify(text), message: 'there is no such date' }])
  }
  return BigInt(milliseconds / 1000)
}

/** Writes unix seconds as a time in UTC: "2027-06-30T12:00:00Z". */
export function formatMoment(seconds: bigint): string {
  return new Date(Number(seconds) * 1000).toISOString().replace('.000', '')
}
