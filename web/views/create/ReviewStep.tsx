import { useState } from 'react'
import { draft as readDraft } from '../../../sdk/model/draft.ts'
import { momentInWords } from '../../../sdk/model/words.ts'
import { chainNow } from '../../chain/now.ts'
import { Button, Card, Muted, Notice, Row } from '../../parts/basics.tsx'
import { visible } from '../../parts/visible.ts'
import { saveFile } from '../../parts/saveFile.ts'
import { text } from '../../text/en/create.ts'
import css from './create.module.css'
import { CreateCard } from './CreateCard.tsx'
import { tidied } from './documents.ts'
import { messageOf } from './faultText.ts'
import { fileOf } from './kept.ts'
import { withMoments } from './moments.ts'
import { Preview } from './Preview.tsx'
import { useWriting } from './state.ts'
import { stepOf } from './steps.ts'

/** What the documents mean, in plain words, and the way to create the escrow: from one moment on, so that its address stands. */
export function ReviewStep() {
  const { draft, faults, token, isToken, go, replace } = useWriting()
  const [now, setNow] = useState(() => BigInt(chainNow()))
  const tidy = tidied(draft)
  // Read anew as it is downloaded: with the moments that durations mean now.
  const fixed = { outcome: tidy.outcome, sheet: withMoments(tidy.sheet, now) }
  const { read } = readDraft(fixed, { ...(isToken === true ? { token } : {}), now })
  const isRelative = JSON.stringify(fixed.sheet) !== JSON.stringify(tidy.sheet)
  return (
    <>
      {faults.length > 0 && (
        <Card id="faults" title={text.review.faults}>
          <p role="status">{text.review.faultsWhy(faults.length)}</p>
          <ul className={css.faults}>
            {faults.map((fault, i) => (
              <li key={i}>
                <p>
                  <strong>{labelOf(fault.document, fault.path)}</strong>
                  {`: ${visible(messageOf(fault))} `}
                  <Muted>{visible(fault.value)}</Muted>
                </p>
                {stepOf(fault) !== 'review' && (
                  <Button small onClick={() => go(stepOf(fault))} aria-label={`${text.review.go}: ${fault.path}`}>
                    {text.steps[stepOf(fault)]}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </Card>
      )}
      {faults.length === 0 && read !== undefined && <Preview read={read} now={now} />}
      <Card id="documents" title={text.review.documents}>
        <p>{text.review.documentsWhy}</p>
        <Row>
          <Button onClick={() => saveFile('outcome.json', fileOf(fixed.outcome))}>{text.review.outcome}</Button>
          <Button onClick={() => saveFile('sheet.json', fileOf(fixed.sheet))}>{text.review.sheet}</Button>
        </Row>
        {isRelative && (
          <Notice tone="plain">
            <p>{text.review.moment(momentInWords(now))}</p>
            <p>
              <Button small onClick={() => setNow(BigInt(chainNow()))}>
                {text.review.again}
              </Button>
            </p>
          </Notice>
        )}
      </Card>
      {faults.length === 0 && read !== undefined && <CreateCard read={read} onMade={() => replace(fixed)} />}
    </>
  )
}

/** The name of a field, as its form has it. */
function labelOf(document: string, path: string): string {
  const key = `${document}.${path.replaceAll(/\.\d+(?=\.|$)/g, '.*')}`
  const place = /\.(\d+)(?=\.|$)/.exec(path)?.[1]
  const label = text.fields[key]?.label ?? (path === '' ? text.review.whole : path)
  return place === undefined ? label : `${label} ${Number(place) + 1}`
}
