import { useState } from 'react'
import { lastMeasurement } from '../../../sdk/model/curve.ts'
import { prizesOf } from '../../../sdk/model/payout.ts'
import { valueInWords } from '../../../sdk/model/words.ts'
import type { ClaimRow } from '../../data/answers/claims.ts'
import { tokenOf } from '../../data/terms.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Hint, Muted, Notice } from '../../parts/basics.tsx'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/en/outcome.ts'
import { percentOf } from '../../parts/funding.ts'
import css from './outcome.module.css'
import { winningOf } from './payment.ts'
import type { PricesProps } from './Prices.tsx'
import { readTried, type Tried } from './tried.ts'
import { TriedFields } from './TriedFields.tsx'

const words = text.prices

/** The prizes of a contest, who wins them as things stand, and what a score would win. */
export function PrizesTry({ view, terms, outcome, claims }: PricesProps & { claims: readonly ClaimRow[] }) {
  const { pledged, ranking, asset, address } = view
  const wording = { token: tokenOf(asset), outcome }
  const [tried, setTried] = useState<Tried>({ field: 'measurement', text: String(terms.minStep) })
  const prizes = prizesOf(terms, pledged, Number(lastMeasurement(terms.curve)))
  const best = prizes.reduce((most, { earned }) => (earned > most ? earned : most), 0n)
  const meant = readTried(tried, outcome?.metric, false)
  const scores = ranking.map(({ score }) => score)
  const winning = meant.measurement === undefined ? undefined : winningOf(terms, pledged, scores, meant.measurement)
  const unit = outcome?.metric.unit
  // Awarded, or no claim can come any more: nothing is left to try.
  const isOver = view.progress > 0n || view.status === 'Closed' || view.status === 'Void'
  const keyAt = (place: number) => claims.find((claim) => claim.target === null && claim.place === place)?.key
  return (
    <>
      <Table
        caption={words.contestText(prizes.length)}
        rows={prizes.map((prize, i) => ({ ...prize, rank: i + 1, ranked: ranking[i] }))}
        keyOf={({ rank }) => String(rank)}
        columns={[
          { title: words.rank, cell: ({ rank }) => rank },
          {
            title: words.prize,
            cell: ({ earned }) => (
              <>
                <Amount of={earned} token={asset} />
                <div className={css.prize} style={{ inlineSize: `${percentOf(earned, best)}%` }} />
              </>
            ),
          },
          {
            title: words.score,
            cell: ({ ranked }) => {
              if (ranked === undefined) return <Muted>{words.empty}</Muted>
              const key = keyAt(ranked.place)
              const name = text.docket.claim(ranked.place)
              return (
                <>
                  {valueInWords(ranked.score, wording)}
                  {' · '}
                  {key === undefined ? name : <a href={`#/escrow/${address}/claim/${key}`}>{name}</a>}
                </>
              )
            },
          },
        ]}
      />
      {!isOver && (
        <>
          <h3>{words.try}</h3>
          <TriedFields meant={meant} unit={unit} isStep={false} onChange={setTried} />
          <div aria-live="polite">
            {winning !== undefined && (
              <Notice tone={winning.prize === undefined ? 'plain' : 'info'}>
                {winning.rank === 0 ? (
                  words.unranked
                ) : (
                  <>
                    <p>{words.ranks(winning.rank)}</p>
                    {winning.prize === undefined ? (
                      <p>{words.noPrize}</p>
                    ) : (
                      <p>
                        {words.paid}{' '}
                        <strong>
                          <Amount of={winning.prize.earned} token={asset} exact />
                        </strong>
                      </p>
                    )}
                    <Hint>{words.now}</Hint>
                  </>
                )}
              </Notice>
            )}
          </div>
        </>
      )}
    </>
  )
}
