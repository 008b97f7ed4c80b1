import type { ReactNode } from 'react'
import { text } from '../../text/en/verify.ts'
import css from './outcome.module.css'

/** One thing that was checked, and whether it holds: by a sign, not by colour alone. */
export function Check({ good, children }: { good: boolean; children: ReactNode }) {
  return (
    <li className={good ? css.holds : css.fails}>
      <svg width="18" height="18" viewBox="0 0 16 16" role="img" aria-label={good ? text.equal : text.unequal}>
        <path
          d={good ? 'm3 8.5 3.5 3.5L13 4.5' : 'm4 4 8 8m0-8-8 8'}
          fill="none"
          stroke="currentColor"
          strokeWidth="2"
        />
      </svg>
      <span>{children}</span>
    </li>
  )
}
