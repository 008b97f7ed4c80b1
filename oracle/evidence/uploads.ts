import type { Hex } from 'viem'

/** An upload under way. */
export interface Upload {
  claim: Hex
  /** Whether it has shown manifest and salt of the claim. Until then it may be anybody's, and gives way to the next. */
  vouched: boolean
  /** Ends it. */
  end: (reason: Error) => void
}

/** Uploads under way, of which there are never more than so many. Whoever sends nothing of use cannot keep others out. */
export class Uploads {
  readonly #most: { all: number; claim: number }
  readonly #running = new Set<Upload>()

  /** @param most at a time, in all and for one claim. */
  constructor(most: { all: number; claim: number }) {
    this.#most = most
  }

  /** Lets an upload in, in place of the oldest that has shown nothing where there are too many. @returns whether there is room. */
  enter(upload: Upload): boolean {
    const ofClaim = [...this.#running].filter(({ claim }) => claim === upload.claim)
    if (ofClaim.length >= this.#most.claim && !this.#makeRoom(ofClaim)) return false
    if (this.#running.size >= this.#most.all && !this.#makeRoom([...this.#running])) return false
    this.#running.add(upload)
    return true
  }

  leave(upload: Upload): void {
    this.#running.delete(upload)
  }

  #makeRoom(among: readonly Upload[]): boolean {
    const oldest = among.find(({ vouched }) => !vouched)
    if (oldest === undefined) return false
    this.leave(oldest)
    oldest.end(new Error('another upload took its place'))
    return true
  }
}
