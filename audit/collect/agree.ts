import type { Cache } from './cache.ts'
import type { Headers } from './headers.ts'
import type { Pin } from './pin.ts'

/**
 * Drops from the cache what is of a history that the chain has left: back to the highest block of which both are known to have the same.
 * @returns the number of that block where something was dropped; -1 where nothing is left.
 */
export async function dropLeftHistory(cache: Cache, headers: Headers): Promise<number | undefined> {
  let dropped: number | undefined
  for (;;) {
    const pins = cache.pins()
    const now = await headers.fresh(pins.map(({ number }) => number))
    const left = pins.find(({ hash }, i) => now[i]?.hash !== hash)
    if (left === undefined) return dropped
    const agreed = await highestAgreed(cache, headers, left.number - 1)
    cache.dropAbove(agreed)
    dropped = agreed?.number ?? -1
  }
}

/** Histories part once: above that, no hash is the same. */
async function highestAgreed(
  cache: Cache,
  headers: Headers,
  below: number,
): Promise<{ number: number; hash: string } | undefined> {
  let agreed: { number: number; hash: string } | undefined
  let [low, high] = [0, below]
  while (low <= high) {
    const middle = Math.floor((low + high) / 2)
    const mark = cache.markBelow(middle)
    if (mark === undefined || mark.number < low) {
      low = middle + 1
      continue
    }
    const [header] = await headers.fresh([mark.number])
    if (header?.hash === mark.hash) {
      agreed = mark
      low = middle + 1
    } else high = mark.number - 1
  }
  return agreed
}

/** Remembers hashes of blocks below the pinned one, at distances that double: a reorganisation then costs little to read again. */
export async function markLadder(cache: Cache, headers: Headers, pin: Pin): Promise<void> {
  const top = Number(pin.block.number)
  const numbers: number[] = []
  for (let down = 1; down <= top; down *= 2) numbers.push(top - down)
  const found = await headers.fresh(numbers)
  await pin.check()
  for (const [i, header] of found.entries()) {
    const number = numbers[i]
    if (header !== undefined && number !== undefined) cache.mark(number, header.hash)
  }
}
