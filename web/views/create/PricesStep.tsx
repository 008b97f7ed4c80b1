import { Card, Muted } from '../../parts/basics.tsx'
import { CurveSketch } from '../../parts/CurveSketch.tsx'
import { explainPrices } from '../../../sdk/model/explainPrices.ts'
import { outcomeSchema } from '../../../sdk/model/outcome.ts'
import { text } from '../../text/en/create.ts'
import { ruleOf, tidied } from './documents.ts'
import { Line } from './Fields.tsx'
import { Items } from './Items.tsx'
import { pointsOf } from './sketch.ts'
import { useWriting } from './state.ts'

/** What is paid, with the curve as it is typed. */
export function PricesStep() {
  const { draft, token, read } = useWriting()
  const rule = ruleOf(draft)
  const tidy = tidied(draft)
  const points = pointsOf(tidy, token)
  const outcome = outcomeSchema.safeParse(tidy.outcome)
  return (
    <>
      <Card id="prices" title={text.prices.title}>
        <p>
          <Muted>{text.prices[rule]}</Muted>
        </p>
        {rule === 'Units' && (
          <Items of="sheet" path="tranches" kind="tranche" most={15} blank={{ units: '', price: '' }}>
            {(path) => (
              <>
                <Line of="sheet" path={`${path}.units`} />
                <Line of="sheet" path={`${path}.price`} />
              </>
            )}
          </Items>
        )}
        {rule === 'Record' && (
          <Items of="sheet" path="curve" kind="point" most={16} blank={{ at: '', pays: '' }}>
            {(path) => (
              <>
                <Line of="sheet" path={`${path}.at`} />
                <Line of="sheet" path={`${path}.pays`} />
              </>
            )}
          </Items>
        )}
        {rule === 'Contest' && (
          <Items of="sheet" path="prizes" kind="prize" most={16} blank="">
            {(path, place) => <Line of="sheet" path={path} label={text.list.prize(place)} />}
          </Items>
        )}
        <Line of="sheet" path={rule === 'Contest' ? 'floor' : 'minStep'} />
      </Card>
      <Card id="curve" title={text.prices.sketch}>
        <CurveSketch points={points} token={token} outcome={outcome.data} contest={rule === 'Contest'} />
        {read !== undefined && (
          <>
            <h3>{text.prices.inWords}</h3>
            {explainPrices(read.terms, { token: read.token, outcome: read.outcome }).map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </>
        )}
      </Card>
    </>
  )
}
