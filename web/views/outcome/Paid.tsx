import type { AssetToken } from '../../data/answers/basics.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Hint, Muted, Notice } from '../../parts/basics.tsx'
import { text } from '../../text/en/outcome.ts'
import type { Payment } from './payment.ts'

const words = text.prices

/** What a result would be paid. @param what the result, in words. */
export function Paid({ payment, what, token }: { payment: Payment; what: string; token: AssetToken }) {
  const { fault, payout, full } = payment
  if (fault !== undefined)
    return (
      <Notice tone="plain" title={what}>
        {words.faults[fault]}
      </Notice>
    )
  return (
    <Notice tone="info" title={what}>
      <p>
        {words.paid}{' '}
        <strong>
          <Amount of={payout.earned} token={token} exact />
        </strong>
        {payout.held > 0n && (
          <>
            {': '}
            <Amount of={payout.direct} token={token} exact /> {words.atOnce}
            {', '}
            <Amount of={payout.held} token={token} exact /> {words.held}
          </>
        )}
        {'.'}
      </p>
      {full > payout.earned && (
        <p>
          {words.curveSays} <Amount of={full} token={token} exact />
          {'. '}
          <Muted>{words.capped}</Muted>
        </p>
      )}
      <Hint>{words.now}</Hint>
    </Notice>
  )
}
