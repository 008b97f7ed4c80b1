import { formatMoment } from '../../sdk/model/duration.ts'

/** Unix seconds as a time in UTC, to the second: "2027-06-30 12:00:00 UTC". */
export function moment(seconds: bigint): string {
  const [date = '', time] = formatMoment(seconds).split('T')
  return time === undefined ? date : `${date} ${time.replace('Z', '')} UTC`
}

/** The day alone, for axes: "2027-06-30". */
export function day(seconds: bigint): string {
  return formatMoment(seconds).split('T')[0] ?? ''
}
