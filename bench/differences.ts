/** Flattens nested figures to `path: value`. */
function flatten(value: unknown, path: string[] = []): [string, string][] {
  if (typeof value !== 'object' || value === null) return [[path.join(' / '), JSON.stringify(value)]]
  return Object.entries(value).flatMap(([key, inner]) => flatten(inner, [...path, key]))
}

/** One line for each figure that differs between what was `committed` and what is `measured`, in either direction. */
export function differences(committed: unknown, measured: unknown): string[] {
  const before = new Map(flatten(committed))
  const now = new Map(flatten(measured))
  const names = new Set([...before.keys(), ...now.keys()])
  return [...names]
    .filter((name) => before.get(name) !== now.get(name))
    .map((name) => `${name}: ${before.get(name) ?? 'nothing'} before, ${now.get(name) ?? 'nothing'} now`)
}
