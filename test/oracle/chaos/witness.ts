/** What is seen of a panel from outside, and what must never be seen. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Address, Hex } from 'viem'
import { observationDigest, type Observation } from '../../../sdk/model/typedData.ts'
import type { Entry } from '../world.ts'

/** Stands in the plain text of all evidence: in names, content and statement. */
export const MARKER = 'MARKERplaintext'

export class Violation extends Error {
  override readonly name = 'Violation'
}

/** What was done to the panel, that explains what it says. */
export type Cause = 'reorganisation' | 'full disk' | 'false commitment'

/** What is said at level error, and what must have happened before. */
const EXPLAINED: readonly (readonly [says: RegExp, cause: Cause])[] = [
  [/^signing is stopped until a person resumes it/, 'reorganisation'],
  [/^a member's observation is not honest: commitment broken/, 'false commitment'],
  [/^a step failed.*(disk is full|ENOSPC)/, 'full disk'],
  [/^the evidence of a claim cannot be gathered.*(disk is full|ENOSPC)/, 'full disk'],
  [/^evidence cannot be kept.*(disk is full|ENOSPC)/, 'full disk'],
  [/^a fetch could not be written down.*(disk is full|ENOSPC)/, 'full disk'],
  [/^an upload of evidence failed here.*(disk is full|ENOSPC)/, 'full disk'],
  [/^the observation could not be signed.*(disk is full|ENOSPC)/, 'full disk'],
  [/^a claim is not verified until a person acts.*(disk is full|ENOSPC)/, 'full disk'],
]

export class Witness {
  /** Private keys and identities, without prefix. */
  readonly #secrets: readonly string[]
  /** Digests by chain, escrow, claim and member. */
  readonly #digests = new Map<string, Hex>()
  readonly #lines: string[] = []
  readonly #causes = new Set<Cause>()
  #violation: string | undefined

  constructor(secrets: readonly string[]) {
    this.#secrets = [MARKER, ...secrets]
  }

  /** A signer was asked, or an observation is on a chain, be it one that was taken back afterwards. */
  signed(chainId: number, escrow: Address, observation: Observation): void {
    const key = `${chainId} ${escrow} ${observation.claim} ${observation.member}`
    const digest = observationDigest(chainId, escrow, observation)
    const before = this.#digests.get(key)
    this.#digests.set(key, digest)
    if (before !== undefined && before !== digest) this.violated(`two digests for ${key}: ${before} and ${digest}`)
  }

  caused(cause: Cause): void {
    this.#causes.add(cause)
  }

  heard(member: Address, line: string): void {
    this.#lines.push(line)
    const entry = JSON.parse(line) as Entry
    if (entry.level < 50) return
    const said = `${entry.msg} ${line}`
    if (EXPLAINED.some(([says, cause]) => says.test(said) && this.#causes.has(cause))) return
    this.violated(`${member} says at level error, for no reason: ${line}`)
  }

  violated(what: string): void {
    this.#violation ??= what
  }

  /** @throws {Violation} */
  check(): void {
    if (this.#violation !== undefined) throw new Violation(this.#violation)
  }

  /** Nothing secret was said. @param more what else is secret, salts and signatures for instance. */
  listen(more: readonly string[]): void {
    for (const line of this.#lines) {
      const secret = [...this.#secrets, ...more].find((one) => line.includes(one))
      if (secret !== undefined) this.violated(`a secret (${secret.slice(0, 12)}…) is in the log: ${line}`)
    }
  }

  /** Nothing secret is in a file under a folder, nor in its name; an SQLite file holds no more than its rows. */
  async search(folder: string): Promise<void> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      const path = join(entry.parentPath, entry.name)
      const content = entry.isFile() ? await readFile(path, 'latin1') : ''
      if (this.#secrets.some((secret) => path.includes(secret) || content.includes(secret)))
        this.violated(`a secret is in ${path}`)
    }
  }
}
