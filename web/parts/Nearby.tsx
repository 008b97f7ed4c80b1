import { useEffect, useRef, useState, type ReactNode } from 'react'

/** How far below or above what is in sight something may be to be drawn: most of a screen. */
const MARGIN = '60% 0px'

/** What costs much, drawn once it comes near what the visitor sees; `waiting` keeps its place. */
export function Nearby({ waiting, children }: { waiting: ReactNode; children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  const [near, setNear] = useState(false)
  useEffect(() => {
    if (near || place.current === null) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setNear(true)
      },
      { rootMargin: MARGIN },
    )
    observer.observe(place.current)
    return () => {
      observer.disconnect()
    }
  }, [near])
  return near ? children : <div ref={place}>{waiting}</div>
}
