import { DECIMALS, amount, bold, columns, dim, green, line, red, wrap } from './print.ts'

/** Fewer checks than this mean that the run skipped something: it then fails. */
const LEAST_CHECKS = 84
/** Width of labels: that of a date. */
const LABEL = 10

/** Counts what was checked and what failed; the exit code follows from it. */
export class Checks {
  held = 0
  failed = 0

  /** Records a check and returns its word. */
  note(holds: boolean): 'ok' | 'FAIL' {
    if (holds) this.held++
    else this.failed++
    return holds ? 'ok' : 'FAIL'
  }

  /** 0 only if every check held and none was skipped. */
  get exitCode(): 0 | 1 {
    return this.failed === 0 && this.held >= LEAST_CHECKS ? 0 : 1
  }
}

/** A part of the report. Collects its lines, because several outcomes run at once, and prints them together. */
export class Section {
  readonly #lines: string[] = []
  readonly #title: string
  readonly #checks: Checks

  constructor(title: string, checks: Checks) {
    this.#title = title
    this.#checks = checks
  }

  /** Adds a paragraph, broken at words. */
  text(text: string): void {
    this.#lines.push(...wrap(text))
  }

  /** Adds text behind a short label: a date, or what it is about. */
  row(label: string, text: string): void {
    const [first = '', ...more] = wrap(text, LABEL + 2)
    this.#lines.push(`${dim(label.padEnd(LABEL))}  ${first}`, ...more.map((rest) => ' '.repeat(LABEL + 2) + rest))
  }

  /** Checks something and adds the line that says so. */
  check(holds: boolean, what: string): void {
    this.#line(this.#checks.note(holds), what)
  }

  /** Checks amounts of money, in base units, to the last unit: one check each, all on one line. */
  amounts(what: string, actual: readonly bigint[], expected: readonly bigint[]): void {
    const pairs = Array.from(
      { length: Math.max(actual.length, expected.length) },
      (_, i) => [actual[i], expected[i]] as const,
    )
    const words = pairs.map(([a, e]) => {
      const figure = a === undefined ? 'nothing' : amount(a)
      const word = this.#checks.note(a === e)
      if (word === 'ok') return figure
      return `${figure} (expected ${e === undefined ? 'nothing' : amount(e)})`
    })
    const holds = pairs.every(([a, e]) => a === e)
    this.#line(holds ? 'ok' : 'FAIL', `${what}: ${words.join('; ')}`)
  }

  #line(word: 'ok' | 'FAIL', what: string): void {
    const [first = '', ...more] = wrap(what, 6)
    this.#lines.push(
      `${(word === 'ok' ? green : red)(word.padEnd(4))}  ${first}`,
      ...more.map((rest) => ' '.repeat(6) + rest),
    )
  }

  /** Adds rows under a header, columns in `right` aligned at the point or to the right. `checked[i]` puts ok or FAIL behind row i. */
  table(
    header: readonly string[],
    rows: readonly (readonly string[])[],
    checked: readonly boolean[],
    right: readonly number[],
  ): void {
    const hasFractions = header.map((_, i) => right.includes(i) && rows.some((row) => row[i]?.includes('.')))
    const body = rows.map((row) =>
      row.map((cell, i) => (hasFractions[i] === true && !cell.includes('.') ? cell + ' '.repeat(DECIMALS + 1) : cell)),
    )
    const widths = header.map((title, i) => Math.max(title.length, ...body.map((row) => row[i]?.length ?? 0)))
    const format = (row: readonly string[]): string =>
      row.map((cell, i) => (right.includes(i) ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0))).join('  ')
    this.#lines.push(dim(format(header)))
    for (const [i, row] of body.entries()) {
      const holds = checked[i]
      const word = holds === undefined ? '' : this.#checks.note(holds)
      this.#lines.push(`${format(row)}  ${(holds ? green : red)(word)}`.trimEnd())
    }
  }

  print(): void {
    line()
    line(bold(`${this.#title} ${'-'.repeat(Math.max(0, columns - this.#title.length - 1))}`))
    for (const text of this.#lines) line(text)
  }
}
