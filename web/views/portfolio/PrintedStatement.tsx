import type { Address } from 'viem'
import { formatAmount } from '../../../sdk/model/amount.ts'
import { useSite } from '../../app/site.ts'
import { tokenOf } from '../../data/terms.ts'
import { visible } from '../../parts/visible.ts'
import { utcOf } from '../../parts/Time.tsx'
import { text } from '../../text/en/portfolio.ts'
import css from './portfolio.module.css'
import { isOfShares, sharesIn, totalsOf, type Line } from './statement.ts'
import type { Statement } from './readStatement.ts'

/** The statement as it is printed: whole addresses and transactions, nothing that must be clicked. */
export function PrintedStatement({ account, statement }: { account: Address; statement: Statement }) {
  const { chain, deployment } = useSite()
  const { lines, titles, asOf } = statement
  const outcomes = [...new Set(lines.map(({ escrow }) => escrow))]
  return (
    <article className={css.paper}>
      <h1>{text.statement.heading}</h1>
      <dl className={css.heads}>
        <dt>{text.account}</dt>
        <dd className="mono">{account}</dd>
        <dt>{text.statement.chain}</dt>
        <dd>{`${chain} (${deployment.chainId})`}</dd>
        <dt>{text.statement.factory}</dt>
        <dd className="mono">{deployment.factory}</dd>
        {asOf !== null && (
          <>
            <dt>{text.statement.asOf}</dt>
            <dd>{text.statement.block(asOf.number, utcOf(asOf.time))}</dd>
          </>
        )}
      </dl>
      <Totals lines={lines} />
      <h2>{text.statement.title}</h2>
      {lines.length === 0 ? <p>{text.statement.empty}</p> : <Lines lines={lines} titles={titles} />}
      {outcomes.length > 0 && (
        <>
          <h2>{text.statement.outcomes}</h2>
          <table>
            <thead>
              <tr>
                <th scope="col">{text.statement.outcome}</th>
                <th scope="col">{text.statement.address}</th>
              </tr>
            </thead>
            <tbody>
              {outcomes.map((escrow) => (
                <tr key={escrow}>
                  <td>{nameOf(titles, escrow)}</td>
                  <td className="mono">{escrow}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
      <p className={css.foot}>{`${text.statement.made} ${text.statement.note}`}</p>
    </article>
  )
}

function Lines({ lines, titles }: { lines: readonly Line[]; titles: Statement['titles'] }) {
  return (
    <table>
      <caption className="visually-hidden">{text.statement.printed}</caption>
      <thead>
        <tr>
          <th scope="col">{text.statement.when}</th>
          <th scope="col">{text.statement.what}</th>
          <th scope="col" className={css.right}>
            {text.statement.amount}
          </th>
          <th scope="col">{text.statement.outcome}</th>
          <th scope="col">{text.statement.transaction}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map((line, i) => (
          <tr key={i}>
            <td className={css.tight}>{utcOf(line.at)}</td>
            <td>
              {text.statement.kinds[line.kind] ?? line.kind}
              <br />
              <small>
                {[text.statement.ways[line.way], line.finality === 'final' ? '' : text.statement.finality].join(' ')}
              </small>
            </td>
            <td className={css.right}>
              {isOfShares(line)
                ? text.statement.shares(sharesIn(line))
                : formatAmount(line.amount, tokenOf(line.asset))}
            </td>
            <td>{nameOf(titles, line.escrow)}</td>
            <td className={css.hash}>{line.transaction}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Totals({ lines }: { lines: readonly Line[] }) {
  const totals = totalsOf(lines)
  if (totals.length === 0) return null
  return (
    <>
      <h2>{text.statement.totals}</h2>
      <table>
        <caption className="visually-hidden">{text.statement.totalsCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{text.statement.token}</th>
            <th scope="col" className={css.right}>
              {text.statement.out}
            </th>
            <th scope="col" className={css.right}>
              {text.statement.in}
            </th>
            <th scope="col" className={css.right}>
              {text.statement.credited}
            </th>
          </tr>
        </thead>
        <tbody>
          {totals.map(({ asset, out, in: received, credit }) => (
            <tr key={asset.address}>
              <td className="mono">{asset.address}</td>
              {[out, received, credit].map((amount, i) => (
                <td key={i} className={css.right}>
                  {formatAmount(amount, tokenOf(asset))}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  )
}

function nameOf(titles: Statement['titles'], escrow: Address): string {
  return visible(titles.get(escrow) ?? `${escrow.slice(0, 10)}…`)
}
