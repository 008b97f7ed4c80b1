import type { Outcome } from '../../../sdk/model/outcome.ts'
import type { EscrowView } from '../../data/answers/escrow.ts'
import { Digest } from '../../parts/Account.tsx'
import { Card, Fact, Facts, Hint } from '../../parts/basics.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { text } from '../../text/en/outcome.ts'
import css from './outcome.module.css'

const words = text.what

/** What is wanted, after the first paragraph, which stands at the head of the view: the whole document, readable, and as it was published. */
export function Wanted({ view, outcome }: { view: EscrowView; outcome: Outcome | undefined }) {
  return (
    <Card title={words.title} id="wanted">
      {outcome === undefined ? (
        <Foreign most={4_000}>{view.document}</Foreign>
      ) : (
        <>
          <Paragraphs of={outcome.summary.slice(1)} />
          <Metric of={outcome.metric} />
          <details>
            <summary>{words.open}</summary>
            <div className={css.document}>
              <h3>{words.method}</h3>
              <Paragraphs of={outcome.method} />
              <h3>{words.conditions}</h3>
              <Conditions of={outcome.sideConditions} />
              <h3>{words.evidence}</h3>
              <Items of={outcome.evidence.bundle} />
              <Hint>{words.readable(outcome.evidence.readableDays)}</Hint>
              <h3>{words.attempts}</h3>
              <Paragraphs of={outcome.attempts} />
              {outcome.copyClause !== undefined && (
                <>
                  <h3>{words.copies}</h3>
                  <Foreign most={2_000}>{outcome.copyClause}</Foreign>
                </>
              )}
              {outcome.breakClause !== undefined && (
                <>
                  <h3>{words.breaking}</h3>
                  <Foreign most={2_000}>{outcome.breakClause}</Foreign>
                </>
              )}
            </div>
          </details>
        </>
      )}
      <details>
        <summary>{words.whole}</summary>
        <p>
          {words.hash}: <Digest value={view.terms.outcome} />
        </p>
        <div className={css.raw} tabIndex={0} role="region" aria-label={words.whole}>
          <Foreign most={20_000}>{view.document}</Foreign>
        </div>
      </details>
    </Card>
  )
}

function Metric({ of }: { of: Outcome['metric'] }) {
  return (
    <>
      <h3>{words.metric}</h3>
      <p>
        <strong>
          <Foreign inline>{of.name}</Foreign>
        </strong>
      </p>
      <Foreign most={1_000}>{of.definition}</Foreign>
      <Facts>
        <Fact name={words.unit}>
          <Foreign inline>{of.unit}</Foreign>
        </Fact>
        <Fact name={words.direction}>{of.direction}</Fact>
        <Fact name={words.baseline}>{of.baseline}</Fact>
        {of.best !== undefined && <Fact name={words.best}>{of.best}</Fact>}
        <Fact name={words.scale}>{of.scale}</Fact>
      </Facts>
    </>
  )
}

function Paragraphs({ of }: { of: readonly string[] }) {
  return of.map((paragraph, i) => (
    <div key={i}>
      <Foreign most={2_000}>{paragraph}</Foreign>
    </div>
  ))
}

function Items({ of }: { of: readonly string[] }) {
  return (
    <ul>
      {of.map((item, i) => (
        <li key={i}>
          <Foreign most={1_000}>{item}</Foreign>
        </li>
      ))}
    </ul>
  )
}

function Conditions({ of }: { of: Outcome['sideConditions'] }) {
  if (of.length === 0) return <Hint>{words.noConditions}</Hint>
  return (
    <>
      <Hint>{words.conditionsHint}</Hint>
      <ul>
        {of.map(({ name, condition }, i) => (
          <li key={i}>
            <strong>
              <Foreign inline>{name}</Foreign>
            </strong>
            {': '}
            <Foreign most={1_000}>{condition}</Foreign>
          </li>
        ))}
      </ul>
    </>
  )
}
