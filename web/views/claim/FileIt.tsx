import type { Hex } from 'viem'
import { file } from '../../../sdk/actions/file.ts'
import { fileBreak } from '../../../sdk/actions/fileBreak.ts'
import { sealedName } from '../../../sdk/evidence/cid.ts'
import { formatAmount } from '../../../sdk/model/amount.ts'
import { ActionStatus } from '../../chain/ActionStatus.tsx'
import { usePending } from '../../chain/pending.ts'
import { useAction } from '../../chain/useAction.ts'
import { written } from '../../data/token.ts'
import { Button, Hint, Notice } from '../../parts/basics.tsx'
import { ErrorText } from '../../parts/states.tsx'
import { text } from '../../text/en/claim.ts'
import css from './claim.module.css'
import type { Prepared } from './prepared.ts'
import type { Filing } from './readFiling.ts'

/** Files the claim: approves the fee, sends, follows. */
export function FileIt({
  step,
  prepared,
  filing,
  isFiled,
  known,
}: {
  /** Its place among the steps. */
  step: number
  prepared: Prepared
  filing: Filing
  isFiled: boolean
  /** Whether the chain was asked yet. */
  known: boolean
}) {
  const words = text.file
  const { claim, payee } = prepared
  const { terms, token } = filing.state
  const { target } = claim
  const named = target === undefined ? text.claim : text.break
  const fee = terms.claimFee === 0n ? text.claim.free : formatAmount(terms.claimFee, written(token))
  const what = named.action(fee)
  const action = useAction<Hex>(what, claim.escrow)
  const underWay = usePending().some((sent) => sent.what === what && sent.from === claim.solver) && !action.busy
  const { uri } = claim
  const fileNow = (): void => {
    if (uri === undefined) return
    const { commitment } = claim
    void action.run((writer) =>
      target === undefined
        ? file(writer, claim.escrow, { commitment, payee, uri })
        : fileBreak(writer, claim.escrow, target, { commitment, payee, uri }),
    )
  }
  return (
    <section className={css.step}>
      <h3>{text.kept.step(step, words.title)}</h3>
      {isFiled && action.state.at !== 'done' && (
        <Notice tone="good" title={words.filed}>
          <p>{words.filedAt}</p>
        </Notice>
      )}
      {!isFiled && action.state.at !== 'done' && (
        <>
          {terms.claimFee > 0n && <Hint>{words.lead}</Hint>}
          {prepared.place === 'members' && <Hint>{words.members(sealedName(claim.bundle.cid))}</Hint>}
          <Hint>{words.worst}</Hint>
          {!prepared.saved && <Hint>{words.first}</Hint>}
          {uri === undefined && <Hint>{words.firstPlace}</Hint>}
          {underWay && <Notice tone="warn">{words.underWay}</Notice>}
          {filing.refused !== undefined && (
            <Notice tone="warn" title={text.refused}>
              <ErrorText error={filing.refused} />
            </Notice>
          )}
          {filing.balance < terms.claimFee && <Notice tone="warn">{text.possible.poor}</Notice>}
          <p>
            <Button
              kind="primary"
              disabled={
                action.busy ||
                underWay ||
                !known ||
                !prepared.saved ||
                uri === undefined ||
                filing.refused !== undefined ||
                filing.balance < terms.claimFee
              }
              onClick={fileNow}
            >
              {named.button(fee)}
            </Button>
          </p>
        </>
      )}
      <ActionStatus state={action.state} done={() => <p>{words.filedAt}</p>} />
    </section>
  )
}
