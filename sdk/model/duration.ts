import { InputError } from '../errors/InputError.ts'
import { durationSchema } from './schemas.ts'

const DAY = 86_400n
const SECONDS: ReadonlyMap<string, bigint> = new Map([
  ['s', 1n],
  ['second', 1n],
  ['min', 60n],
  ['minute', 60n],
  ['h', 3600n],
  ['hour', 3600n],
  ['d', DAY],
  ['day', DAY],
  ['week', 7n * DAY],
  ['month', (365n * DAY) / 12n],
  ['year', 365n * DAY],
])
/** The latest time that a date can show: the end of the year 9999. */
const LATEST = 253_402_300_799n

/**
 * Reads a duration such as "30 d", "36 months", "1 hour" as seconds. A year is 365 days, a month a twelfth of it.
 * @throws {InputError} when it is not a duration.
 */
export function parseDuration(text: string, path = ''): bigint {
  const trimmed = text.trim()
  const parsed = durationSchema.safeParse(trimmed)
  const [, number = '', unit = ''] = /^(\d+)\s*(.*)$/.exec(trimmed) ?? []
  const seconds = SECONDS.get(unit) ?? SECONDS.get(unit.replace(/s$/, ''))
  if (parsed.success && seconds !== undefined) return BigInt(number) * seconds
  const message = parsed.error?.issues[0]?.message ?? 'is not a duration'
  throw new InputError('duration', [{ code: 'DurationForm', path, value: JSON.stringify(text), message }])
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
    const message = 'there is no such date or time; correct it'
    throw new InputError('date', [{ code: 'NoSuchDate', path, value: JSON.stringify(text), message }])
  }
  return BigInt(milliseconds / 1000)
}

/** Writes seconds as a duration, exactly, in the largest unit that needs no fraction: "1 year", "36 hours". */
export function formatDuration(seconds: bigint): string {
  for (const unit of ['year', 'month', 'day', 'hour', 'minute']) {
    const length = SECONDS.get(unit) ?? 1n
    if (seconds > 0n && seconds % length === 0n) return counted(seconds / length, unit)
  }
  return counted(seconds, 'second')
}

/** Writes unix seconds as a time in UTC: "2027-06-30T12:00:00Z"; beyond the year 9999 as the number itself. */
export function formatMoment(seconds: bigint): string {
  if (seconds < 0n || seconds > LATEST) return `second ${seconds}`
  return new Date(Number(seconds) * 1000).toISOString().replace('.000', '')
}

function counted(count: bigint, unit: string): string {
  return `${count} ${unit}${count === 1n ? '' : 's'}`
}
