/** Random choices that follow from a seed alone. */

export class Random {
  #state: number

  /** `stream` makes independent choices from the same seed. */
  constructor(seed: number, stream: number) {
    this.#state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(stream + 1, 0xc2b2ae35)) >>> 0
    for (let i = 0; i < 4; ++i) this.#next()
  }

  /** A whole number from 0 to `below` - 1. */
  below(below: number): number {
    return Math.floor(this.#next() * below)
  }

  /** A whole number from `from` to `to`. */
  between(from: number, to: number): number {
    return from + this.below(to - from + 1)
  }

  /** The same for large numbers. */
  big(from: bigint, to: bigint): bigint {
    const high = BigInt(Math.floor(this.#next() * 2 ** 32))
    const wide = (((high << 32n) | BigInt(Math.floor(this.#next() * 2 ** 32))) << 32n) | BigInt(this.below(2 ** 32))
    return from + (wide * (to - from + 1n)) / 2n ** 96n
  }

  /** True with this probability. */
  chance(probability: number): boolean {
    return this.#next() < probability
  }

  pick<T>(list: readonly T[]): T {
    const picked = list[this.below(list.length)]
    if (picked === undefined) throw new Error('nothing to pick from')
    return picked
  }

  /** `count` different elements, in a random order. */
  some<T>(list: readonly T[], count: number): T[] {
    const left = [...list]
    return Array.from({ length: Math.min(count, left.length) }, () => left.splice(this.below(left.length), 1)).flat()
  }

  /** One of `list`, each as likely as its weight says. */
  weighted<T>(list: readonly { weight: number; value: T }[]): T {
    let left = this.#next() * list.reduce((sum, { weight }) => sum + weight, 0)
    for (const { weight, value } of list) {
      left -= weight
      if (left < 0) return value
    }
    throw new Error('nothing to pick from')
  }

  /** 32 random bytes. */
  word(): `0x${string}` {
    return `0x${this.big(0n, 2n ** 96n - 1n)
      .toString(16)
      .padStart(64, '0')}`
  }

  /** Mulberry32: 32 bits of state, even enough to choose calls. */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
