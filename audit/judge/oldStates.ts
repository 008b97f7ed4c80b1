/** Up to which block an endpoint has no state any more: most keep that of the newest blocks alone. */
export class OldStates {
  readonly #newest: bigint | undefined
  #goneTo = -1n
  #refusals = 0
  #searching: Promise<void> | undefined

  /** @param newest a block whose state the endpoint has; left out, what is gone is not searched for. */
  constructor(newest?: bigint) {
    this.#newest = newest
  }

  isGone(number: bigint): boolean {
    return number <= this.#goneTo
  }

  /**
   * The endpoint refused to tell something of the state at this block. At the second block of which it does, the last one is searched
   * for, so that few questions more are asked in vain.
   * @param has whether the endpoint tells something of the state at a block.
   */
  async refused(number: bigint, has: (block: bigint) => Promise<boolean>): Promise<void> {
    if (!this.isGone(number)) {
      this.#goneTo = number
      this.#refusals++
      if (this.#refusals < 2 || this.#newest === undefined) return
    } else if (this.#searching === undefined || this.#newest === undefined) return
    this.#searching ??= this.#search(this.#newest, has).finally(() => {
      this.#searching = undefined
    })
    await this.#searching
  }

  async #search(newest: bigint, has: (block: bigint) => Promise<boolean>): Promise<void> {
    for (let there = newest; there - this.#goneTo > 1n;) {
      const middle = (this.#goneTo + there) / 2n
      if (await has(middle)) there = middle
      else if (!this.isGone(middle)) this.#goneTo = middle
    }
  }
}
