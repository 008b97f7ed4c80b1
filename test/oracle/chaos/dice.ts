/**
 * Chance that comes out the same for the same seed. What happens at the same time has dice of its own, by a name, so that its order changes
 * nothing.
 */
export class AllDice {
  readonly #seed: number
  readonly #dice = new Map<string, Dice>()

  constructor(seed: number) {
    this.#seed = seed
  }

  of(name: string): Dice {
    const known = this.#dice.get(name)
    if (known !== undefined) return known
    let hash = 0x811c9dc5 ^ this.#seed
    for (const letter of name) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193)
    const dice = new Dice(hash)
    this.#dice.set(name, dice)
    return dice
  }
}

/** A stream of chance. */
export class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
    // Seeds that are neighbours begin alike.
    for (let i = 0; i < 8; i++) this.next()
  }

  /** From 0 to below 1 (mulberry32). */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let x = this.#state
    x = Math.imul(x ^ (x >>> 15), x | 1)
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61)
    return ((x ^ (x >>> 14)) >>> 0) / 2 ** 32
  }

  /** A whole number from 0 to below `n`. */
  below(n: number): number {
    return Math.floor(this.next() * n)
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1)
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!
  }

  shuffled<T>(list: readonly T[]): T[] {
    return list
      .map((one) => ({ one, at: this.next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ one }) => one)
  }
}
