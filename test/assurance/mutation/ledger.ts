/** Which mutants have been killed, a part of the repository: a run goes on where the last one stopped. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const Record = z.strictObject({
  /** Names the core that the rest is about. */
  key: z.string(),
  /** The first test that failed, by the mutant's name. */
  killed: z.record(z.string(), z.string()),
})

export class Ledger {
  readonly #path: string
  readonly #record: z.infer<typeof Record>

  /** The record in the file `path`, if it is of `key`; otherwise an empty one. */
  constructor(path: string, key: string) {
    this.#path = path
    const stored = existsSync(path) ? Record.parse(JSON.parse(readFileSync(path, 'utf8'))) : undefined
    this.#record = stored?.key === key ? stored : { key, killed: {} }
  }

  isKilled(name: string): boolean {
    return Object.hasOwn(this.#record.killed, name)
  }

  /** Records that `by` killed the mutant `name`. Writes all or nothing. */
  kill(name: string, by: string): void {
    this.#record.killed[name] = by
    writeFileSync(`${this.#path}.new`, `${JSON.stringify(this.#record, null, 2)}\n`)
    renameSync(`${this.#path}.new`, this.#path)
  }
}
