import { useState } from 'react'
import { zeroHash } from 'viem'
import type { Outcome } from '../../../sdk/model/outcome.ts'
import { readableUntil } from '../../../sdk/evidence/readableUntil.ts'
import { ActionStatus } from '../../chain/ActionStatus.tsx'
import { harmless } from '../../data/harmless.ts'
import { Digest } from '../../parts/Account.tsx'
import { Button, Hint, Notice, Row, Stack } from '../../parts/basics.tsx'
import { TextArea, TextField } from '../../parts/Field.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { Time } from '../../parts/Time.tsx'
import { text } from '../../text/en/desk.ts'
import { Agree, Choice } from '../claim/Choice.tsx'
import css from '../claim/claim.module.css'
import { saveBlob } from '../../parts/saveFile.ts'
import { Entered } from './Entered.tsx'
import { entryOf, measurementEntered } from './measured.ts'
import type { OpenedEvidence } from './openEvidence.ts'
import { conditionsOf, countedMeasurement, reportOf, type Condition, type Judgement } from './report.ts'
import type { useSigning } from './useSigning.ts'

/** What a member measured, judged and reports; ends in one signature. */
export function MeasureForm({
  about,
  filedAt,
  observeUntil,
  now,
  outcome,
  opened,
  signing,
}: {
  about: Pick<Judgement, 'chainId' | 'escrow' | 'claim' | 'target' | 'solver' | 'member' | 'outcome'>
  filedAt: number
  observeUntil: number
  /** Of the last block: nobody else says that evidence came too late. */
  now: number
  outcome: Outcome | undefined
  opened: OpenedEvidence | undefined
  signing: ReturnType<typeof useSigning>
}) {
  const words = text.measure
  const isBreak = about.target !== zeroHash
  const entry = entryOf(outcome, isBreak)
  const [typed, setTyped] = useState('')
  const [said, setSaid] = useState<Readonly<Record<string, Partial<Condition>>>>({})
  const [unread, setUnread] = useState(false)
  const [reviewer, setReviewer] = useState('')
  const [reasons, setReasons] = useState('')
  const [saved, setSaved] = useState<string>()
  const readable = readableUntil({ filedAt, observeUntil }, outcome?.evidence.readableDays)
  const isUnread = unread && opened === undefined
  const { measurement, fault } = measurementEntered(entry, typed, outcome, words.rawFault)
  const conditions =
    outcome === undefined || isUnread
      ? []
      : conditionsOf(outcome, about.target).map((condition) => ({ ...condition, ...said[condition.name] }))
  const manifest = isUnread ? null : (opened?.digest ?? null)
  const measured = isUnread ? 0n : measurement
  const counted =
    measured === undefined ? undefined : countedMeasurement({ measurement: measured, conditions, manifest })
  const missing = [
    measured === undefined && words.needs.measurement,
    conditions.some(({ holds }) => holds === undefined) && words.needs.conditions,
    !isUnread && reviewer.trim() === '' && words.needs.reviewer,
    reasons.trim() === '' && words.needs.reasons,
  ].filter((one) => one !== false)
  const judgement = { ...about, manifest, conditions, reviewer: reviewer.trim(), reasons: reasons.trim() }
  const report =
    missing.length === 0 && measured !== undefined
      ? reportOf({ ...judgement, measurement: measured, unreadable: readable.reason })
      : undefined
  if (opened === undefined && !unread)
    return (
      <Stack>
        <Hint>{words.openFirst}</Hint>
        {now > readable.until ? (
          <Agree checked={unread} onChange={setUnread}>
            {words.unreadable}
          </Agree>
        ) : (
          <Hint>
            {words.tooEarly} <Time at={readable.until} />
          </Hint>
        )}
      </Stack>
    )
  const isSaved = report !== undefined && saved === report.digest
  const { action, submitSigned, saveSigned } = signing
  return (
    <Stack>
      {isUnread ? (
        <Agree checked={unread} onChange={setUnread}>
          {words.unreadable}
        </Agree>
      ) : (
        <Entered
          entry={entry}
          outcome={outcome}
          typed={typed}
          onChange={setTyped}
          fault={fault}
          measurement={measurement}
        />
      )}
      {conditions.map(({ name, holds, note }) => (
        <Stack key={name}>
          <Choice
            label={words.condition(harmless(name, 120))}
            value={holds === undefined ? undefined : holds ? 'yes' : 'no'}
            options={[
              { value: 'yes', label: words.yes },
              { value: 'no', label: words.no },
            ]}
            onChange={(value) => {
              setSaid((before) => ({ ...before, [name]: { ...before[name], holds: value === 'yes' } }))
            }}
          />
          <TextField
            label={words.note}
            value={note}
            onChange={({ target }) => {
              setSaid((before) => ({ ...before, [name]: { ...before[name], note: target.value } }))
            }}
          />
        </Stack>
      ))}
      {conditions.some(({ holds }) => holds === false) && <Notice tone="warn">{words.zero}</Notice>}
      {!isUnread && (
        <TextField
          label={words.reviewer}
          hint={words.reviewerHint}
          value={reviewer}
          onChange={({ target }) => {
            setReviewer(target.value)
          }}
        />
      )}
      <TextArea
        label={words.reasons}
        hint={words.reasonsHint}
        value={reasons}
        onChange={({ target }) => {
          setReasons(target.value)
        }}
      />
      {missing.length > 0 && (
        <Hint>
          {words.missing}
          {': '}
          {missing.join('; ')}
        </Hint>
      )}
      {report !== undefined && counted !== undefined && (
        <section className={css.step}>
          <h3>{words.report}</h3>
          <Hint>{words.reportHint}</Hint>
          <Foreign most={300}>{report.text}</Foreign>
          <p>
            {words.digest}
            {': '}
            <Digest value={report.digest} />
          </p>
          <p>
            <Button
              kind={isSaved ? undefined : 'primary'}
              onClick={() => {
                saveBlob(
                  `report-${about.claim.slice(2, 10)}.json`,
                  new Blob([report.text], { type: 'application/json' }),
                )
                setSaved(report.digest)
              }}
            >
              {words.saveReport}
            </Button>
          </p>
          {!isSaved && <Hint>{words.saveFirst}</Hint>}
          <Row>
            <Button kind="primary" disabled={!isSaved || action.busy} onClick={() => void submitSigned(report)}>
              {words.sign(report.measurement)}
            </Button>
            <Button disabled={!isSaved || action.busy} onClick={() => void saveSigned(report)}>
              {words.signOnly}
            </Button>
          </Row>
        </section>
      )}
      <ActionStatus state={action.state} done={(recorded) => <p>{words.done(recorded)}</p>} />
    </Stack>
  )
}
