import { useLayoutEffect, useState, type ReactNode } from 'react'
import { afterPicture } from '../app/afterPicture.ts'
import { pause } from '../app/pause.ts'

/** Who waits to be drawn, in the order of the document. */
let waiting: (() => void)[] = []
/** Who came since the last was drawn: parts of it, or all where nothing waited. */
let coming: (() => void)[] = []
let isGoingOn = false

/** What is below the first picture, drawn in its turn. Until then `place` stands for it, if anything does. */
export function Turn({ place, children }: { place?: ReactNode; children: ReactNode }) {
  return useTurn() ? children : place
}

/**
 * Whether the turn has come of what this stands in: parts of a view are drawn after the first picture, one after another in the order of
 * the document. A slow phone draws, and answers to its visitor, between them.
 */
export function useTurn(): boolean {
  const [isDrawn, setDrawn] = useState(false)
  useLayoutEffect(() => {
    const draw = (): void => {
      setDrawn(true)
    }
    coming.push(draw)
    if (!isGoingOn) void goOn()
    return () => {
      coming = coming.filter((other) => other !== draw)
      waiting = waiting.filter((other) => other !== draw)
    }
  }, [])
  return isDrawn
}

async function goOn(): Promise<void> {
  isGoingOn = true
  await afterPicture()
  for (;;) {
    waiting = [...coming, ...waiting]
    coming = []
    const draw = waiting.shift()
    if (draw === undefined) break
    draw()
    // Nobody looks at a page in the background, and browsers let its timers wait for a second each.
    if (!document.hidden) await pause()
  }
  isGoingOn = false
}
