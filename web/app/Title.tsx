import { useEffect, useRef, type ReactNode } from 'react'
import { Muted } from '../parts/basics.tsx'
import css from './app.module.css'

/** The heading of a view, which is the title of the window as well. A view that opens puts the focus here. */
export function Title({ children, window: named, lead }: { children: ReactNode; window: string; lead?: ReactNode }) {
  const ref = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    document.title = `${named} · Lodestone`
  }, [named])
  return (
    <div className={css.title}>
      <h1 ref={ref}>{children}</h1>
      {lead !== undefined && (
        <p>
          <Muted>{lead}</Muted>
        </p>
      )}
    </div>
  )
}
