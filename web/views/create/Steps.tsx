/** The steps of a draft that are forms. */
import { Card, Muted } from '../../parts/basics.tsx'
import { Select } from '../../parts/Field.tsx'
import { text } from '../../text/en/create.ts'
import css from './create.module.css'
import { ruleOf, withRule } from './documents.ts'
import { Choice, Line, Long, Paragraphs, Whole } from './Fields.tsx'
import { Items } from './Items.tsx'
import { useWriting } from './state.ts'
import { Rule, type RuleName } from '../../../sdk/model/terms.ts'

export function WantedStep() {
  const { draft, replace } = useWriting()
  const names = Object.keys(Rule) as RuleName[]
  return (
    <>
      <Card id="wanted" title={text.steps.wanted}>
        <Line of="outcome" path="title" />
        <Line of="outcome" path="theme" />
        <Paragraphs of="outcome" path="summary" />
        <Select
          label={text.draft.rule}
          hint={`${text.rules[ruleOf(draft)].why} ${text.draft.ruleHint}`}
          value={ruleOf(draft)}
          onChange={({ target }) => {
            const rule = names.find((one) => one === target.value)
            if (rule !== undefined) replace(withRule(draft, rule))
          }}
        >
          {names.map((rule) => (
            <option key={rule} value={rule}>
              {text.rules[rule].name}
            </option>
          ))}
        </Select>
      </Card>
      <Card id="metric" title={text.metric}>
        <Line of="outcome" path="metric.name" />
        <Long of="outcome" path="metric.definition" />
        <div className={css.pair}>
          <Line of="outcome" path="metric.unit" />
          <Choice of="outcome" path="metric.direction" options={text.directions} />
        </div>
        <div className={css.pair}>
          <Line of="outcome" path="metric.baseline" />
          <Line of="outcome" path="metric.best" />
          <Line of="outcome" path="metric.scale" />
        </div>
      </Card>
    </>
  )
}

export function JudgedStep() {
  const { draft } = useWriting()
  return (
    <>
      <Card id="judged" title={text.steps.judged}>
        <Paragraphs of="outcome" path="method" />
        <Paragraphs of="outcome" path="evidence.bundle" />
        <Whole of="outcome" path="evidence.readableDays" />
        <Paragraphs of="outcome" path="attempts" />
        {ruleOf(draft) === 'Contest' && <Long of="outcome" path="copyClause" />}
        <Long of="outcome" path="breakClause" />
      </Card>
      <Card id="conditions" title={text.judged.conditions}>
        <p>
          <Muted>{text.judged.conditionsWhy}</Muted>
        </p>
        <Items of="outcome" path="sideConditions" kind="condition" most={100} blank={{ name: '', condition: '' }}>
          {(path) => (
            <>
              <Line of="outcome" path={`${path}.name`} />
              <Long of="outcome" path={`${path}.condition`} />
            </>
          )}
        </Items>
      </Card>
    </>
  )
}
