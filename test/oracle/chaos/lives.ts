import { live } from './life.ts'
import { watchDisk } from './disk.ts'
import type { Bugs } from './member.ts'
import type { Tally } from './tally.ts'
import { Violation } from './witness.ts'
import { chaosWorld } from './world.ts'

export interface Lives {
  /** Of the first life; that of each after it is one more. */
  seed: number
  tally: Tally
  /** Asked before each life. */
  until: () => boolean
  bugs?: Bugs
}

/** Lives of panels with 3 members and quorum 2 (even seeds), 5 and 3 (odd ones). @throws {Violation} with the seed of the life. */
export async function lives({ seed, tally, until, bugs = {} }: Lives): Promise<void> {
  const unwatch = watchDisk()
  const worlds = [await chaosWorld(3, 2), await chaosWorld(5, 3)] as const
  try {
    for (let one = seed; !until(); one++) {
      try {
        await live(worlds[one % 2 === 0 ? 0 : 1], one, tally, bugs)
      } catch (error) {
        if (error instanceof Violation) throw new Violation(`seed ${one}: ${error.message}`)
        throw error
      }
    }
  } finally {
    await Promise.all(worlds.map((world) => world.stop()))
    unwatch()
  }
}
