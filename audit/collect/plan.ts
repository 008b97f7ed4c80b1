import type { Stretch } from './cache.ts'

/** How many escrows are asked for in one question: providers take at least so many addresses or topics. */
export const GROUP = 50

/** A stretch that several owners still miss. */
export interface Shared {
  owners: readonly string[]
  stretch: Stretch
}

/**
 * Which stretches to ask for, so that what several owners miss is asked once.
 * @param given what each owner misses, in order.
 * @param fresh owners of which nothing was read so far: they are asked for from where the first of their group begins.
 */
export function planGroups(given: ReadonlyMap<string, readonly Stretch[]>, fresh: ReadonlySet<string>): Shared[] {
  const missing = new Map(given)
  const owners = [...missing.keys()]
    .filter((owner) => (missing.get(owner)?.length ?? 0) > 0)
    .sort((a, b) => (missing.get(a)?.[0]?.from ?? 0) - (missing.get(b)?.[0]?.from ?? 0))
  const plan: Shared[] = []
  for (let i = 0; i < owners.length; i += GROUP) {
    const group = owners.slice(i, i + GROUP)
    const begun = group.filter((owner) => fresh.has(owner))
    const from = missing.get(begun[0] ?? '')?.[0]?.from
    for (const owner of begun) {
      const to = missing.get(owner)?.at(-1)?.to
      if (from !== undefined && to !== undefined) missing.set(owner, [{ from, to }])
    }
    const stretches = group.flatMap((owner) => missing.get(owner) ?? [])
    const edges = [...new Set(stretches.flatMap(({ from, to }) => [from, to + 1]))].sort((a, b) => a - b)
    for (const [j, from] of edges.entries()) {
      const end = edges[j + 1]
      if (end === undefined) continue
      const some = group.filter((owner) => missing.get(owner)?.some((gap) => gap.from <= from && from <= gap.to))
      if (some.length > 0) plan.push({ owners: some, stretch: { from, to: end - 1 } })
    }
  }
  return plan
}
