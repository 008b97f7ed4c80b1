import type { EscrowState } from '../../../sdk/actions/getEscrow.ts'
import { formatAmount } from '../../../sdk/model/amount.ts'
import { formatShare } from '../../../sdk/model/share.ts'
import { worstCase } from '../../../sdk/model/worstCase.ts'
import { Amount } from '../../parts/Amount.tsx'
import { Card, Fact, Facts, Muted, Notice } from '../../parts/basics.tsx'
import { BothClocks } from '../../parts/Time.tsx'
import { text } from '../../text/en/pledge.ts'
import { previewOf } from './preview.ts'
import { assetOf } from './token.ts'

/** What a pledge means, at worst and at best; without an amount only what does not depend on it. */
export function PreviewCard({ state, amount }: { state: EscrowState; amount: bigint | undefined }) {
  const { terms, pledged, token } = state
  const worst = worstCase(terms)
  const asset = assetOf(state)
  const preview = amount === undefined ? undefined : previewOf(state, amount)
  return (
    <Card id="preview" title={text.preview.title}>
      <Facts>
        <Fact name={text.preview.locked}>
          <BothClocks at={Number(worst.freeAfter)} />
          <br />
          <Muted>{text.preview.lockedWhy}</Muted>
        </Fact>
        {preview !== undefined && amount !== undefined && (
          <>
            <Fact name={text.preview.least}>
              <strong>
                <Amount of={preview.back.least} token={asset} exact />
              </strong>
              {` ${text.preview.leastWhy}`}
            </Fact>
            <Fact name={text.preview.most}>
              <strong>
                <Amount of={preview.back.most} token={asset} exact />
              </strong>
              {` ${text.preview.mostWhy}`}
            </Fact>
            {pledged < terms.threshold && (
              <Fact name={text.preview.void}>
                {preview.binds ? (
                  text.preview.bound
                ) : (
                  <>
                    {text.preview.voidAfter(formatAmount(amount, token))}
                    <br />
                    <BothClocks at={Number(worst.voidAfter)} />
                  </>
                )}
              </Fact>
            )}
            <Fact name={text.preview.share}>
              {text.preview.shares(shareOf(preview.share.now), shareOf(preview.share.full))}
            </Fact>
            <Fact name={text.preview.receipt}>{text.preview.receiptWhy(formatAmount(amount, token))}</Fact>
          </>
        )}
      </Facts>
      <Notice tone="plain">{text.preview.noWayBack}</Notice>
    </Card>
  )
}

/** A part that is rounded down to nothing is something all the same. */
function shareOf(basisPoints: bigint): string {
  return basisPoints === 0n ? text.preview.tiny : formatShare(basisPoints)
}
