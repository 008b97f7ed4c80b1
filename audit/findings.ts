import type { Finding, Note } from './finding.ts'

/** How many findings of one rule and grade about one escrow are kept: an endpoint could cause any number. */
const MOST = 500
/** Characters of a text that are kept. */
const MOST_CHARACTERS = 20_000

/** Takes findings and keeps what a reader needs of them. */
export class Findings {
  readonly #kept: Finding[] = []
  readonly #kinds = new Map<string, { count: number; last: Finding }>()

  readonly note: Note = (finding) => {
    const { grade, rule, escrow = '' } = finding
    const key = `${grade} ${rule} ${escrow.toLowerCase()}`
    const kind = this.#kinds.get(key) ?? { count: 0, last: finding }
    this.#kinds.set(key, kind)
    kind.count++
    if (kind.count <= MOST) this.#kept.push(shortened(finding))
    else kind.last = finding
  }

  /** Takes all that another has taken, as if each had been noted here. */
  take(other: Findings): void {
    other.#kept.forEach(this.note)
    for (const [key, { count, last }] of other.#kinds) {
      const kind = this.#kinds.get(key)
      if (kind !== undefined && count > MOST) [kind.count, kind.last] = [kind.count + count - MOST, last]
    }
  }

  /** All that were kept, and for each kind how many more there were. */
  all(): Finding[] {
    const more = [...this.#kinds.values()].flatMap(({ count, last: { grade, rule, escrow } }): Finding[] =>
      count <= MOST
        ? []
        : [
            {
              grade,
              rule,
              ...(escrow === undefined ? {} : { escrow }),
              what: `${count - MOST} more findings of this rule`,
            },
          ],
    )
    return [...this.#kept, ...more]
  }
}

function shortened(finding: Finding): Finding {
  const short = { ...finding, what: cut(finding.what) }
  if (finding.expected !== undefined) short.expected = cut(finding.expected)
  if (finding.actual !== undefined) short.actual = cut(finding.actual)
  return short
}

const cut = (text: string): string =>
  text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}... (${text.length} characters)`
