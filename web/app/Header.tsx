import { useLocation } from 'wouter'
import { text } from '../text/en/app.ts'
import { classes } from '../parts/basics.tsx'
import { WalletPlace } from '../wallet/WalletPlace.tsx'
import css from './app.module.css'
import { Freshness } from './Freshness.tsx'

const LINKS = [
  ['/', text.nav.explore],
  ['/portfolio', text.nav.portfolio],
  ['/desk', text.nav.desk],
  ['/create', text.nav.create],
  ['/operators', text.nav.operators],
] as const

export function Header() {
  const [path] = useLocation()
  const isHere = (to: string): boolean =>
    to === '/' ? path === '/' || path.startsWith('/escrow/') : path.startsWith(to)
  return (
    <header className={css.header}>
      <div className={css.bar}>
        <a className={css.brand} href="#/" aria-label={text.home}>
          <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true">
            <path d="M16 2 21 16 16 30 11 16z" fill="currentColor" />
            <path className={css.north} d="M16 2 21 16H11z" />
          </svg>
          <span>{text.name}</span>
        </a>
        <WalletPlace />
      </div>
      <nav className={css.nav} aria-label={text.nav.label}>
        {LINKS.map(([to, name]) => (
          <a
            key={to}
            href={`#${to}`}
            className={classes(isHere(to) && css.here)}
            aria-current={isHere(to) ? 'page' : undefined}
          >
            {name}
          </a>
        ))}
      </nav>
      <Freshness />
    </header>
  )
}
