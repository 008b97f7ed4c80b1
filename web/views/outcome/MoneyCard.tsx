import type { EscrowView } from '../../data/answers/escrow.ts'
import { tokenOf } from '../../data/terms.ts'
import { Account } from '../../parts/Account.tsx'
import { Amount } from '../../parts/Amount.tsx'
import { Card, Fact, Facts, Muted } from '../../parts/basics.tsx'
import { percentInWords } from '../../parts/funding.ts'
import { FundingBar } from '../../parts/FundingBar.tsx'
import { Time } from '../../parts/Time.tsx'
import { text } from '../../text/en/outcome.ts'

const words = text.money

/** The money: gathered, paid, held, refundable; threshold, cap and deadline. */
export function MoneyCard({ view }: { view: EscrowView }) {
  const { pledged, threshold, cap, room, paid, held, returned, refundable, owed, asset, terms, status } = view
  const amount = (of: bigint) => <Amount of={of} token={asset} />
  return (
    <Card title={words.title} id="money">
      <FundingBar of={view} legend />
      {pledged >= threshold ? <p>{words.reached}</p> : <p>{words.percent(percentInWords(pledged, threshold))}</p>}
      <Facts>
        <Fact name={words.pledged}>
          <strong>{amount(pledged)}</strong>
        </Fact>
        <Fact name={words.threshold}>{amount(threshold)}</Fact>
        <Fact name={words.cap}>{amount(cap)}</Fact>
        {pledged < threshold && status === 'Pledging' && (
          <Fact name={words.missing}>{amount(threshold - pledged)}</Fact>
        )}
        <Fact name={words.room}>{amount(room)}</Fact>
        <Fact name={words.pledgeBy}>
          <Time at={terms.pledgeBy} />
        </Fact>
        <Fact name={words.paid}>{amount(paid)}</Fact>
        {held > 0n && <Fact name={words.held}>{amount(held)}</Fact>}
        {returned > 0n && <Fact name={words.returned}>{amount(returned)}</Fact>}
        <Fact name={words.refundable}>{amount(refundable)}</Fact>
        {owed > 0n && <Fact name={words.owed}>{amount(owed)}</Fact>}
        <Fact name={words.token}>
          <Muted>{tokenOf(asset).symbol}</Muted> <Account address={asset.address} />
        </Fact>
      </Facts>
    </Card>
  )
}
