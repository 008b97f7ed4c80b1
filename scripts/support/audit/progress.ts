import type { AuditProgressStep } from '../../../audit/audit.ts'

/** What takes shorter is not worth a line, in milliseconds; and how often the line changes. */
const QUIET = 1_000
const EVERY = 200

/** Shows on a terminal's stderr how far an audit is; silent elsewhere. */
export class AuditProgress {
  readonly #start = Date.now()
  #shown = 0

  readonly show = (step: AuditProgressStep): void => {
    const now = Date.now()
    if (!process.stderr.isTTY || now - this.#start < QUIET || now - this.#shown < EVERY) return
    this.#shown = now
    process.stderr.write(`\r${lineOf(step)}\u001b[K`)
  }

  /** Takes the line away. */
  end(): void {
    if (this.#shown > 0) process.stderr.write('\r\u001b[K')
    this.#shown = 0
  }
}

function lineOf({ doing, done, of, logs }: AuditProgressStep): string {
  const percent = of === 0n ? 100n : (100n * done) / of
  return `${doing}: ${percent} %${logs === undefined ? '' : `, ${logs} logs`}`
}
