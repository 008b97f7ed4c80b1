import { zeroAddress } from 'viem'
import type { Totals } from '../../data/answers/escrows.ts'
import { tokenOf } from '../../data/terms.ts'
import { Account } from '../../parts/Account.tsx'
import { Amount } from '../../parts/Amount.tsx'
import { Muted, Row } from '../../parts/basics.tsx'
import { text } from '../../text/en/explore.ts'
import css from './explore.module.css'

/** All money, token by token: amounts of different tokens are never added. */
export function TotalsOf({ totals }: { totals: Totals }) {
  return (
    <section aria-labelledby="totals" className={css.totals}>
      <h2 id="totals" className="visually-hidden">
        {text.totals.title}
      </h2>
      {totals.byAsset.map(({ asset, escrows, ...money }) => (
        <div key={asset.address} className={css.asset}>
          <Row between>
            <h3>{text.totals.asset(tokenOf(asset).symbol)}</h3>
            <Row>
              <Muted>{text.totals.count(escrows)}</Muted>
              <Account address={asset.address} />
            </Row>
          </Row>
          <dl className={css.figures}>
            {FIGURES.map(([name, label, why]) => (
              <div key={name}>
                <dt>{label}</dt>
                <dd>
                  <strong>
                    <Amount of={money[name]} token={asset} />
                  </strong>
                  {why !== undefined && <span className={css.why}>{why}</span>}
                </dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
    </section>
  )
}

/** Keeps the place of the totals of one token: what is below does not jump when they come. */
export function TotalsPlace() {
  return (
    <div className={css.totals} aria-hidden="true">
      <div className={css.asset}>
        <div className={css.still}>
          <Row between>
            <h3>{text.totals.title}</h3>
            <Row>
              <Muted>{text.totals.count(0)}</Muted>
              <Account address={zeroAddress} />
            </Row>
          </Row>
          <dl className={css.figures}>
            {FIGURES.map(([name, label, why]) => (
              <div key={name}>
                <dt>{label}</dt>
                <dd>
                  <strong>0</strong>
                  {why !== undefined && <span className={css.why}>{why}</span>}
                </dd>
              </div>
            ))}
          </dl>
        </div>
      </div>
    </div>
  )
}

const FIGURES = [
  ['pledged', text.totals.committed, undefined],
  ['paid', text.totals.paid, text.totals.paidWhy],
  ['held', text.totals.held, undefined],
  ['refundable', text.totals.refundable, text.totals.refundableWhy],
] as const
