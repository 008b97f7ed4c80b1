import { useCallback, useEffect, useRef, useState } from 'react'
import type { Address } from 'viem'
import { sealedName } from '../../../sdk/evidence/cid.ts'
import { formatBytes } from '../../../sdk/model/bytes.ts'
import type { JudgeKey } from '../../../sdk/evidence/judgeKeys.ts'
import { Account } from '../../parts/Account.tsx'
import { Badge, Button, Hint, Meter, Notice, Row } from '../../parts/basics.tsx'
import { visible } from '../../parts/visible.ts'
import { Table } from '../../parts/Table.tsx'
import { text } from '../../text/en/claim.ts'
import css from './claim.module.css'
import { handIn, hasTaken, membersWith, withTaken, type HandedIn } from './handIn.ts'
import type { Prepared } from './prepared.ts'
import { putByBrowser } from './putByBrowser.ts'
import { takesIn } from './reach.ts'
import type { Filing } from './readFiling.ts'
import { saveBlob } from '../../parts/saveFile.ts'

/** Milliseconds until those who could not take it in are asked again. */
const AGAIN = 20_000

/** Hands the bundle in to everybody who takes it in, once the claim is on chain; what has arrived is remembered. */
export function HandInStep({
  step,
  prepared,
  bundle,
  filing,
  isFiled,
  change,
}: {
  /** Its place among the steps. */
  step: number
  prepared: Prepared
  bundle: Blob
  filing: Filing
  isFiled: boolean
  change: (how: (prepared: Prepared) => Prepared) => Promise<void>
}) {
  const words = text.handIn
  const { claim, place } = prepared
  const { quorum } = filing.state.terms
  const { states, busy, start } = useHandIn(prepared, bundle, filing.judges, change)
  const begun = useRef(false)
  const hasNone = !filing.judges.some(({ account }) => hasTaken(claim, account))
  const left = toHandIn(prepared, filing.judges)
  const isLater = left.some(({ account }) => mayComeLater(states.get(account)))
  // At once at each visit; then again where a member has not seen the claim yet or is busy, and whenever it is asked for.
  useEffect(() => {
    if (!isFiled || busy || left.length === 0) return undefined
    if (!begun.current) {
      begun.current = true
      void start()
      return undefined
    }
    if (!isLater) return undefined
    const timer = setTimeout(() => void start(), AGAIN)
    return () => {
      clearTimeout(timer)
    }
  }, [isFiled, busy, left.length, isLater, start])
  const membersTaken = membersWith(claim, filing.judges)
  const enough = BigInt(membersTaken) >= quorum
  const canRead = (account: Address) => claim.bundle.recipients.some(({ who }) => who === account)
  return (
    <section className={css.step}>
      <h3>{text.kept.step(step, words.title)}</h3>
      {!isFiled ? (
        <Hint>{words.waits}</Hint>
      ) : (
        <>
          <Table
            caption={words.list}
            rows={filing.judges}
            keyOf={({ account }) => account}
            columns={[
              { title: text.readers.who, cell: ({ account }) => <Account address={account} /> },
              {
                title: text.readers.role,
                cell: ({ isArbiter }) => (isArbiter ? text.readers.arbiter : text.readers.member),
              },
              {
                title: words.state,
                words: true,
                cell: (judge) => {
                  if (hasTaken(claim, judge.account)) return <Badge tone="good">{words.taken}</Badge>
                  if (!canRead(judge.account)) return words.unread
                  if (!takesIn(judge)) return place === 'own' ? words.none : words.noneAtAll
                  return <One state={states.get(judge.account)} />
                },
              },
            ]}
          />
          <div aria-live="polite">
            {!busy && left.length === 0 && enough && <Notice tone="good">{words.all}</Notice>}
            {!busy && (left.length > 0 || !enough) && (
              <Notice tone={enough ? 'info' : 'warn'}>
                <p>{enough ? words.enough(membersTaken, quorum) : words.tooFew(membersTaken, quorum)}</p>
                {place === 'own' && <p>{words.fetchable}</p>}
                {isLater && <p>{words.again}</p>}
              </Notice>
            )}
          </div>
          {place === 'members' && filing.judges.some((judge) => !takesIn(judge) && canRead(judge.account)) && (
            <Row>
              <Hint>{words.downloadHint}</Hint>
              <Button
                small
                onClick={() => {
                  saveBlob(sealedName(claim.bundle.cid), bundle)
                }}
              >
                {text.place.download(formatBytes(bundle.size))}
              </Button>
            </Row>
          )}
          {left.length > 0 && (
            <p>
              <Button disabled={busy} onClick={() => void start()}>
                {hasNone ? words.start : words.retry}
              </Button>
            </p>
          )}
        </>
      )}
    </section>
  )
}

function One({ state }: { state: HandedIn | undefined }) {
  const words = text.handIn
  if (state === undefined) return <>{words.waiting}</>
  if (state.at === 'taken') return <Badge tone="good">{words.taken}</Badge>
  if (state.at === 'failed') return <>{words.failed(visible(state.why))}</>
  const label = words.sending(formatBytes(state.sent), formatBytes(state.total))
  return (
    <div className={css.bar}>
      {label}
      <Meter share={state.total === 0 ? 0 : state.sent / state.total} label={label} />
    </div>
  )
}

const mayComeLater = (state: HandedIn | undefined): boolean => state?.at === 'failed' && state.again

/** Who can read the bundle, takes it in, and does not have it. */
function toHandIn(prepared: Prepared, judges: readonly JudgeKey[]): JudgeKey[] {
  return judges.filter(
    (judge) =>
      takesIn(judge) &&
      !hasTaken(prepared.claim, judge.account) &&
      prepared.claim.bundle.recipients.some(({ who }) => who === judge.account),
  )
}

function useHandIn(
  prepared: Prepared,
  bundle: Blob,
  judges: readonly JudgeKey[],
  change: (how: (prepared: Prepared) => Prepared) => Promise<void>,
) {
  const [states, setStates] = useState<ReadonlyMap<Address, HandedIn>>(new Map())
  const [busy, setBusy] = useState(false)
  const running = useRef(false)
  const start = useCallback(async (): Promise<void> => {
    if (running.current) return
    running.current = true
    setBusy(true)
    // One after the other: together they would only share the line, and none would be whole for long.
    for (const { account, endpoint } of toHandIn(prepared, judges)) {
      const taken = await handIn(
        prepared.claim,
        endpoint,
        bundle,
        (state) => {
          setStates((before) => new Map(before).set(account, state))
        },
        putByBrowser,
      )
      if (taken)
        await change((before) => ({
          ...before,
          claim: { ...before.claim, takenIn: withTaken(before.claim, account, new Date()).takenIn },
        }))
    }
    running.current = false
    setBusy(false)
  }, [prepared, bundle, judges, change])
  return { states, busy, start }
}
