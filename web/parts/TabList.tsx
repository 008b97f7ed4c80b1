import { useId, useRef, type ReactNode } from 'react'
import { classes } from './basics.tsx'
import css from './tabs.module.css'

/** Tabs: one of several parts is shown. Arrow keys go from one to the next. */
export function TabList<T extends string>({
  label,
  tabs,
  current,
  choose,
  children,
}: {
  label: string
  tabs: readonly (readonly [id: T, name: string])[]
  current: T
  choose: (id: T) => void
  children: ReactNode
}) {
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const go = (event: React.KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    const at = tabs.findIndex(([tab]) => tab === current)
    const next = tabs[(at + step + tabs.length) % tabs.length]
    if (next === undefined) return
    choose(next[0])
    list.current?.querySelector<HTMLElement>(`[data-tab="${next[0]}"]`)?.focus()
  }
  return (
    <div>
      <div ref={list} role="tablist" aria-label={label} className={css.tabs} onKeyDown={go}>
        {tabs.map(([tab, name]) => (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`${id}-${tab}`}
            data-tab={tab}
            aria-selected={tab === current}
            aria-controls={`${id}-panel`}
            tabIndex={tab === current ? 0 : -1}
            className={classes(css.tab, tab === current && css.current)}
            onClick={() => choose(tab)}
          >
            {name}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${current}`} className={css.panel}>
        {children}
      </div>
    </div>
  )
}
