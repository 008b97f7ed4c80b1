import type { EscrowRow } from '../data/answers/escrows.ts'
import { text } from '../text/en/money.ts'
import { classes } from './basics.tsx'
import css from './funding.module.css'
import { fundingOf, percentOf } from './funding.ts'

/** An escrow's money, from nothing to the cap: paid out, held, still the funders'; with the threshold marked. */
export function FundingBar({ of, legend = false }: { of: EscrowRow; legend?: boolean }) {
  const funding = fundingOf(of)
  const pledged = percentOf(of.pledged, of.cap)
  const parts = (['paid', 'held', 'free'] as const).filter((part) => funding[part] > 0)
  return (
    <div>
      <div className={css.bar} role="img" aria-label={text.bar.label({ ...funding, pledged })}>
        {parts.map((part) => (
          <span key={part} className={css[part]} style={{ inlineSize: `${funding[part]}%` }} />
        ))}
        {funding.threshold < 100 && (
          <span className={css.threshold} style={{ insetInlineStart: `${funding.threshold}%` }} />
        )}
      </div>
      {legend && (
        <ul className={css.legend} aria-hidden="true">
          {parts.map((part) => (
            <li key={part}>
              <span className={classes(css.swatch, css[part])} />
              {text.bar[part]}
            </li>
          ))}
          {funding.threshold < 100 && (
            <li>
              <span className={css.tick} />
              {text.bar.threshold}
            </li>
          )}
        </ul>
      )}
    </div>
  )
}
