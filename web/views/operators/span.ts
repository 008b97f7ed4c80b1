const UNITS = [
  [86_400, 'd'],
  [3_600, 'h'],
  [60, 'min'],
  [1, 's'],
] as const

/** A length of time in its two largest units, rounded down: "2 d 3 h". @param seconds 0 or more. */
export function spanOf(seconds: number): string {
  const first = UNITS.findIndex(([size]) => seconds >= size)
  if (first < 0) return '0 s'
  let left = seconds
  const parts = UNITS.slice(first, first + 2).map(([size, name]) => {
    const count = Math.floor(left / size)
    left -= count * size
    return [count, name] as const
  })
  return parts
    .filter(([count]) => count > 0)
    .map(([count, name]) => `${count} ${name}`)
    .join(' ')
}
