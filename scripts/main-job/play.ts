import type { Chain } from './chain.ts'

/** What happens to one outcome. Yields the time, in unix seconds, at which it goes on. */
export type Story = AsyncGenerator<bigint, void, void>

/** Plays all stories on one chain, always the one that goes on earliest, and moves the chain's time between them. */
export async function play(chain: Chain, stories: readonly Story[]): Promise<void> {
  const waiting = stories.map((story) => ({ story, at: 0n }))
  while (waiting.length > 0) {
    const next = waiting.reduce((a, b) => (b.at < a.at ? b : a))
    await chain.moveTo(next.at)
    const { done, value } = await next.story.next()
    if (done === true) waiting.splice(waiting.indexOf(next), 1)
    else next.at = value
  }
}

/** The time, in unix seconds, this many days after the outcome's creation. */
export type Day = (days: number) => bigint
