import { measureElement, observeWindowOffset, useWindowVirtualizer, windowScroll } from '@tanstack/react-virtual'
import { useLayoutEffect, useRef, useState, type RefObject } from 'react'

/** The part of a long list that is near what the visitor sees. */
export interface Windowed {
  /** The rows to draw: from this one, up to and without that one. */
  from: number
  to: number
  /** Pixels that the rows before and after take: they are kept as empty space. */
  before: number
  after: number
  /** For the first element of each row, which carries its number as `data-index`. */
  measure: (element: Element | null) => void
}

/**
 * Draws of a list in the window only what is in sight and a little more: the page stays quick however many rows there are.
 * @param list the element that holds the rows. @param estimate pixels of a row that was not drawn yet. @param gap pixels between rows.
 */
export function useWindowed(
  list: RefObject<HTMLElement | null>,
  { count, estimate, gap = 0, overscan }: { count: number; estimate: number; gap?: number; overscan: number },
): Windowed {
  const top = useTop(list)
  // Known from the start: the first rows are then drawn in pieces with the view, not at once after it.
  const [initialRect] = useState(sizeOfWindow)
  const started = useRef(false)
  const virtual = useWindowVirtualizer({
    initialRect,
    observeElementRect: observeWindow,
    observeElementOffset: observeScrolling,
    scrollToFn: (offset, options, scrolled) => {
      // It starts by scrolling to where the window is already, which has the browser lay out at once.
      if (started.current) windowScroll(offset, options, scrolled)
      started.current = true
    },
    count,
    estimateSize: () => estimate,
    gap,
    overscan,
    scrollMargin: top,
    useFlushSync: false,
    // The observer says it soon: to ask the element while it is put in would have the browser lay out twice.
    measureElement: (element, entry, list) =>
      entry === undefined
        ? (list.measurementsCache[list.indexFromElement(element)]?.size ?? estimate)
        : measureElement(element, entry, list),
  })
  const rows = virtual.getVirtualItems()
  const [first, last] = [rows[0], rows.at(-1)]
  const end = virtual.getTotalSize()
  if (first === undefined || last === undefined)
    return { from: 0, to: 0, before: 0, after: end, measure: virtual.measureElement }
  const [before, after] = [first.start - top, end - (last.end - top)]
  return { from: first.index, to: last.index + 1, before, after, measure: virtual.measureElement }
}

function sizeOfWindow(): { width: number; height: number } {
  return { width: window.innerWidth, height: window.innerHeight }
}

function observeWindow(_: unknown, tell: (size: { width: number; height: number }) => void): () => void {
  const look = (): void => {
    tell(sizeOfWindow())
  }
  addEventListener('resize', look, { passive: true })
  return () => {
    removeEventListener('resize', look)
  }
}

/** From the next frame on: how far the window is scrolled is known now, and to ask again has the browser lay out at once. */
const observeScrolling: typeof observeWindowOffset = (list, tell) => {
  let stop: ReturnType<typeof observeWindowOffset>
  const frame = requestAnimationFrame(() => {
    stop = observeWindowOffset(list, tell)
  })
  return () => {
    cancelAnimationFrame(frame)
    stop?.()
  }
}

/** Where in the document an element begins, in pixels; what is above it may come later or grow. */
function useTop(ref: RefObject<HTMLElement | null>): number {
  const [top, setTop] = useState(0)
  useLayoutEffect(() => {
    const look = (): void => {
      if (ref.current !== null) setTop(Math.round(ref.current.getBoundingClientRect().top + window.scrollY))
    }
    // It looks at once, too.
    const observer = new ResizeObserver(look)
    observer.observe(document.body)
    return () => {
      observer.disconnect()
    }
  }, [ref])
  return top
}
