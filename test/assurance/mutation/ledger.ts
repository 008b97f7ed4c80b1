/** Which mutants have been killed, so that a run goes on where it was stopped. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

const Killed = z.record(z.string(), z.string())

export class Ledger {
  readonly #path: string
  readonly #killed: Record<string, string>

  constructor(path: string) {
    this.#path = path
    this.#killed = existsSync(path) ? Killed.parse(JSON.parse(readFileSync(path, 'utf8'))) : {}
  }

  isKilled(name: string): boolean {
    return name in this.#killed
  }

  /** Records that `by` killed the mutant `name`. Writes all or nothing. */
  kill(name: string, by: string): void {
    this.#killed[name] = by
    writeFileSync(`${this.#path}.new`, JSON.stringify(this.#killed, null, 1))
    renameSync(`${this.#path}.new`, this.#path)
  }
}
