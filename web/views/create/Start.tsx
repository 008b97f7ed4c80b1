import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Rule, type RuleName } from '../../../sdk/model/terms.ts'
import { Badge, Button, Card, Muted, Row } from '../../parts/basics.tsx'
import { TextArea } from '../../parts/Field.tsx'
import { Failed, Loading } from '../../parts/states.tsx'
import { visible } from '../../parts/visible.ts'
import { text } from '../../text/en/create.ts'
import css from './create.module.css'
import { blankDraft, type Draft } from './documents.ts'
import { MOST, readTexts, withNames, type Brought } from './files.ts'

/** Ways to begin a draft. */
export function Start({ begin }: { begin: (draft: Draft) => void }) {
  return (
    <>
      <Examples begin={begin} />
      <Files begin={begin} />
      <Card id="blank" title={text.start.blank}>
        <p>{text.start.blankWhy}</p>
        <ul className={css.rules}>
          {(Object.keys(Rule) as RuleName[]).map((rule) => (
            <li key={rule}>
              <Button onClick={() => begin(blankDraft(rule))}>{text.rules[rule].name}</Button>
              <Muted>{text.rules[rule].why}</Muted>
            </li>
          ))}
        </ul>
      </Card>
    </>
  )
}

function Examples({ begin }: { begin: (draft: Draft) => void }) {
  const { data, error, refetch } = useQuery({
    queryKey: ['examples'],
    queryFn: async () => (await import('./examples.ts')).EXAMPLES,
    staleTime: Infinity,
  })
  return (
    <Card id="examples" title={text.start.examples}>
      <p>{text.start.examplesWhy}</p>
      {error !== null && <Failed error={error} retry={refetch} />}
      {data === undefined && error === null && <Loading />}
      <ul className={css.examples}>
        {data?.map(({ outcome, sheet }) => (
          <li key={outcome.title}>
            <h3>{outcome.title}</h3>
            <Badge>{text.rules[outcome.rule as RuleName].name}</Badge>
            <p>{outcome.summary[0]}</p>
            <Button small aria-label={`${text.start.use}: ${outcome.title}`} onClick={() => begin({ outcome, sheet })}>
              {text.start.use}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function Files({ begin }: { begin: (draft: Draft) => void }) {
  const [brought, setBrought] = useState<Brought>({ refused: [] })
  const [pasted, setPasted] = useState('')
  const [over, setOver] = useState(false)
  const take = (texts: readonly { name: string; text: string }[]) => {
    const next = readTexts(texts)
    setBrought((before) => ({ ...before, ...next }))
    if (next.refused.length === 0) setPasted('')
  }
  const takeFiles = async (files: FileList | null): Promise<void> => {
    take(
      await Promise.all(
        Array.from(files ?? [], async (file) => {
          // One character more than is read tells that it is too large.
          const text = await file.slice(0, 4 * (MOST.characters + 1)).text()
          return { name: file.name, text }
        }),
      ),
    )
  }
  const { outcome, sheet, names } = brought
  return (
    <Card id="files" title={text.start.files}>
      <p>{text.start.filesWhy}</p>
      <label
        className={over ? css.over : css.drop}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          setOver(false)
          void takeFiles(event.dataTransfer.files)
        }}
      >
        <span>{text.start.drop}</span>
        <span className={css.choose}>{text.start.choose}</span>
        <input
          type="file"
          className="visually-hidden"
          multiple
          accept=".json,application/json"
          onChange={({ target }) => void takeFiles(target.files)}
        />
      </label>
      <TextArea label={text.start.paste} value={pasted} onChange={({ target }) => setPasted(target.value)} />
      <Row>
        <Button disabled={pasted.trim() === ''} onClick={() => take([{ name: text.start.pasted, text: pasted }])}>
          {text.start.read}
        </Button>
      </Row>
      <ul aria-live="polite" className={css.brought}>
        <li>{outcome === undefined ? text.start.missing.outcome : text.start.has.outcome}</li>
        <li>{sheet === undefined ? text.start.missing.sheet : text.start.has.sheet}</li>
        {names !== undefined && <li>{text.start.has.names}</li>}
        {brought.refused.map(({ name, why }, i) => (
          <li key={i} className={css.bad}>
            {text.start.refused[why](visible(name))}
          </li>
        ))}
      </ul>
      {outcome !== undefined && sheet !== undefined && (
        <Row>
          <Button kind="primary" onClick={() => begin({ outcome, sheet: withNames(sheet, names ?? {}) })}>
            {text.start.go}
          </Button>
        </Row>
      )}
    </Card>
  )
}
