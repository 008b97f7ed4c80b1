import { useState } from 'react'
import { formatAmount } from '../../../sdk/model/amount.ts'
import { momentInWords } from '../../../sdk/model/words.ts'
import { useEscrows } from '../../data/questions/escrows.ts'
import { harmless } from '../../data/harmless.ts'
import { tokenOf } from '../../data/terms.ts'
import { Button, Card, Hint, Muted, Row } from '../../parts/basics.tsx'
import { TextField } from '../../parts/Field.tsx'
import { text } from '../../text/en/create.ts'
import css from './create.module.css'
import { ruleOf, tidied } from './documents.ts'
import { Line, Whole } from './Fields.tsx'
import { at, textAt } from './json.ts'
import { momentOf } from './moments.ts'
import { percent, purseOf, readChance, readCost, whole } from './sizing.ts'
import { pointsOf } from './sketch.ts'
import { useWriting } from './state.ts'

/** Token, amounts, dates and fee, and whether the purse is large enough. */
export function FundingStep() {
  const { draft, faults, set, token, isToken, now } = useWriting()
  const last = pointsOf(tidied(draft), token).at(-1)
  const means = (path: string): string | undefined => {
    const moment = momentOf(textAt(draft.sheet, path), now)
    return moment === undefined ? undefined : text.funding.means(momentInWords(moment))
  }
  return (
    <>
      <Card id="funding" title={text.funding.token}>
        <Line
          of="sheet"
          path="token"
          more={
            isToken === undefined
              ? undefined
              : isToken
                ? text.funding.known(harmless(token.symbol), token.decimals)
                : text.funding.notToken
          }
        />
        {(at(draft.sheet, 'decimals') !== undefined || faults.some(({ path }) => path === 'decimals')) && (
          <Whole of="sheet" path="decimals" />
        )}
        <Used />
        <div className={css.pair}>
          <Line of="sheet" path="pledges.threshold" />
          <Line of="sheet" path="pledges.cap" />
        </div>
        {last !== undefined && last.price > 0n && (
          <Row>
            <Muted>{text.funding.last(formatAmount(last.price, token))}</Muted>
            {(['threshold', 'cap'] as const).map((field) => (
              <Button
                key={field}
                small
                onClick={() => set('sheet', `pledges.${field}`, formatAmount(last.price, token).trim())}
              >
                {text.funding.lastFor[field]}
              </Button>
            ))}
          </Row>
        )}
        <Line of="sheet" path="claims.fee" />
      </Card>
      <Card id="dates" title={text.funding.dates}>
        <div className={css.pair}>
          <Line of="sheet" path="pledges.by" more={means('pledges.by')} />
          <Line of="sheet" path="claims.by" more={means('claims.by')} />
        </div>
        {ruleOf(draft) === 'Contest' && <Line of="sheet" path="claims.lastCall" />}
      </Card>
      <Size />
    </>
  )
}

/** Tokens that other outcomes have, to choose with a click. */
function Used() {
  const { set, draft } = useWriting()
  const { data } = useEscrows({ limit: 1 })
  const assets = data?.pages[0]?.totals.byAsset ?? []
  const others = assets.filter(({ asset }) => asset.address !== textAt(draft.sheet, 'token')).slice(0, 6)
  if (others.length === 0) return null
  return (
    <Row>
      <Muted>{text.funding.used}</Muted>
      {others.map(({ asset }) => (
        <Button key={asset.address} small title={asset.address} onClick={() => set('sheet', 'token', asset.address)}>
          {text.funding.use(`${tokenOf(asset).symbol} (${asset.address.slice(0, 8)}…)`)}
        </Button>
      ))}
    </Row>
  )
}

function Size() {
  const { token } = useWriting()
  const [typed, setTyped] = useState({ chance: '10 %', cost: '', success: '80 %' })
  const purse = purseOf(typed)
  const faults = {
    chance: typed.chance !== '' && readChance(typed.chance) === undefined ? text.size.fault.chance : undefined,
    cost: typed.cost !== '' && readCost(typed.cost) === undefined ? text.size.fault.cost : undefined,
    success: typed.success !== '' && readChance(typed.success) === undefined ? text.size.fault.chance : undefined,
  }
  return (
    <Card id="size" title={text.size.title}>
      <Hint>{text.size.why}</Hint>
      <div className={css.pair}>
        {(['chance', 'cost', 'success'] as const).map((field) => (
          <TextField
            key={field}
            label={text.size[field]}
            fault={faults[field]}
            value={typed[field]}
            onChange={({ target }) => setTyped({ ...typed, [field]: target.value })}
          />
        ))}
      </div>
      <p role="status">
        {purse !== undefined &&
          text.size.result(
            purse.tries.toLocaleString('en'),
            `${whole(purse.purse)} ${harmless(token.symbol)}`.trim(),
            percent(purse.success),
          )}
      </p>
    </Card>
  )
}
