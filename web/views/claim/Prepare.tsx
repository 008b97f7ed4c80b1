import { useEffect, useState } from 'react'
import type { Address, Hex } from 'viem'
import { isRecipient } from '../../../sdk/evidence/seal.ts'
import { formatBytes } from '../../../sdk/model/bytes.ts'
import type { Outcome } from '../../../sdk/model/outcome.ts'
import { useSite } from '../../app/site.ts'
import { Button, Card, Hint, Meter, Notice, Row, Stack } from '../../parts/basics.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { Failed } from '../../parts/states.tsx'
import { text } from '../../text/en/claim.ts'
import { ChooseFiles } from './ChooseFiles.tsx'
import { faultsOfFiles, type Chosen } from './chosen.ts'
import { EMPTY, measurementTyped, payeeOf, statementOf, type Draft } from './draft.ts'
import { Payment } from './Payment.tsx'
import type { Prepared, Progress } from './prepared.ts'
import { reachOf } from './reach.ts'
import { Readers } from './Readers.tsx'
import type { Filing } from './readFiling.ts'
import { Statement } from './Statement.tsx'
import { useSealing } from './useSealing.ts'
import css from './claim.module.css'

/** In the evidence: what the solver says it has achieved. */
const STATEMENT = /(^|\/)statement\.txt$/
/** Bytes of such a file that are taken over. */
const MOST_STATEMENT = 20_000

/** A new claim: files, statement, readers, payee; at its end it is prepared and encrypted on this device. */
export function Prepare({
  filing,
  outcome,
  account,
  target,
  done,
}: {
  filing: Filing
  outcome: Outcome | undefined
  account: Address
  target: Hex | undefined
  done: (prepared: Prepared) => void
}) {
  const { deployment } = useSite()
  const { terms, address: escrow } = filing.state
  const [chosen, setChosen] = useState<readonly Chosen[]>([])
  const [draft, setDraft] = useState<Draft>(EMPTY)
  const sealing = useSealing(done)
  const busy = sealing.state.at === 'working'
  const ownIsGood = useIsRecipient(draft.own.trim())
  const reach = reachOf(filing.judges, terms.quorum, draft.own.trim() === '' ? undefined : draft.own.trim())
  const place = draft.place ?? (reach.enoughTake ? 'members' : 'own')
  const metric = target === undefined ? outcome?.metric : undefined
  const typed = measurementTyped(target === undefined ? outcome : undefined, draft.value)
  const paid = payeeOf(draft, account, { escrow, token: terms.asset })
  const payee = 'address' in paid ? paid.address : undefined
  const statement = statementOf(
    draft,
    (value) => text.statement.claimed(value, metric?.unit ?? ''),
    metric !== undefined,
  )
  const change = (part: Partial<Draft>): void => {
    setDraft((before) => ({ ...before, ...part }))
  }
  const choose = (how: (before: readonly Chosen[]) => Chosen[]): void => {
    const next = how(chosen)
    setChosen(next)
    if (draft.statement === '')
      void statementIn(next).then((found) => {
        if (found !== undefined) change({ statement: found })
      })
  }
  const words = text.prepare
  const missing = [
    (chosen.length === 0 || faultsOfFiles(chosen).size > 0) && words.needFiles,
    (statement === '' || typed.fault !== undefined) && words.needStatement,
    !reach.enoughRead && words.needReaders,
    reach.without.length > 0 && !draft.agreed && words.needAgreement,
    payee === undefined && words.needPayee,
    !ownIsGood && words.needOwnKey,
  ].filter((one) => one !== false)
  const start = (): void => {
    if (payee === undefined) return
    const { chainId } = deployment
    const { readers } = reach
    sealing.start({
      preparation: { chainId, escrow, solver: account, target, statement, readers, payee, place },
      chosen,
    })
  }
  return (
    <Stack>
      <Card title={text.files.title} id="files">
        {target === undefined && outcome !== undefined && (
          <details className={css.details}>
            <summary>{text.files.wanted}</summary>
            <ul className={css.list}>
              {outcome.evidence.bundle.map((one) => (
                <li key={one}>
                  <Foreign>{one}</Foreign>
                </li>
              ))}
            </ul>
          </details>
        )}
        <ChooseFiles chosen={chosen} onChange={choose} disabled={busy} />
      </Card>
      <Statement
        draft={draft}
        change={change}
        typed={typed}
        filing={filing}
        metric={metric}
        isBreak={target !== undefined}
        disabled={busy}
      />
      <Readers draft={draft} change={change} filing={filing} reach={reach} ownIsGood={ownIsGood} disabled={busy} />
      <Payment draft={draft} change={change} paid={paid} place={place} reach={reach} filing={filing} disabled={busy} />
      <Card>
        {missing.length > 0 && (
          <Hint>
            {words.missing}
            {': '}
            {missing.join('; ')}
          </Hint>
        )}
        <Row>
          <Button kind="primary" disabled={busy || missing.length > 0} onClick={start}>
            {words.button}
          </Button>
          {busy && <Button onClick={sealing.cancel}>{words.cancel}</Button>}
        </Row>
        <Hint>{words.hint}</Hint>
        {sealing.state.at === 'working' && <Bar progress={sealing.state.progress} />}
        {sealing.state.at === 'failed' && <Failed title={words.failed} error={sealing.state.error} />}
        {filing.refused !== undefined && <Notice tone="warn">{text.refused}</Notice>}
      </Card>
    </Stack>
  )
}

function Bar({ progress }: { progress: Progress | undefined }) {
  const words = text.prepare
  if (progress === undefined) return <p role="status">{words.starting}</p>
  const { doing, done, total } = progress
  const label = words[doing]
  return (
    <div className={css.bar}>
      <span>
        {label}
        {', '}
        {words.of(formatBytes(done), formatBytes(total))}
      </span>
      <Meter share={total === 0 ? 1 : done / total} label={label} />
    </div>
  )
}

/** Whether a text is an age recipient; nothing counts as one. */
function useIsRecipient(typed: string): boolean {
  const [good, setGood] = useState<{ typed: string; is: boolean }>()
  useEffect(() => {
    let current = true
    void isRecipient(typed).then((is) => {
      if (current) setGood({ typed, is })
    })
    return () => {
      current = false
    }
  }, [typed])
  return typed === '' || (good?.typed === typed && good.is)
}

async function statementIn(chosen: readonly Chosen[]): Promise<string | undefined> {
  const found = chosen.find(({ path }) => STATEMENT.test(path))
  if (found === undefined || found.file.size > MOST_STATEMENT) return undefined
  const statement = (await found.file.text()).trim()
  return statement === '' ? undefined : statement
}
