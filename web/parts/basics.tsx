/** Cards, buttons, notices, badges: what every view is made of. */
import type { ComponentProps, ReactNode } from 'react'
import css from './parts.module.css'

export type Tone = 'plain' | 'info' | 'good' | 'warn' | 'bad'

/** Joins names of classes, leaving out what is not there. */
export const classes = (...names: (string | false | undefined)[]): string =>
  names.filter((name) => typeof name === 'string' && name !== '').join(' ')

const toned = (tone: Tone): string | undefined => (tone === 'plain' ? undefined : css[tone])

/** A section with a heading of its own; `id` lets a link lead to it. */
export function Card({
  title,
  aside,
  id,
  unseen,
  children,
}: {
  title?: string
  aside?: ReactNode
  id?: string
  /** Told after the title to who hears the page, where several cards have the same. */
  unseen?: string
  children: ReactNode
}) {
  const heading = id === undefined ? undefined : `${id}-title`
  return (
    <section className={css.card} id={id} aria-labelledby={title === undefined ? undefined : heading}>
      {title !== undefined && (
        <header className={classes(css.row, css.between)}>
          <h2 id={heading}>
            {title}
            {unseen !== undefined && <span className="visually-hidden">{` ${unseen}`}</span>}
          </h2>
          {aside}
        </header>
      )}
      <div className={css.stack}>{children}</div>
    </section>
  )
}

export function Stack({ children }: { children: ReactNode }) {
  return <div className={css.stack}>{children}</div>
}

export function Row({ between = false, children }: { between?: boolean; children: ReactNode }) {
  return <div className={classes(css.row, between && css.between)}>{children}</div>
}

type ButtonProps = ComponentProps<'button'> & { kind?: 'primary' | 'plain' | undefined; small?: boolean }

export function Button({ kind, small = false, type = 'button', className, ...rest }: ButtonProps) {
  const look = classes(css.button, kind !== undefined && css[kind], small && css.small, className)
  return <button type={type} className={look} {...rest} />
}

/** A link that looks like a button: it leads somewhere. `to` is a route such as `/escrow/0x…`. */
export function LinkButton({
  to,
  kind,
  small = false,
  children,
}: {
  to: string
  kind?: 'primary'
  small?: boolean
  children: ReactNode
}) {
  return (
    <a className={classes(css.button, kind !== undefined && css[kind], small && css.small)} href={`#${to}`}>
      {children}
    </a>
  )
}

/** Something that the visitor should read. `bad` and `warn` are told at once to who hears the page. */
export function Notice({
  tone = 'info',
  title,
  children,
}: {
  tone?: Tone
  title?: string | undefined
  children?: ReactNode
}) {
  return (
    <div
      className={classes(css.notice, toned(tone))}
      role={tone === 'bad' ? 'alert' : tone === 'warn' ? 'status' : undefined}
    >
      {title !== undefined && <h2>{title}</h2>}
      <div>{children}</div>
    </div>
  )
}

export function Badge({ tone = 'plain', children }: { tone?: Tone; children: ReactNode }) {
  return <span className={classes(css.badge, toned(tone))}>{children}</span>
}

/** Names and values. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={css.facts}>{children}</dl>
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

export function Muted({ children }: { children: ReactNode }) {
  return <span className={css.muted}>{children}</span>
}

export function Hint({ children }: { children: ReactNode }) {
  return <p className={css.hint}>{children}</p>
}

/** How much of a whole is there. @param share 0 to 1. */
export function Meter({ share, label }: { share: number; label: string }) {
  const percent = Math.min(100, Math.max(0, share * 100))
  return (
    <div
      className={css.meter}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.floor(percent)}
    >
      <span style={{ inlineSize: `${percent}%` }} />
    </div>
  )
}
