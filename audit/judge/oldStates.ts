/** Up to which block an endpoint has no state any more: most keep that of the newest blocks alone. */
export class OldStates {
  #goneTo = -1n

  isGone(number: bigint): boolean {
    return number <= this.#goneTo
  }

  /** The endpoint refused to tell something of the state at this block. */
  refused(number: bigint): void {
    if (number > this.#goneTo) this.#goneTo = number
  }
}
