import { useQuery } from '@tanstack/react-query'
import { useMemo, useRef, useState } from 'react'
import { getAddress, isAddress } from 'viem'
import { getToken } from '../../../sdk/actions/getToken.ts'
import { RevertError } from '../../../sdk/errors/RevertError.ts'
import type { Token } from '../../../sdk/model/amount.ts'
import { draft as readDraft } from '../../../sdk/model/draft.ts'
import { draftReader } from '../../../sdk/model/draftReader.ts'
import { draftToken } from '../../../sdk/model/draftToken.ts'
import { useNow } from '../../chain/now.ts'
import { useReader } from '../../chain/reader.ts'
import { Badge, Button, Hint, Row } from '../../parts/basics.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { text } from '../../text/en/create.ts'
import css from './create.module.css'
import { tidied, type Draft } from './documents.ts'
import { isAt, messageOf } from './faultText.ts'
import { FundingStep } from './FundingStep.tsx'
import { put, textAt } from './json.ts'
import type { Kept } from './kept.ts'
import { PanelStep } from './PanelStep.tsx'
import { PricesStep } from './PricesStep.tsx'
import { ReviewStep } from './ReviewStep.tsx'
import { unitOf } from './sketch.ts'
import { WritingContext, type Writing } from './state.ts'
import { faultsByStep, stepOf, STEPS, type Step } from './steps.ts'
import { JudgedStep, WantedStep } from './Steps.tsx'

const VIEWS = {
  wanted: WantedStep,
  judged: JudgedStep,
  prices: PricesStep,
  funding: FundingStep,
  panel: PanelStep,
  review: ReviewStep,
} as const satisfies Record<Step, () => React.ReactNode>
const UNKNOWN = { symbol: '', decimals: 18 }

/** A draft, step by step: what is wrong is said beside each field, once the visitor has been there. */
export function Writer({
  kept,
  onChange,
  onClear,
}: {
  kept: Kept
  onChange: (next: Kept) => void
  onClear: () => void
}) {
  const { step } = kept
  const token = useTokenOf(textAt(kept.sheet, 'token').trim())
  // Faults that depend on the time are the same for a minute: nothing has to be read anew every second.
  const now = BigInt(Math.floor(useNow() / 60) * 60)
  const [visited, setVisited] = useState(() => writtenIn(kept, now))
  const [seen, setSeen] = useState<ReadonlySet<Step>>(new Set(step === 'review' ? STEPS : []))
  const [clearing, setClearing] = useState(false)
  const top = useRef<HTMLDivElement>(null)
  const { faults, read } = useMemo(
    () => readDraft(tidied(kept), { ...(token.data ? { token: token.data } : {}), now }),
    [kept, token.data, now],
  )
  const counts = faultsByStep(faults)
  const go = (next: Step) => {
    setSeen(new Set(next === 'review' ? STEPS : [...seen, step]))
    onChange({ ...kept, step: next })
    top.current?.scrollIntoView()
    top.current?.focus()
  }
  const writing: Writing = {
    draft: kept,
    faults,
    read,
    token: token.data ?? statedToken(kept, now),
    isToken: token.data === undefined ? undefined : token.data !== null,
    now,
    set: (document, path, value) => onChange({ ...kept, [document]: put(kept[document], path, value) }),
    replace: (draft) => onChange({ ...kept, ...draft }),
    faultAt: (document, path) => {
      const fault = faults.find((one) => isAt(one, { document, path }))
      const isKnown = fault !== undefined && (visited.has(`${document} ${path}`) || seen.has(stepOf(fault)))
      return isKnown ? sentence(messageOf(fault)) : undefined
    },
    visit: (document, path) => setVisited(new Set([...visited, `${document} ${path}`])),
    go,
    clear: onClear,
  }
  const View = VIEWS[step]
  const place = STEPS.indexOf(step)
  const [before, after] = [STEPS[place - 1], STEPS[place + 1]]
  return (
    <WritingContext value={writing}>
      <div ref={top} tabIndex={-1} className={css.top}>
        <ol className={css.steps} aria-label={text.steps.label}>
          {STEPS.map((one, i) => (
            <li key={one}>
              <button type="button" aria-current={one === step ? 'step' : undefined} onClick={() => go(one)}>
                <span>{`${i + 1}. ${text.steps[one]}`}</span>
                {counts[one] > 0 && seen.has(one) && <Badge tone="warn">{text.steps.faults(counts[one])}</Badge>}
              </button>
            </li>
          ))}
        </ol>
      </div>
      <View />
      <Row between>
        <Row>
          {before !== undefined && <Button onClick={() => go(before)}>{text.steps.back}</Button>}
          {after !== undefined && (
            <Button kind="primary" onClick={() => go(after)}>
              {text.steps.next}
            </Button>
          )}
        </Row>
        <Button kind="plain" onClick={() => setClearing(true)}>
          {text.draft.clear}
        </Button>
      </Row>
      <Hint>{text.draft.kept}</Hint>
      <Dialog title={text.draft.clearTitle} open={clearing} onClose={() => setClearing(false)}>
        <p>{text.draft.clearWhy}</p>
        <Row>
          <Button kind="primary" onClick={onClear}>
            {text.draft.clearYes}
          </Button>
        </Row>
      </Dialog>
    </WritingContext>
  )
}

/** What the chain says of the token; null where it knows none there. */
function useTokenOf(written: string) {
  const reader = useReader()
  return useQuery({
    queryKey: ['chain', 'token', reader?.through, written],
    queryFn: async () => {
      if (reader === undefined) return null
      try {
        return await getToken(reader.client, getAddress(written))
      } catch (error) {
        if (error instanceof RevertError) return null
        throw error
      }
    },
    enabled: reader !== undefined && isAddress(written),
  })
}

/** The token as the documents tell of it, where the chain has not been asked. */
function statedToken(draft: Draft, now: bigint): Token {
  const { sheet } = tidied(draft)
  const stated = draftToken(draftReader(sheet, []), sheet, { now }) ?? UNKNOWN
  return stated.symbol === '' ? { ...stated, symbol: unitOf({ sheet }) } : stated
}

/** Fields that have something in them as the draft is opened: what is wrong there is said at once. */
function writtenIn(draft: Draft, now: bigint): ReadonlySet<string> {
  const { faults } = readDraft(tidied(draft), { now })
  const written = faults.filter(({ value }) => value !== '' && value !== '""' && value !== '[]')
  return new Set(written.map(({ document, path }) => `${document} ${path}`))
}

/** The SDK's messages begin small, since a path stands before them. */
function sentence(message: string): string {
  return `${message.slice(0, 1).toUpperCase()}${message.slice(1)}.`
}
