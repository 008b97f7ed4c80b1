import { useLocation } from 'wouter'
import { text } from '../text/en/app.ts'
import { classes } from '../parts/basics.tsx'
import { Turn } from '../parts/Turn.tsx'
import { WalletPlace } from '../wallet/WalletPlace.tsx'
import css from './app.module.css'
import { Freshness } from './Freshness.tsx'
import { isWithin, LINKS } from './links.ts'
import { MARK } from './mark.ts'

export function Header() {
  const [path] = useLocation()
  return (
    <header className={css.header}>
      <div className={css.bar}>
        <a className={css.brand} href="#/" aria-label={text.home}>
          <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true">
            {MARK.map(([shape, style]) => (
              <path key={shape} d={shape} className={style} />
            ))}
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
            className={classes(isWithin(to, path) && css.here)}
            aria-current={isWithin(to, path) ? 'page' : undefined}
          >
            {name}
          </a>
        ))}
      </nav>
      <Turn>
        <Freshness />
      </Turn>
    </header>
  )
}
