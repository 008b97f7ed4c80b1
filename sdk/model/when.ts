const UNITS: readonly (readonly [string, bigint])[] = [
  ['year', 365n * 86_400n],
  ['day', 86_400n],
  ['hour', 3600n],
  ['minute', 60n],
  ['second', 1n],
]

/** How far a moment is from `now`, in its largest whole unit: "in 29 days", "3 hours ago", "now". Both in unix seconds. */
export function formatRelative(moment: bigint, now: bigint): string {
  const distance = moment > now ? moment - now : now - moment
  const [unit, seconds] = UNITS.find(([, size]) => distance >= size) ?? ['second', 1n]
  const count = distance / seconds
  if (count === 0n) return 'now'
  const words = `${count} ${unit}${count === 1n ? '' : 's'}`
  return moment > now ? `in ${words}` : `${words} ago`
}

/** A moment for people: "2026-12-28 04:12 UTC, in 29 days". The seconds are cut off. */
export function formatWhen(moment: bigint, now: bigint): string {
  const text = new Date(Number(moment) * 1000).toISOString()
  return `${text.slice(0, 10)} ${text.slice(11, 16)} UTC, ${formatRelative(moment, now)}`
}
