import type { Hex } from 'viem'
import { formatAmount } from '../../../sdk/model/amount.ts'
import { lastMeasurement } from '../../../sdk/model/curve.ts'
import { formatDuration } from '../../../sdk/model/duration.ts'
import type { Outcome } from '../../../sdk/model/outcome.ts'
import { paidAt } from '../../../sdk/model/payout.ts'
import type { Reader } from '../../chain/reader.ts'
import { written } from '../../data/token.ts'
import { Account } from '../../parts/Account.tsx'
import { Card, Fact, Facts, Hint, Notice } from '../../parts/basics.tsx'
import { Foreign } from '../../parts/Foreign.tsx'
import { ErrorText } from '../../parts/states.tsx'
import { Time } from '../../parts/Time.tsx'
import { text } from '../../text/en/claim.ts'
import type { Filing } from './readFiling.ts'

/** Whether a claim can be filed now, what it costs, and what there is to be paid: all from the chain. */
export function Possible({
  filing,
  through,
  outcome,
  target,
}: {
  filing: Filing
  through: Reader['through']
  outcome: Outcome | undefined
  target: Hex | undefined
}) {
  const { state, refused, balance, attacked, unaccepted } = filing
  const { terms, pledged, progress } = state
  const words = text.possible
  const token = written(state.token)
  const amount = (value: bigint) => formatAmount(value, token)
  const left = paidAt(terms, pledged, lastMeasurement(terms.curve)) - paidAt(terms, pledged, progress)
  return (
    <Card title={words.title} id="possible">
      {outcome !== undefined && (
        <p>
          <strong>
            <Foreign inline>{outcome.title}</Foreign>
          </strong>
        </p>
      )}
      {refused !== undefined && (
        <Notice tone="warn" title={text.refused}>
          <ErrorText error={refused} />
        </Notice>
      )}
      <Facts>
        <Fact name={words.fee}>
          {terms.claimFee === 0n ? text.claim.free : amount(terms.claimFee)}
          {terms.claimFee > 0n && <Hint>{words.feeHint(terms.panel.length)}</Hint>}
        </Fact>
        <Fact name={words.balance}>{amount(balance)}</Fact>
        {target === undefined && <Fact name={words.left}>{amount(left)}</Fact>}
        {target === undefined && (
          <Fact name={words.until}>
            <Time at={Number(state.claimsEnd)} />
          </Fact>
        )}
        {attacked !== undefined && <Fact name={words.held}>{amount(attacked.held)}</Fact>}
        {attacked !== undefined && <Fact name={words.reward}>{amount(attacked.held / 2n)}</Fact>}
        {attacked !== undefined && attacked.paidAt > 0n && (
          <Fact name={words.warranty}>
            <Time at={Number(attacked.paidAt + terms.warranty)} />
          </Fact>
        )}
        {target !== undefined && outcome?.breakClause !== undefined && (
          <Fact name={words.clause}>
            <Foreign>{outcome.breakClause}</Foreign>
          </Fact>
        )}
        <Fact name={words.verify}>{formatDuration(terms.verifyWithin)}</Fact>
        <Fact name={words.quorum}>{words.quorumOf(terms.quorum, terms.panel.length)}</Fact>
      </Facts>
      {unaccepted.length > 0 && (
        <Notice tone="warn">
          <p>{words.unaccepted(unaccepted.length, terms.panel.length, terms.quorum)}</p>
          {unaccepted.map((member) => (
            <Account key={member} address={member} />
          ))}
        </Notice>
      )}
      {terms.claimFee > balance && refused === undefined && <Notice tone="warn">{words.poor}</Notice>}
      <Hint>{words.through[through]}</Hint>
    </Card>
  )
}
