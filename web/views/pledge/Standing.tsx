import { formatAmount } from '../../../sdk/model/amount.ts'
import type { Reader } from '../../chain/reader.ts'
import { Account } from '../../parts/Account.tsx'
import { Amount } from '../../parts/Amount.tsx'
import { Badge, Card, Fact, Facts, Hint, Meter } from '../../parts/basics.tsx'
import { Time } from '../../parts/Time.tsx'
import { text } from '../../text/en/pledge.ts'
import { missingOf } from './amount.ts'
import type { Checked } from './readFacts.ts'
import { assetOf } from './token.ts'

/** How much is pledged and what is missing, by the chain. */
export function Standing({
  checked: { state },
  through,
}: {
  checked: Extract<Checked, { genuine: true }>
  through: Reader['through']
}) {
  const { pledged, terms, room, token } = state
  const asset = assetOf(state)
  const missing = missingOf(pledged, terms.threshold)
  const [sofar, cap] = [formatAmount(pledged, token), formatAmount(terms.cap, token)]
  return (
    <Card id="standing" title={text.state.title} aside={<Badge tone="good">{text.genuineShort}</Badge>}>
      <Meter share={Number((pledged * 10_000n) / terms.cap) / 10_000} label={text.state.meter(sofar, cap)} />
      <Facts>
        <Fact name={text.state.pledged}>
          <Amount of={pledged} token={asset} />
          {` ${text.state.of(cap)}`}
        </Fact>
        <Fact name={text.state.room}>
          <Amount of={room} token={asset} />
        </Fact>
        <Fact name={text.state.binding}>{bindingOf(state.status, missing, formatAmount(missing, token))}</Fact>
        <Fact name={text.state.until}>
          <Time at={Number(terms.pledgeBy)} />
        </Fact>
        <Fact name={text.state.token}>
          <Account address={terms.asset} whole />
        </Fact>
        <Fact name={text.state.escrow}>
          <Account address={state.address} whole />
        </Fact>
      </Facts>
      <Hint>{`${text.genuine} ${text.source[through]}`}</Hint>
    </Card>
  )
}

function bindingOf(status: string, missing: bigint, amount: string): string {
  if (missing === 0n) return text.state.isBinding
  return status === 'Void' ? text.state.missed(amount) : text.state.missing(amount)
}
